"""Actions on one member's rows: who, when, and the values before and after."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.history import rows_changed_by_action
from db.history.rows_changed_by_action import RowChange
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Batch, Change
from db.units.units import names_on

TABLES = ("member", "standing", "expertise", "membership", "exemption", "office", "group_member", "introduction")


class MemberAction(NamedTuple):
    """An action that affected a member, its author, and the cell it was for if made from above."""

    batch_id: int
    at: datetime
    who: str
    role: str
    action: str
    reason: str | None
    on_behalf_of: str | None
    undone: bool
    rows: list[RowChange]


def actions_on_member(viewer: Viewer, code: str, limit: int = 20) -> list[MemberAction]:
    """Return the actions that affected a member, latest first. Raises NotAllowed if the viewer may not
    see the member.
    """
    with reading(viewer) as session:
        member_id = row_access.require_member(session, code).id
        query = select(Change.batch_id).where(Change.member_id == member_id, Change.table_name.in_(TABLES)).distinct()
        ids = list(session.exec(query.order_by(Change.batch_id.desc()).limit(limit)))
        rows = _rows(session, member_id, ids)
        undone = set(session.exec(select(Batch.undoes_id).where(Batch.undoes_id.in_(ids))))
        batches = session.exec(select(Batch).where(Batch.id.in_(ids)).order_by(Batch.id.desc())).all()
        units = names_on(session, {batch.on_behalf_of for batch in batches if batch.on_behalf_of}, clock.today())
        return [_done(batch, units, undone, rows.get(batch.id, [])) for batch in batches]


def _rows(session: Session, member_id: int, ids: list[int]) -> dict[int, list[RowChange]]:
    query = select(Change).where(Change.member_id == member_id, Change.batch_id.in_(ids), Change.table_name.in_(TABLES))
    return rows_changed_by_action.row_changes_by_action(session, list(session.exec(query.order_by(Change.id))))


def _done(batch: Batch, units: dict[int, str], undone: set[int], rows: list[RowChange]) -> MemberAction:
    behalf = units.get(batch.on_behalf_of) if batch.on_behalf_of else None
    return MemberAction(
        batch.id, batch.at, batch.who, batch.role, batch.deed, batch.reason, behalf, batch.id in undone, rows
    )
