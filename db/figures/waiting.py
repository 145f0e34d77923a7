"""What waits for those above the cells: cells that have said nothing of a month, who was introduced."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import select

from db import clock, settings
from db.figures import opened
from db.figures.figures import Wanted
from db.meetings import due
from db.models import Introduction, Member, Membership, UnitVersion
from db.scope import Viewer
from db.session import reading
from db.tree import standing


class Silent(NamedTuple):
    """A cell, or an area with cells, of which nothing is known for the month."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    cells: int


class Introduced(NamedTuple):
    """A member that the workplace introduced, and the cell he was placed in."""

    name: str
    state: str
    letter: str | None
    sent_on: date | None
    cell: str | None


def month(viewer: Viewer) -> int:
    """The latest month whose planned day has passed, as yyyymm."""
    today = clock.today()
    with reading(viewer) as session:
        planned = due.planned_day(session, viewer.unit_id, clock.month_of(today), 1)
    return clock.month_of(today if today >= planned else today.replace(day=1) - timedelta(days=1))


def begins(viewer: Viewer) -> int:
    """The first month of the register for the viewer's unit, 0 for none."""
    return settings.value(viewer, "first_month")


def silent(viewer: Viewer, period: int) -> list[Silent]:
    """Below the viewer's unit, whatever has not said everything about this month."""
    parts = opened.parts(viewer, Wanted(period, period), period)
    return [Silent(part.unit_id, part.code, part.name, part.is_cell, part.cells.unrecorded) for part in parts if part.cells.unrecorded]


def introduced(viewer: Viewer) -> list[Introduced]:
    """The people a workplace introduced, in Vietnamese order, each with his state."""
    with reading(viewer) as session:
        cells = dict(session.exec(select(UnitVersion.unit_id, UnitVersion.name).where(standing(clock.today()))).all())
        placed = dict(session.exec(select(Membership.id, Membership.unit_id)).all())
        query = select(Member.name, Introduction.state, Introduction.letter, Introduction.sent_on, Introduction.membership_id)
        query = query.join(Introduction, Introduction.member_id == Member.id).order_by(Member.sort_key)
        return [Introduced(*row[:4], cells.get(placed.get(row.membership_id))) for row in session.exec(query)]
