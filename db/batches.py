"""Deeds as a list: who did what and when in the viewer's units, and which of it was undone."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import func, select

from db.models import Batch, Change
from db.scope import Viewer
from db.session import reading

PAGE = 30


class Listed(NamedTuple):
    """One deed. `rows` counts the changes in it that the viewer may read."""

    id: int
    at: datetime
    who: str
    role: str
    deed: str
    reason: str | None
    unit_id: int | None
    on_behalf_of: int | None
    rows: int
    undone: bool
    is_undo: bool


def latest(viewer: Viewer, before: int | None = None) -> list[Listed]:
    """The latest deeds that left a trace, thirty at a time; `before` is the id that the page before ended with."""
    with reading(viewer) as session:
        query = select(Batch).order_by(Batch.id.desc()).limit(PAGE)
        rows = session.exec(query.where(Batch.id < before) if before else query).all()
        ids = [row.id for row in rows]
        counts = dict(session.exec(select(Change.batch_id, func.count(Change.id)).where(Change.batch_id.in_(ids)).group_by(Change.batch_id)).all())
        undone = set(session.exec(select(Batch.undoes_id).where(Batch.undoes_id.in_(ids))))
        return [_listed(row, counts.get(row.id, 0), row.id in undone) for row in rows]


def _listed(row: Batch, rows: int, undone: bool) -> Listed:
    return Listed(row.id, row.at, row.who, row.role, row.deed, row.reason, row.unit_id, row.on_behalf_of, rows, undone, row.undoes_id is not None)
