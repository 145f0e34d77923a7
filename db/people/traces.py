"""Traces: what was done to one member's rows, by whom and when, with what stood there before and afterwards."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db import deeds, traces
from db.models import Batch, Change
from db.people import members
from db.scope import Viewer
from db.session import reading
from db.traces import Was

TABLES = ("member", "standing", "expertise", "membership", "exemption", "office", "group_member", "introduction")


class Done(NamedTuple):
    """One deed that touched a member, by whom, and for which cell if it was done from above."""

    batch_id: int
    at: datetime
    who: str
    role: str
    deed: str
    reason: str | None
    behalf: str | None
    undone: bool
    rows: list[Was]


def of_member(viewer: Viewer, code: str, limit: int = 20) -> list[Done]:
    """The deeds that touched a member, the latest first. Raises NotAllowed for one that the viewer may not see."""
    with reading(viewer) as session:
        member_id = deeds.member(session, code).id
        query = select(Change.batch_id).where(Change.member_id == member_id, Change.table_name.in_(TABLES)).distinct()
        ids = list(session.exec(query.order_by(Change.batch_id.desc()).limit(limit)))
        rows = _rows(session, member_id, ids)
        undone = set(session.exec(select(Batch.undoes_id).where(Batch.undoes_id.in_(ids))))
        batches = session.exec(select(Batch).where(Batch.id.in_(ids)).order_by(Batch.id.desc())).all()
        units = members.unit_names(session, {batch.on_behalf_of for batch in batches if batch.on_behalf_of})
        return [_done(batch, units, undone, rows.get(batch.id, [])) for batch in batches]


def _rows(session: Session, member_id: int, ids: list[int]) -> dict[int, list[Was]]:
    query = select(Change).where(Change.member_id == member_id, Change.batch_id.in_(ids), Change.table_name.in_(TABLES))
    return traces.rows(session, list(session.exec(query.order_by(Change.id))))


def _done(batch: Batch, units: dict[int, str], undone: set[int], rows: list[Was]) -> Done:
    behalf = units.get(batch.on_behalf_of) if batch.on_behalf_of else None
    return Done(batch.id, batch.at, batch.who, batch.role, batch.deed, batch.reason, behalf, batch.id in undone, rows)
