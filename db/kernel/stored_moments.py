"""Moments as the database stores them, for comparing tens of thousands.

Turning each into a datetime takes longer than reading it. SQLite stores text that sorts like the moments themselves.
A stored moment is comparable only with another one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, TypeDecorator, type_coerce
from sqlmodel import Session

from db.models.base import UtcDateTime

StoredMoment = Any


class _Unconverted(TypeDecorator):
    """A value as the driver returns it."""

    impl = String
    cache_ok = True


def as_stored(column: Any) -> ColumnElement:
    """A column of moments, to be selected without conversion."""
    return type_coerce(column, _Unconverted())


def stored_form(session: Session) -> Callable[[datetime], StoredMoment]:
    """Return the function that turns a moment into its stored form in the session's database."""
    dialect = session.get_bind().dialect
    bind = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    return bind or (lambda moment: moment)
