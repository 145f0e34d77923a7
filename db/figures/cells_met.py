"""Cells that met, month by month: held, postponed, not held, not recorded, or not due yet.

A cell counts in a month if it existed from the first day to the last under the same area. One that began, ended or
moved within the month counts only by what it recorded; so does every cell in months before its register began. A cell
that did not exist is in no count.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.months import add_months, first_whole_month, last_whole_month, month_of
from db.figures import figures, unit_history
from db.figures.figures import FigureQuery
from db.figures.unit_history import CellStay
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.meetings import due_meetings
from db.models import Meeting, MeetingState, MembershipKind, Tally
from db.models.meetings import MeetingAudience
from db.settings import settings


class CellState(StrEnum):
    """The state of a cell's meeting in a period."""

    HELD = "held"
    POSTPONED = "postponed"
    NOT_HELD = "not_held"
    UNRECORDED = "unrecorded"
    NOT_DUE = "not_due"  # nothing recorded, and the planned day is still to come


class CellCounts(NamedTuple):
    """The number of cells in each state."""

    held: int = 0
    postponed: int = 0
    not_held: int = 0
    unrecorded: int = 0
    not_due: int = 0

    @property
    def all(self) -> int:
        """All cells whose meeting was due or recorded."""
        return sum(self) - self.not_due

    @property
    def rate(self) -> float | None:
        """The share of cells that met; None without cells."""
        return self.held / self.all if self.all else None


class CellMonth(NamedTuple):
    """A cell in a month, and the area that it belonged to."""

    month: int
    area_id: int | None
    unit_id: int


class CellsMetPoint(NamedTuple):
    """How many cells met in one month."""

    period: int
    cells: CellCounts


SAID = {MeetingState.POSTPONED: CellState.POSTPONED, MeetingState.NOT_HELD: CellState.NOT_HELD}
RANK = list(CellState)  # a cell with several meetings in a month has the first of these states that applies
KIND = MembershipKind.OWN  # every meeting of a cell has a tally of its own members
_OTHER = aliased(Meeting)
_HELD = select(_OTHER.id).where(
    _OTHER.unit_id == Meeting.unit_id, _OTHER.period == Meeting.period, _OTHER.state == MeetingState.HELD
)


def by_month(viewer: Viewer, wanted: FigureQuery) -> list[CellsMetPoint]:
    """The cells of each requested month, by their own meetings."""
    wanted = replace(wanted, audience=MeetingAudience.OWN)
    with reading(viewer) as session:
        counted = _held(session, wanted)
        counted.update((month, state) for month, _, _, state in _said(session, wanted))
        stays = unit_history.cell_stays(session, viewer, unit_history.requested_unit(viewer, wanted.unit_id))
        stood, partly = _standing(stays, wanted.periods, _begins(session, stays))
        stood.update(_recorded(session, wanted, partly))
        return [CellsMetPoint(month, _cells(session, wanted, counted, month, stood[month])) for month in wanted.periods]


def states_in_month(session: Session, wanted: FigureQuery, month: int) -> dict[tuple[int | None, int], CellState]:
    """The state of each cell that counts in a month, keyed by area id and cell id."""
    one = FigureQuery(month, month, unit_id=wanted.unit_id)
    return {(area_id, unit_id): state for (_, area_id, unit_id), state in states_by_month(session, one).items()}


def list_unrecorded(session: Session, wanted: FigureQuery, month: int) -> set[tuple[int | None, int]]:
    """Cells for which nothing is recorded in a month though its day has passed, as area id and cell id."""
    return {where for where, state in states_in_month(session, wanted, month).items() if state == CellState.UNRECORDED}


def states_by_month(session: Session, wanted: FigureQuery) -> dict[CellMonth, CellState]:
    """The state of each cell in each requested month in which it counts."""
    own, viewer = replace(wanted, audience=MeetingAudience.OWN), context_of(session).viewer
    found = {CellMonth(*where): CellState.HELD for where in session.exec(_tallied(session, own))}
    found |= {CellMonth(*where): state for *where, state in _said(session, own)}
    recorded, months = {(where.month, where.unit_id) for where in found}, own.periods
    silent = [
        (month, stay)
        for stay in unit_history.cell_stays(session, viewer, unit_history.requested_unit(viewer, wanted.unit_id))
        for month in months
        if (month, stay.unit_id) not in recorded and _whole(stay, [month])
    ]
    begins = _begins(session, {stay for _, stay in silent})
    silent = [(month, stay) for month, stay in silent if begins[stay.unit_id] <= month]
    waiting = {
        (month, unit_id)
        for month in {month for month, _ in silent}
        for unit_id in _not_due(session, month, {stay.unit_id for at, stay in silent if at == month})
    }
    return found | {
        CellMonth(month, stay.area_id, stay.unit_id): CellState.NOT_DUE
        if (month, stay.unit_id) in waiting
        else CellState.UNRECORDED
        for month, stay in silent
    }


def count_states(found: Iterable[CellState]) -> CellCounts:
    """The number of cells in each state."""
    counted = Counter(found)
    return CellCounts(*(counted[state] for state in RANK))


