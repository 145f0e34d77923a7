"""Who has reported: of each cell and month, what the register knows of the cell's own meeting, and since when.

A cell counts here in the months in which it counts among the cells that met (`cells_met`), and in no other state:
what is held there is in time, late or known by its totals only, what is not recorded may be half typed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.months import last_day
from db.figures import cells_met, drill_down
from db.figures.cells_met import CellMonth, CellState
from db.figures.figures import FigureQuery
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings import due, meeting_refs
from db.models import Draft, Meeting, MeetingState, Tally
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.settings import settings
from db.units.units import UnitName, units_on


class ReportState(StrEnum):
    """What is known of a cell's meeting of a month."""

    IN_TIME = "in_time"
    LATE = "late"
    TOTALS = "totals"  # held, known without names
    POSTPONED = "postponed"
    NOT_HELD = "not_held"
    TYPED = "typed"  # being typed, not saved
    SILENT = "silent"
    NOT_DUE = "not_due"

    @property
    def is_reported(self) -> bool:
        """Whether something was saved of the meeting: that it was held, or that it was not."""
        return self in REPORTED


REPORTED = frozenset(
    {ReportState.IN_TIME, ReportState.LATE, ReportState.TOTALS, ReportState.POSTPONED, ReportState.NOT_HELD}
)
SAID = {
    CellState.POSTPONED: ReportState.POSTPONED,
    CellState.NOT_HELD: ReportState.NOT_HELD,
    CellState.UNRECORDED: ReportState.SILENT,
    CellState.NOT_DUE: ReportState.NOT_DUE,
}


class UnitReports(NamedTuple):
    """A cell, or an area with cells: how many of its cells are in each state in each month; a month in which none
    counts has no state.
    """

    unit_id: int
    code: str
    name: str
    is_cell: bool
    months: dict[int, Counter[ReportState]]

    def state(self, month: int) -> ReportState | None:
        """The state of a cell in a month; none where it did not exist then, or nothing was expected of it."""
        return next(iter(self.months.get(month, ())), None)

    def reported(self, month: int) -> int:
        """How many cells said something of a month."""
        return sum(count for state, count in self.months.get(month, {}).items() if state.is_reported)

    def expected(self, month: int) -> int:
        """How many cells were to report on a month: the denominator; whose day is still to come is not among them."""
        return sum(count for state, count in self.months.get(month, {}).items() if state != ReportState.NOT_DUE)


class MonthReport(NamedTuple):
    """What is known of one cell's month, and the code of its meeting where there is one."""

    month: int
    state: ReportState
    meeting: str | None


def list_parts(viewer: Viewer, since: int, until: int, unit_id: int | None = None) -> list[UnitReports]:
    """The areas right below a unit (the viewer's own), or its cells, with the months from one to another, in Vietnamese
    order.
    """
    with reading(viewer) as session:
        states = _states(session, FigureQuery(since, until, unit_id=unit_id))
        wheres = {(where.area_id, where.unit_id) for where in states}
        heads = drill_down.part_of_each_cell(session, viewer, unit_id, wheres, last_day(until))
        called = units_on(session, set(heads.values()), last_day(until))
    months: dict[int, dict[int, Counter[ReportState]]] = defaultdict(lambda: defaultdict(Counter))
    for where, state in states.items():
        months[heads[where.area_id, where.unit_id]][where.month][state] += 1
    return [_part(unit, months[unit.id]) for unit in called.values()]


def total(parts: Iterable[UnitReports]) -> dict[int, Counter[ReportState]]:
    """All parts as one, month by month."""
    found: dict[int, Counter[ReportState]] = defaultdict(Counter)
    for part in parts:
        for month, counts in part.months.items():
            found[month].update(counts)
    return dict(found)


def list_silent_cells(viewer: Viewer, month: int, unit_id: int | None = None) -> list[UnitName]:
    """The cells below a unit (the viewer's own) that have saved nothing of a month, what is half typed among them, in
    Vietnamese order.
    """
    with reading(viewer) as session:
        silent = cells_met.silent(session, FigureQuery(month, month, unit_id=unit_id), month)
        return list(units_on(session, {cell_id for _area_id, cell_id in silent}, last_day(month)).values())


