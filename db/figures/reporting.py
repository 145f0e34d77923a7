"""Who has reported: for each cell and period, what the register knows about a report owed, and since when.

Drafts are shown as such, without their contents.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import months_of_period
from db.figures import cell_reports, report_kinds, unit_parts
from db.figures.cell_reports import ReportQuery
from db.figures.report_kinds import ReportKind
from db.figures.report_states import ONE, OPEN, PeriodStates, ReportState, StateCounts, UnitReports
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Meeting, MeetingState
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.units.units import UnitName, units_on

Known = Mapping[int, PeriodStates]


class PeriodReport(NamedTuple):
    """What is known about one cell's period, and the code of its meeting, if any."""

    period: int
    state: ReportState
    meeting: str | None


def report_states_by_period(viewer: Viewer, wanted: ReportQuery) -> dict[int, PeriodStates]:
    """The saved state of every cell that counts, by period."""
    with reading(viewer) as session:
        return cell_reports.states_by_period(session, wanted)


def list_parts(viewer: Viewer, wanted: ReportQuery, known: Known | None = None) -> list[UnitReports]:
    """The areas directly below a unit (default: the viewer's own) or its cells, with the requested periods, in
    Vietnamese order.

    `known` are the answers of `report_states_by_period`, if they were read before.
    """
    day = report_kinds.last_day(wanted.kind, wanted.until)
    with reading(viewer) as session:
        told = _with_typed(session, wanted, known)
        heads = _heads(session, viewer, wanted, told)
        counted: dict[int, dict[int, StateCounts]] = defaultdict(dict)
        for period, found in told.items():
            head_of = heads[period]
            for area_id, counts in found.counts.items():
                if head := head_of[area_id]:
                    _add(counted[head], period, counts)
                else:  # cells directly below the requested unit
                    for unit_id, state in found.cells[area_id].items():
                        _add(counted[unit_id], period, ONE[state])
        called = units_on(session, set(counted), day)
    return [
        UnitReports(unit.id, unit.code, unit.name, unit.kind in CELLS, dict(counted[unit.id]))
        for unit in called.values()
    ]


def _heads(session: Session, viewer: Viewer, wanted: ReportQuery, told: Known) -> dict[int, dict[int | None, int]]:
    """The part that each area belongs to in each period, by the tree of its last day; 0 for
    cells directly below the unit.
    """
    found: dict[int, dict[int | None, int]] = {}
    periods = sorted(told)
    days = [report_kinds.last_day(wanted.kind, period) for period in periods]
    for span in unit_parts.split_days_by_tree(session, days) if periods else ():
        areas: set[int | None] = set().union(*(told[periods[at]].cells for at in span))
        wheres = {(area_id, 0) for area_id in areas}
        heads = unit_parts.part_of_each_cell(session, viewer, wanted.unit_id, wheres, days[span.stop - 1])
        of_area = {area_id: head for (area_id, _), head in heads.items()}
        found |= {periods[at]: of_area for at in span}
    return found


def list_silent_cells(
    viewer: Viewer, kind: ReportKind, period: int, unit_id: int | None = None, known: Known | None = None
) -> list[UnitName]:
    """The cells below a unit (default: the viewer's own) that still owe a due report, drafts and partial reports
    included, in Vietnamese order.
    """
    with reading(viewer) as session:
        told = known or cell_reports.states_by_period(session, ReportQuery(kind, period, period, unit_id))
        silent = {cell_id for cells in told[period].cells.values() for cell_id, state in cells.items() if state in OPEN}
        return list(units_on(session, silent, report_kinds.last_day(kind, period)).values())


def list_periods(viewer: Viewer, wanted: ReportQuery, known: Known | None = None) -> list[PeriodReport]:
    """Return the periods in which one cell counts, latest first, each with the meeting that represents it."""
    with reading(viewer) as session:
        told = _with_typed(session, wanted, known)
        found = [
            (period, state, unit_id)
            for period, one in told.items()
            for cells in one.cells.values()
            for unit_id, state in cells.items()
        ]
        codes = _meeting_codes(session, wanted, {unit_id for _, _, unit_id in found})
    listed = sorted(((period, state) for period, state, _ in found), reverse=True)
    return [PeriodReport(period, state, codes.get(period)) for period, state in listed]


def first_due_day(viewer: Viewer, kind: ReportKind, period: int) -> date:
    """The planned day of a period's report in the viewer's own unit."""
    with reading(viewer) as session:
        return report_kinds.rules_of_kind(kind).planned(session, [period], [viewer.unit_id])[period][viewer.unit_id]


def latest_period(viewer: Viewer, kind: ReportKind) -> int:
    """The latest period whose report is due; a longer one also if it falls due within its last month."""
    latest, *earlier = report_kinds.selectable_periods(kind)
    due, today = first_due_day(viewer, kind, latest), clock.today()
    begun = due if report_kinds.rules_of_kind(kind).months == 1 else due.replace(day=1)
    return latest if today >= begun or not earlier else earlier[0]


def _add(counted: dict[int, StateCounts], period: int, counts: StateCounts) -> None:
    """Add counts to a period; the given counts are shared and not modified."""
    counted[period] = StateCounts(counted[period] + counts) if period in counted else counts


def _with_typed(session: Session, wanted: ReportQuery, known: Known | None) -> dict[int, PeriodStates]:
    """The states of the requested periods, current drafts included."""
    told = known if known is not None else cell_reports.states_by_period(session, wanted)
    typed: dict[int, set[int]] = defaultdict(set)
    for period, unit_id in report_kinds.rules_of_kind(wanted.kind).typed(session):
        typed[period].add(unit_id)
    return {period: told[period].with_typed(typed.get(period, ())) for period in wanted.periods}


def _meeting_codes(session: Session, wanted: ReportQuery, unit_ids: set[int]) -> dict[int, str]:
    """The meeting of each period; of several, the one that was held."""
    rules = report_kinds.rules_of_kind(wanted.kind)
    if wanted.kind == ReportKind.ASSESSMENTS:
        return {}
    query = select(Meeting.period, Meeting.code, Meeting.state).where(
        Meeting.unit_id.in_(unit_ids),
        Meeting.audience == rules.audience,
        Meeting.period.between(wanted.since, months_of_period(wanted.until, rules.months)[-1]),
        Meeting.state != MeetingState.CANCELLED,
    )
    if rules.audience == MeetingAudience.CONTACT:
        query = query.where(Meeting.months == rules.months)
    rows = session.exec(query.order_by(Meeting.held_on, Meeting.id)).all()
    codes: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: row.state != MeetingState.HELD):
        codes.setdefault(row.period, row.code)
    return codes
