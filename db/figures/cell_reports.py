"""Cell reports: the state of every cell in each period of a kind of report, as it is saved.

A report is owed where a cell stood through the month in which it is due, under the same area, and its register had
begun by then; of others only what they saved counts.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.calendar.months import first_whole_month, last_whole_month, month_of
from db.figures import report_kinds, unit_history
from db.figures.report_kinds import Planned, ReportKind
from db.figures.report_states import OPEN, AreaCells, PeriodStates, ReportState
from db.figures.reported_meetings import SavedReport
from db.figures.unit_history import EVER, NEVER
from db.kernel.scope import Viewer
from db.kernel.unit_of_work import work_of
from db.settings import settings

GRACE = "report_days"


class ReportQuery(NamedTuple):
    """Which reports: of what kind, from which period to which, each by its first month, and below which unit; none is
    the viewer's own.
    """

    kind: ReportKind
    since: int
    until: int
    unit_id: int | None = None

    @property
    def periods(self) -> list[int]:
        """The periods asked for."""
        return report_kinds.periods(self.kind, self.since, self.until)


class _Stay(NamedTuple):
    """A cell under an area, by the months that it was there from the first day to the last."""

    unit_id: int
    area_id: int | None
    first: int
    last: int


def states_in(session: Session, wanted: ReportQuery) -> dict[int, PeriodStates]:
    """The state of every cell that counts in each period asked for."""
    rules, viewer, periods = report_kinds.rules(wanted.kind), work_of(session).viewer, wanted.periods
    stays = _stays(session, viewer, wanted.unit_id)
    cells = sorted({stay.unit_id for stay in stays})
    query = report_kinds.figures_query(wanted.kind, wanted.since, wanted.until, wanted.unit_id)
    saved = rules.saved(session, query, cells)
    units = sorted({*cells, *(report.unit_id for report in saved)})
    planned = rules.planned(session, periods, units)
    state_of = _judged(session, wanted.kind, planned, units)
    placed: dict[int, AreaCells] = {period: {} for period in periods}
    unplaced: dict[int, dict[int, ReportState]] = {period: {} for period in periods}
    told: dict[int, set[int]] = {period: set() for period in periods}
    for report in saved:
        if report.placed:
            placed[report.period].setdefault(report.area_id, {})[report.unit_id] = state_of(report)
            told[report.period].add(report.unit_id)
        else:
            unplaced[report.period][report.unit_id] = state_of(report)
    owing = _owing(session, wanted.kind, periods, cells)
    begins = settings.values_for_units(session, "first_month", cells, clock.today())
    for period in periods:
        due_in, today = _months_of(planned[period]), clock.today()
        for stay in stays:
            unit_id, month = stay.unit_id, due_in[stay.unit_id]
            if unit_id in told[period] or not stay.first <= month <= stay.last or month < begins[unit_id]:
                continue
            if owing is not None and unit_id not in owing[period]:
                state = ReportState.NOT_EXPECTED
            elif (state := unplaced[period].get(unit_id, ReportState.SILENT)) in OPEN and (
                planned[period][unit_id] > today
            ):
                state = ReportState.NOT_DUE
            placed[period].setdefault(stay.area_id, {})[unit_id] = state
    return {period: PeriodStates(found) for period, found in placed.items()}


def _stays(session: Session, viewer: Viewer, unit_id: int | None) -> list[_Stay]:
    asked = unit_history.requested_unit(viewer, unit_id)
    return [
        _Stay(
            stay.unit_id,
            stay.area_id,
            first_whole_month(stay.first) if stay.first else EVER,
            last_whole_month(stay.last) if stay.last else NEVER,
        )
        for stay in unit_history.cell_stays(session, viewer, asked)
    ]


def _owing(session: Session, kind: ReportKind, periods: list[int], cells: list[int]) -> Mapping[int, set[int]] | None:
    """The cells that owe a report of each period, by what they have on its last day, or today; None for all."""
    expected = report_kinds.rules(kind).expected
    if expected is None:
        return None
    return expected(
        session, {period: min(report_kinds.last_day(kind, period), clock.today()) for period in periods}, cells
    )


def _judged(
    session: Session, kind: ReportKind, planned: Planned, units: list[int]
) -> Callable[[SavedReport], ReportState]:
    """What says of a saved report whether it came in time: until so many days after the planned day have passed."""
    grace = settings.values_on_days(session, GRACE, units, [report_kinds.last_day(kind, period) for period in planned])
    days = {period: grace[report_kinds.last_day(kind, period)] for period in planned}

    @cache
    def ends(planned_on: date, more: int) -> datetime:
        return datetime.combine(planned_on + timedelta(days=more + 1), time.min, clock.HERE)

    def judge(report: SavedReport) -> ReportState:
        if report.state is not None:
            return report.state
        if report.at is None:
            return ReportState.IN_TIME
        last = ends(planned[report.period][report.unit_id], days[report.period][report.unit_id])
        return ReportState.IN_TIME if report.at < last else ReportState.LATE

    return judge


def _months_of(days: Mapping[int, date]) -> dict[int, int]:
    months = {day: month_of(day) for day in set(days.values())}
    return {unit_id: months[day] for unit_id, day in days.items()}
