"""Drill-down: the parts of a figure, level by level down to the meetings behind it, each level adding up."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, and_, or_, select

from db.calendar.months import last_day_of_period
from db.figures import cells_met, figures, unit_history, unit_parts
from db.figures.cells_met import CellCounts, CellState
from db.figures.figures import AttendanceCounts, FigureQuery
from db.figures.unit_parts import AreaCell, CountedSpan
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Meeting, MeetingState, Tally
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.units.units import UnitName, units_on


class UnitFigure(NamedTuple):
    """An area or cell within a figure; `cells` (own meetings only) are those that count in it."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    counts: AttendanceCounts
    cells: CellCounts
    state: CellState | None = None


class MeetingInFigure(NamedTuple):
    """A meeting behind a figure, with the sums that it contributes."""

    code: str
    type: str
    state: MeetingState
    held_on: date | None
    planned_on: date | None
    postponed_to: date | None
    reason: str | None
    counts: AttendanceCounts


class Sum(NamedTuple):
    """The sum of all parts of a figure; a joint meeting of several cells counts once."""

    counts: AttendanceCounts
    cells: CellCounts


def sum_of_parts(viewer: Viewer, wanted: FigureQuery, period: int | None, found: list[UnitFigure]) -> Sum:
    """The sum of these parts in a period (None: all requested periods together), which equals the figure itself."""
    one = _narrowed(wanted, period)
    with reading(viewer) as session:
        counts = figures.count_joint_meetings_once(session, one, period, figures.total(part.counts for part in found))
    return Sum(counts, CellCounts(*map(sum, zip(*(part.cells for part in found), strict=True))))


def list_parts(viewer: Viewer, wanted: FigureQuery, period: int | None) -> list[UnitFigure]:
    """The parts of a period's figure: areas directly below the requested unit, or its cells, in Vietnamese order.

    Without a period: all requested ones together, without the cells that met in each.
    """
    if period is None:
        return list_parts_of_spans(viewer, wanted, count_spans(viewer, wanted))
    one = _narrowed(wanted, period)
    with reading(viewer) as session:
        single = wanted.audience == MeetingAudience.OWN
        stood = cells_met.states_in_month(session, one, period) if single else {}
        counted = _counted(session, one)
        parts_of = unit_parts.part_of_each_cell_in_periods(session, viewer, one, {*counted, *stood})
        grouped: dict[int, list[AttendanceCounts]] = {head: [] for head in parts_of.values()}
        states: dict[int, list[CellState]] = {head: [] for head in parts_of.values()}
        for where, head in parts_of.items():
            grouped[head] += [counted[where]] if where in counted else []
            states[head] += [stood[where]] if where in stood else []
        called = units_on(session, set(grouped), last_day_of_period(period, wanted.step))
    return [_part(called[head], grouped[head], states[head]) for head in called]


def count_spans(viewer: Viewer, wanted: FigureQuery) -> list[CountedSpan]:
    """The sums of each cell over all requested periods. Those of consecutive queries make up those of one over all."""
    with reading(viewer) as session:
        return [
            CountedSpan(span.periods[0], span.periods[-1], _counted(session, span))
            for span in unit_parts.split_query_by_tree(session, wanted)
        ]


def list_parts_of_spans(viewer: Viewer, wanted: FigureQuery, counted: Iterable[CountedSpan]) -> list[UnitFigure]:
    """Like `list_parts` without a period, from the answers of `count_spans` for the requested periods."""
    with reading(viewer) as session:
        grouped = unit_parts.counts_of_parts(session, viewer, wanted, counted)
        called = units_on(session, set(grouped), last_day_of_period(wanted.periods[-1], wanted.step))
    return [_part(called[head], grouped[head], []) for head in called]


def list_meetings(viewer: Viewer, wanted: FigureQuery, period: int | None, unit_id: int) -> list[MeetingInFigure]:
    """Return a cell's meetings behind a period's figure (None: all requested periods), including postponed and not held
    ones, without those entered by mistake. Meetings held while the cell belonged to another part are listed there.
    """
    with reading(viewer) as session:
        spans = unit_parts.split_query_by_tree(session, _narrowed(wanted, period))
        found = [meeting for span in spans for meeting in _meetings_in(session, viewer, span, unit_id)]
    return sorted(found, key=lambda meeting: (meeting.held_on is not None, meeting.held_on or date.min))


def _meetings_in(session: Session, viewer: Viewer, wanted: FigureQuery, unit_id: int) -> list[MeetingInFigure]:
    added = list(figures.tally_sums(session, wanted, Tally.area_id, Tally.meeting_id, cell_id=unit_id))
    asked = unit_history.requested_unit(viewer, wanted.unit_id)
    own = and_(
        Meeting.unit_id == unit_id,
        *figures.period_conditions(Meeting, wanted),
        *unit_history.fact_conditions(session, Meeting, asked),
    )
    columns = (Meeting.area_id, Meeting.id, *(getattr(Meeting, name) for name in MeetingInFigure._fields[:-1]))
    tallied = {meeting_id for _, meeting_id, _ in added}
    query = select(*columns).where(or_(own, Meeting.id.in_(tallied)), Meeting.state != MeetingState.CANCELLED)
    rows = session.exec(query.order_by(Meeting.held_on, Meeting.id)).all()
    wheres = {(area_id, unit_id) for area_id, *_ in (*added, *rows)}
    parts = unit_parts.part_of_each_cell_in_periods(session, viewer, wanted, wheres)
    counts: dict[int, AttendanceCounts] = {}
    for area_id, meeting_id, sums in added:
        if parts[area_id, unit_id] == unit_id:
            counts[meeting_id] = figures.total([counts.get(meeting_id, AttendanceCounts()), sums])
    return [
        MeetingInFigure(*row, counts.get(meeting_id, AttendanceCounts()))
        for area_id, meeting_id, *row in rows
        if meeting_id in counts or (meeting_id not in tallied and parts[area_id, unit_id] == unit_id)
    ]


def _narrowed(wanted: FigureQuery, period: int | None) -> FigureQuery:
    """The query for one period; without a period, unchanged."""
    return wanted if period is None else replace(wanted, since=period, until=period)


def _counted(session: Session, wanted: FigureQuery) -> dict[AreaCell, AttendanceCounts]:
    """Return the sums of each cell, separately for each area it belonged to."""
    found: dict[AreaCell, AttendanceCounts] = {}
    for area_id, unit_id, counts in figures.tally_sums(session, wanted, Tally.area_id, Tally.unit_id):
        known = found.get((area_id, unit_id))
        found[area_id, unit_id] = counts if known is None else figures.total([known, counts])
    return found


def _part(unit: UnitName, counts: list[AttendanceCounts], states: list[CellState]) -> UnitFigure:
    is_cell = unit.kind in CELLS
    return UnitFigure(
        unit.id,
        unit.code,
        unit.name,
        is_cell,
        figures.total(counts),
        cells_met.count_states(states),
        min(states, key=cells_met.RANK.index) if is_cell and states else None,
    )