def list_months(viewer: Viewer, unit_id: int, since: int, until: int) -> list[MonthReport]:
    """The months of one cell in which it counts, the latest first, each with the meeting that stands for it."""
    wanted = FigureQuery(since, until, unit_id=unit_id)
    with reading(viewer) as session:
        states = _states(session, wanted)
        query = select(Meeting.period, Meeting.code, Meeting.state).where(
            Meeting.unit_id.in_({where.unit_id for where in states}),
            Meeting.audience == MeetingAudience.OWN,
            Meeting.period.between(since, until),
            Meeting.state != MeetingState.CANCELLED,
        )
        rows = session.exec(query.order_by(Meeting.held_on, Meeting.id)).all()
    codes: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: row.state != MeetingState.HELD):  # one that was held stands for its month
        codes.setdefault(row.period, row.code)
    found = sorted(((where.month, state) for where, state in states.items()), reverse=True)
    return [MonthReport(month, state, codes.get(month)) for month, state in found]


def _part(unit: UnitName, months: dict[int, Counter[ReportState]]) -> UnitReports:
    return UnitReports(unit.id, unit.code, unit.name, unit.kind in CELLS, dict(months))


def _states(session: Session, wanted: FigureQuery) -> dict[CellMonth, ReportState]:
    """The state of each cell in each month in which it counts."""
    states = cells_met.states_by_month(session, wanted)
    held: dict[int, set[CellMonth]] = defaultdict(set)
    for where, state in states.items():
        if state == CellState.HELD:
            held[where.month].add(where)
    typed = _typed(session, wanted.since, wanted.until)
    found = {where: SAID[state] for where, state in states.items() if state != CellState.HELD}
    found |= {
        where: ReportState.TYPED
        for where, state in found.items()
        if not state.is_reported and (where.month, where.unit_id) in typed
    }
    return found | dict(_held(session, wanted, held))


def _held(
    session: Session, wanted: FigureQuery, held: dict[int, set[CellMonth]]
) -> Iterator[tuple[CellMonth, ReportState]]:
    """Of meetings that were held: without names, late or in time. The first that was saved counts; one of which is not
    known when it was saved came with the register and is in time.
    """
    query = (
        select(Tally.period, Tally.unit_id, Tally.named, func.min(Meeting.first_saved_at))
        .join(Meeting, Meeting.id == Tally.meeting_id)
        .where(Tally.kind == cells_met.KIND, *cells_met.fact_conditions(session, wanted, Tally))
        .group_by(Tally.period, Tally.unit_id, Tally.named)
    )
    saved: dict[tuple[int, int], dict[bool, datetime | None]] = defaultdict(dict)
    for month, unit_id, named, first_saved_at in session.exec(query):
        saved[month, unit_id][named] = first_saved_at
    for month, cells in held.items():
        unit_ids = {where.unit_id for where in cells}
        planned = due.days_of_month(session, month, unit_ids)
        grace = settings.values_for_units(session, "report_days", unit_ids, last_day(month))
        for where in cells:
            ends = planned[where.unit_id] + timedelta(days=grace[where.unit_id])
            yield where, _of_held(saved[month, where.unit_id], ends)


def _of_held(saved: dict[bool, datetime | None], last: date) -> ReportState:
    """`saved` is when a meeting with names, and one without, was first saved; `last` the last day in time."""
    if True not in saved:
        return ReportState.TOTALS
    first = saved[True]
    return ReportState.LATE if first and first.astimezone(clock.HERE).date() > last else ReportState.IN_TIME


def _typed(session: Session, since: int, until: int) -> set[tuple[int, int]]:
    """Month and cell of which something is half typed: only that, not what, nor by whom."""
    types = [row["key"] for row in settings.shipped_value("meeting_types") if row["audience"] == MeetingAudience.OWN]
    with row_access.reading_as_system(session):
        drafts = session.exec(select(Draft.unit_id, Draft.key).where(Draft.kind == meeting_refs.DRAFT)).all()
    typed = [(draft.unit_id, *draft.key.split(":")[:2]) for draft in drafts]
    return {(int(month), unit_id) for unit_id, type_, month in typed if type_ in types and since <= int(month) <= until}
