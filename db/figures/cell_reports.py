"""Cell reports: the saved state of every cell in each period of a kind of report.

A cell owes a report if it existed throughout the month in which the report is due, under the same area, after its
register began. For other cells only what they saved counts.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.calendar.months import first_whole_month, last_whole_month, month_of
from db.figures import report_kinds, unit_history
from db.figures.report_kinds import Planned, ReportKind
from db.figures.report_states import OPEN, AreaCells, PeriodStates, ReportState
from db.figures.unit_history import EVER, NEVER
from db.kernel import stored_moments
from db.kernel.scope import Viewer
from db.kernel.session_context import context_of
from db.kernel.stored_moments import StoredMoment
from db.settings import settings

GRACE = "report_days"
IN_TIME, LATE, TOTALS = ReportState.IN_TIME, ReportState.LATE, ReportState.TOTALS


class ReportQuery(NamedTuple):
    """The reports to read: the kind, the first and last period (each by its first month), and the unit above them
    (default: the viewer's own).
    """

    kind: ReportKind
    since: int
    until: int
    unit_id: int | None = None

    @property
    def periods(self) -> list[int]:
        """The requested periods."""
        return report_kinds.periods_between(self.kind, self.since, self.until)


class _Stay(NamedTuple):
    """A cell under an area, by the months that it spent there in full."""

    unit_id: int
    area_id: int | None
    first: int
    last: int


def states_by_period(session: Session, wanted: ReportQuery) -> dict[int, PeriodStates]:
    """The state of every cell that counts, by requested period."""
    rules, viewer, periods = report_kinds.rules_of_kind(wanted.kind), context_of(session).viewer, wanted.periods
    stays = _stays(session, viewer, wanted.unit_id)
    cells = sorted({stay.unit_id for stay in stays})
    query = report_kinds.figures_query(wanted.kind, wanted.since, wanted.until, wanted.unit_id)
    saved = rules.saved(session, query, cells)
    units = sorted({*cells, *(report.unit_id for report in saved.others)}.union(*saved.held.values()))
    planned = rules.planned(session, periods, units)
    limits = _limits(session, wanted.kind, planned, units)
    placed: dict[int, AreaCells] = {period: {} for period in periods}
    unplaced: dict[int, dict[int, ReportState]] = {period: {} for period in periods}
    told: dict[int, set[int]] = {period: set() for period in periods}
    for period, meetings in saved.held.items():  # tens of thousands: no function calls in this loop
        found, last = placed[period], limits[period]
        told[period] |= meetings.keys()
        for unit_id, (_, area_id, _, named, at) in meetings.items():
            if (area := found.get(area_id)) is None:
                area = found[area_id] = {}
            area[unit_id] = (IN_TIME if at is None or at < last[unit_id] else LATE) if named else TOTALS
    for report in saved.others:
        unit_id, state = report.unit_id, report.state
        if state is None:
            state = IN_TIME if report.at is None or report.at < limits[report.period][unit_id] else LATE
        if report.placed:
            placed[report.period].setdefault(report.area_id, {})[unit_id] = state
            told[report.period].add(unit_id)
        else:
            unplaced[report.period][unit_id] = state
    owing = _owing(session, wanted.kind, periods, cells)
    begins, today = settings.values_for_units(session, "first_month", cells, clock.today()), clock.today()
    for period in periods:
        known, days = told[period], planned[period]
        for stay in [stay for stay in stays if stay[0] not in known]:
            unit_id, month = stay.unit_id, month_of(days[stay.unit_id])
            if not stay.first <= month <= stay.last or month < begins[unit_id]:
                continue
            if owing is not None and unit_id not in owing[period]:
                state = ReportState.NOT_EXPECTED
            elif (state := unplaced[period].get(unit_id, ReportState.SILENT)) in OPEN and (days[unit_id] > today):
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
    """The cells that owe a report, by period, judged on its last day or today; None if all do."""
    expected = report_kinds.rules_of_kind(kind).expected
    if expected is None:
        return None
    return expected(
        session, {period: min(report_kinds.last_day(kind, period), clock.today()) for period in periods}, cells
    )


def _limits(
    session: Session, kind: ReportKind, planned: Planned, units: list[int]
) -> dict[int, dict[int, StoredMoment]]:
    """For each period and cell, the moment until which a report was on time: some days after the planned day."""
    stored = stored_moments.stored_form(session)
    ends = {period: report_kinds.last_day(kind, period) for period in planned}
    grace = settings.values_on_days(session, GRACE, units, ends.values())
    found: dict[int, dict[int, StoredMoment]] = {}
    for period, days in planned.items():
        more = grace[ends[period]]
        planned_on = set(days.values())
        limits = {plus: {day: stored(_limit(day, plus)) for day in planned_on} for plus in set(more.values())}
        found[period] = {unit_id: limits[more[unit_id]][day] for unit_id, day in days.items()}
    return found


def _limit(planned_on: date, more: int) -> datetime:
    return datetime.combine(planned_on + timedelta(days=more + 1), time.min, clock.HERE)
