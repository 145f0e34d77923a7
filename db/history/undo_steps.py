"""The changes of a batch, step by step, as they are reverted."""

import json
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db.kernel import scope
from db.models import Change, ChangeKind
from db.models.base import EnumText, UtcDateTime

RowKey = tuple[str, int]  # a row's table name and id


class UndoStep(NamedTuple):
    """One change to revert."""

    table: type
    row_id: int
    action: ChangeKind
    image: dict  # the values before the change

    @property
    def row(self) -> RowKey:
        return self.table.__tablename__, self.row_id


def load_steps(session: Session, batch_id: int) -> list[UndoStep]:
    """The visible changes of a batch, latest first."""
    query = (
        select(Change.table_name, Change.row_id, Change.action, Change.before)
        .where(Change.batch_id == batch_id)
        .order_by(Change.id.desc())
    )
    return [
        UndoStep(table := scope.model_of(name), row_id, action, decode_row(table, before))
        for name, row_id, action, before in session.exec(query)
    ]


def decode_row(table: type, before: str | None) -> dict:
    """Old values in the types of their columns, without columns that no longer exist."""
    columns = table.__table__.c
    kept = json.loads(before or "{}").items()
    return {name: _value(columns[name].type, value) for name, value in kept if name in columns}


def _value(kind, value):
    if value is None or isinstance(kind, EnumText):
        return value
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    python = kind.python_type
    return python.fromisoformat(value) if python is date else bytes.fromhex(value) if python is bytes else value
