"""Pending work above the cells: cells without any report for a month, and members introduced by a workplace."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import select

from db.calendar import clock
from db.calendar.months import last_day, month_of
from db.figures import cells_met, unit_parts
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings import due_meetings
from db.models import Introduction, Member, Membership
from db.models.units import CELLS
from db.settings import settings
from db.units.units import listed_names, units_on


class SilentUnit(NamedTuple):
    """A cell, or an area with cells, about which nothing is known for the month."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    cells: int


class IntroducedMember(NamedTuple):
    """A member introduced by the workplace, and the cell of placement."""

    name: str
    state: str
    letter: str | None
    letter_date: date | None
    cell: str | None


def latest_due_month(viewer: Viewer) -> int:
    """The latest month whose planned day has passed, as yyyymm."""
    today = clock.today()
    with reading(viewer) as session:
        planned = due_meetings.planned_day(session, viewer.unit_id, month_of(today), 1)
    return month_of(today if today >= planned else today.replace(day=1) - timedelta(days=1))


def first_month_of_register(viewer: Viewer) -> int:
    """The first month of the register for the viewer's unit, 0 if there is none."""
    return settings.value_for_viewer(viewer, "first_month")


def list_silent(viewer: Viewer, period: int) -> list[SilentUnit]:
    """The units below the viewer's own that have not fully reported this month."""
    with reading(viewer) as session:
        silent = cells_met.list_unrecorded(session, FigureQuery(period, period), period)
        heads = unit_parts.part_of_each_cell(session, viewer, None, silent, last_day(period))
        cells = Counter(heads.values())
        called = units_on(session, cells, last_day(period))
    return [SilentUnit(unit.id, unit.code, unit.name, unit.kind in CELLS, cells[unit.id]) for unit in called.values()]


def list_introduced(viewer: Viewer) -> list[IntroducedMember]:
    """Return the people whom a workplace introduced, in Vietnamese order, each with the current state."""
    with reading(viewer) as session:
        query = select(
            Member.name, Introduction.state, Introduction.letter, Introduction.letter_date, Membership.unit_id
        ).join(Introduction, Introduction.member_id == Member.id)
        query = query.outerjoin(Membership, Membership.id == Introduction.membership_id)
        rows = session.exec(query.order_by(Member.sort_key)).all()
        cells = listed_names(session, {row.unit_id for row in rows if row.unit_id})
        return [IntroducedMember(*row[:4], cells.get(row.unit_id)) for row in rows]
