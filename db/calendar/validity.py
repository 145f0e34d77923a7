"""SQL conditions on `valid_from` and `valid_to`, both included, empty for an open end."""

from typing import Any

from sqlmodel import or_


def valid_on(table: Any, day: Any) -> Any:
    """The condition that a row is valid on a day, which may be a bind parameter."""
    return begun_on(table, day) & not_ended_on(table, day)


def begun_on(table: Any, day: Any) -> Any:
    """The condition that a row has begun by a day, ended or not."""
    return or_(table.valid_from.is_(None), table.valid_from <= day)


def not_ended_on(table: Any, day: Any) -> Any:
    """The condition that a row is valid on a day or later."""
    return or_(table.valid_to.is_(None), table.valid_to >= day)


def lasts_beyond(table: Any, day: Any) -> Any:
    """The condition that a row does not end on a day or before."""
    return or_(table.valid_to.is_(None), table.valid_to > day)
