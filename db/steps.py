"""What a batch changed, step by step, as it is taken back."""

import json
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db import scope
from db.models import Action, Change
from db.models.base import Choice, Moment

Row = tuple[str, int]  # a row by its table's name and its id


class Step(NamedTuple):
    """One change, as it is taken back."""

    table: type
    row_id: int
    action: Action
    image: dict  # the values that stood there before

    @property
    def row(self) -> Row:
        return self.table.__tablename__, self.row_id


def of(session: Session, batch_id: int) -> list[Step]:
    """What a batch changed, as far as the viewer sees it, the latest first."""
    query = select(Change.table_name, Change.row_id, Change.action, Change.before).where(Change.batch_id == batch_id).order_by(Change.id.desc())
    return [Step(table := scope.class_of(name), row_id, action, image(table, before)) for name, row_id, action, before in session.exec(query)]


def image(table: type, before: str | None) -> dict:
    """The values that stood there before, in the types of their columns."""
    return {name: _value(table.__table__.c[name].type, value) for name, value in json.loads(before or "{}").items()}


def _value(kind, value):
    if value is None or isinstance(kind, Choice):
        return value
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    python = kind.python_type
    return python.fromisoformat(value) if python is date else bytes.fromhex(value) if python is bytes else value