def _cells(session: Session, wanted: FigureQuery, counted: Counter, month: int, stood: int) -> CellCounts:
    """The cells of a month; in the current month each cell is checked for a planned day still to come."""
    if month >= month_of(clock.today()):
        return count_states(states_in_month(session, wanted, month).values())
    said = [counted[month, state] for state in (CellState.HELD, *SAID.values())]
    return CellCounts(*said, max(0, stood - sum(said)))


def _not_due(session: Session, month: int, unit_ids: set[int]) -> set[int]:
    """The cells among these whose meeting of a month is still to come."""
    today = clock.today()
    if month < month_of(today) or not unit_ids:
        return set()
    return {
        unit_id for unit_id, day in due_meetings.planned_days_of_month(session, month, unit_ids).items() if day > today
    }


def _held(session: Session, wanted: FigureQuery) -> Counter:
    """The number of cells that held a meeting in each month, counted by area in the database."""
    query = select(Tally.period, func.count(Tally.unit_id.distinct())).where(
        Tally.kind == KIND, *fact_conditions(session, wanted, Tally)
    )
    counted: Counter = Counter()
    for month, cells in session.exec(query.group_by(Tally.period, Tally.area_id)):
        counted[month, CellState.HELD] += cells
    return counted


def _tallied(session: Session, wanted: FigureQuery):
    columns = (Tally.period, Tally.area_id, Tally.unit_id)
    return select(*columns).where(Tally.kind == KIND, *fact_conditions(session, wanted, Tally)).group_by(*columns)


def _said(session: Session, wanted: FigureQuery) -> list[tuple[int, int | None, int, CellState]]:
    """Return month, area, cell and state if a meeting was declared postponed or not held and the cell
    held none that month.
    """
    held = _HELD.where(_OTHER.audience == wanted.audience)
    query = select(Meeting.period, Meeting.area_id, Meeting.unit_id, Meeting.state).where(
        Meeting.state.in_(SAID), *fact_conditions(session, wanted, Meeting)
    )
    said: dict[tuple[int, int | None, int], CellState] = {}
    for *where, state in session.exec(query.where(~held.exists())):
        key = tuple(where)
        said[key] = min(SAID[state], said.get(key, CellState.UNRECORDED), key=RANK.index)
    return [(*key, state) for key, state in said.items()]


def fact_conditions(session: Session, wanted: FigureQuery, table: type) -> list:
    """Conditions that narrow meetings or tallies to the requested audience, months and unit."""
    asked = unit_history.requested_unit(context_of(session).viewer, wanted.unit_id)
    return [*figures.period_conditions(table, wanted), *unit_history.fact_conditions(session, table, asked)]


def _recorded(session: Session, wanted: FigureQuery, partly: set[tuple[int, int]]) -> list[int]:
    """Return the recorded months of cells that existed for part of the month only, once for each area
    they belonged to.
    """
    if not partly:
        return []
    months, units = {month for month, _ in partly}, {unit_id for _, unit_id in partly}
    rows = list(session.exec(_tallied(session, wanted).where(Tally.period.in_(months), Tally.unit_id.in_(units))))
    rows += [row[:3] for row in _said(session, wanted)]
    return [month for month, _, unit_id in rows if (month, unit_id) in partly]


def _begins(session: Session, stays: Iterable[CellStay]) -> dict[int, int]:
    """The first month of each cell's register: nothing is expected before it."""
    return settings.values_for_units(session, "first_month", {stay.unit_id for stay in stays}, clock.today())


def _standing(stays: list[CellStay], months: list[int], begins: dict[int, int]) -> tuple[Counter, set[tuple[int, int]]]:
    """Return the number of cells that existed throughout each month and were expected to meet, and month and id of
    cells that count only by what they recorded.
    """
    changes: Counter = Counter()
    earliest, partly = min(begins.values(), default=0), set[tuple[int, int]]()
    for stay in stays:
        begun = begins[stay.unit_id]
        # nothing is expected before anybody joined
        partly |= {(month, stay.unit_id) for month in months if earliest <= month < begun}
        if begun > months[-1]:
            continue
        whole = _whole(stay, [month for month in months if month >= begun])
        if whole:
            changes[whole[0]] += 1
            changes[add_months(whole[1], 1)] -= 1
        partly |= {
            (month_of(day), stay.unit_id) for day in (stay.first, stay.last) if day and month_of(day) not in whole
        }
    stood = Counter(dict(zip(months, accumulate(changes[month] for month in months), strict=True)))
    return stood, {(month, unit_id) for month, unit_id in partly if months[0] <= month <= months[-1]}


def _whole(stay: CellStay, months: list[int]) -> tuple[int, int] | tuple[()]:
    """Return the first and last of these months in which a cell existed throughout."""
    first = max(first_whole_month(stay.first), months[0]) if stay.first else months[0]
    last = min(last_whole_month(stay.last), months[-1]) if stay.last else months[-1]
    return (first, last) if first <= last else ()
