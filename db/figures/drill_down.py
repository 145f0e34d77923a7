"""Drill-down: the parts that a figure is made of, down to the meetings behind it; level by level, each adding up."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, and_, or_, select

from db.calendar.months import last_day_of_period
from db.calendar.validity import valid_on
from db.figures import cells_met, figures, unit_history
from db.figures.cells_met import CellCounts, CellState
from db.figures.figures import AttendanceCounts, FigureQuery
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Meeting, MeetingState, Role, Tally, Unit, UnitVersion
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.units.units import UnitName, units_on

AreaCell = tuple[int | None, int]  # the area that a cell was under, and the cell


class UnitFigure(NamedTuple):
    """An area or a cell within a figure; `cells` are those that count in it, of one's own meetings only."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    counts: AttendanceCounts
    cells: CellCounts
    state: CellState | None = None


class MeetingInFigure(NamedTuple):
    """A meeting behind a figure, with the sums that it adds to it."""

    code: str
    type: str
    state: MeetingState
    held_on: date | None
    planned_on: date | None
    postponed_to: date | None
    reason: str | None
    counts: AttendanceCounts


class Sum(NamedTuple):
    """What all parts of a figure come to: a joint meeting, which each of its cells has had, is one."""

    counts: AttendanceCounts
    cells: CellCounts


def together(viewer: Viewer, wanted: FigureQuery, period: int | None, found: list[UnitFigure]) -> Sum:
    """The sum of these parts of a period's figure (of all periods asked for together): the figure itself."""
    one = _narrowed(wanted, period)
    with reading(viewer) as session:
        counts = figures.once(session, one, period, figures.total(part.counts for part in found))
    return Sum(counts, CellCounts(*map(sum, zip(*(part.cells for part in found), strict=True))))


def list_parts(viewer: Viewer, wanted: FigureQuery, period: int | None) -> list[UnitFigure]:
    """What a period's figure is made of:
    the areas right below the one asked about, or its cells, in Vietnamese order.

    Of no period: all those asked for together, and which cells met in each is not told.
    """
    one = _narrowed(wanted, period)
    day, single = last_day_of_period(one.periods[-1], wanted.step), wanted.audience == MeetingAudience.OWN
    with reading(viewer) as session:
        counted = _counted(session, one)
        stood = cells_met.states(session, one, period) if single and period is not None else {}
        parts_of = part_of_each_cell(session, viewer, wanted.unit_id, {*counted, *stood}, day)
        called = units_on(session, set(parts_of.values()), day)
    grouped: dict[int, list[AreaCell]] = {unit_id: [] for unit_id in called}
    for where, head in parts_of.items():
        grouped[head].append(where)
    return [
        _part(
            called[head],
            [counted[where] for where in below if where in counted],
            [stood[where] for where in below if where in stood],
        )
        for head, below in grouped.items()
    ]


def list_meetings(viewer: Viewer, wanted: FigureQuery, period: int | None, unit_id: int) -> list[MeetingInFigure]:
    """The meetings of a cell behind a period's figure (of all periods asked for), those postponed or not held among
    them; what was entered by mistake is not.
    """
    one = _narrowed(wanted, period)
    with reading(viewer) as session:
        counts: dict[int, AttendanceCounts] = {}
        for meeting_id, added in figures.tally_sums(session, one, Tally.meeting_id, cell_id=unit_id):
            counts[meeting_id] = figures.total([counts.get(meeting_id, AttendanceCounts()), added])
        asked = unit_history.requested_unit(viewer, wanted.unit_id)
        own = and_(
            Meeting.unit_id == unit_id,
            *figures.period_conditions(Meeting, one),
            *unit_history.fact_conditions(session, Meeting, asked),
        )
        columns = (Meeting.id, *(getattr(Meeting, name) for name in MeetingInFigure._fields[:-1]))
        query = select(*columns).where(or_(own, Meeting.id.in_(counts)), Meeting.state != MeetingState.CANCELLED)
        return [
            MeetingInFigure(*row, counts.get(meeting_id, AttendanceCounts()))
            for meeting_id, *row in session.exec(query.order_by(Meeting.held_on, Meeting.id))
        ]


def find_unit(viewer: Viewer, code: str | None, day: date) -> UnitName | None:
    """The unit with a public code as it was called on a day, standing today or not; None for no such."""
    with reading(viewer) as session:
        found = session.exec(select(Unit.id).where(Unit.code == code)).first()
        return units_on(session, [found], day)[found] if found is not None else None


def _narrowed(wanted: FigureQuery, period: int | None) -> FigureQuery:
    """The same of one period; of none all that are asked for."""
    return wanted if period is None else replace(wanted, since=period, until=period)


def _counted(session: Session, one: FigureQuery) -> dict[AreaCell, AttendanceCounts]:
    """The sums of each cell, apart for each area that it was under."""
    found: dict[AreaCell, AttendanceCounts] = {}
    for area_id, unit_id, counts in figures.tally_sums(session, one, Tally.area_id, Tally.unit_id):
        found[area_id, unit_id] = figures.total([found.get((area_id, unit_id), AttendanceCounts()), counts])
    return found


def cells_by_part(
    session: Session, viewer: Viewer, unit_id: int | None, areas: dict[int, int | None], day: date
) -> list[tuple[UnitName, list[int]]]:
    """The areas right below a unit (all in sight), or its cells, on a day in Vietnamese order, each with the cells
    that its figures are of; `areas` are the cells by their area.
    """
    wheres = {(area_id, cell_id) for cell_id, area_id in areas.items()}
    heads = part_of_each_cell(session, viewer, unit_id, wheres, day)
    called = units_on(session, set(heads.values()), day)
    below: dict[int, list[int]] = {head: [] for head in called}
    for (_, cell_id), head in heads.items():
        below[head].append(cell_id)
    return [(unit, below[unit.id]) for unit in called.values()]


def cells_by_name(session: Session, areas: dict[int, int | None], day: date) -> list[tuple[str, UnitName]]:
    """Cells with what their area is called on a day, by both in Vietnamese order."""
    called = units_on(session, {*areas, *filter(None, areas.values())}, day)
    places = {found: place for place, found in enumerate(called)}
    order = sorted(areas, key=lambda cell_id: (places.get(areas[cell_id] or 0, -1), places[cell_id]))
    return [(area.name if (area := called.get(areas[each] or 0)) else "", called[each]) for each in order]


def part_of_each_cell(
    session: Session, viewer: Viewer, unit_id: int | None, wheres: set[AreaCell], day: date
) -> dict[AreaCell, int]:
    """The part that each cell's figures belong to:
    the area right below the one asked about (the viewer's own), or the cell itself.
    """
    asked = unit_id if unit_id is not None else viewer.unit_id
    of_cell = viewer.role in (Role.SECRETARY, Role.ASSISTANT) or bool(unit_history.cell_lineage(session, asked))
    below = set() if of_cell else {area_id for area_id, _ in wheres} - {None, asked}
    heads = _parts_right_below(session, asked, below, day) if below else {}
    return {(area_id, unit_id): heads.get(area_id, unit_id) for area_id, unit_id in wheres}


def _parts_right_below(session: Session, asked: int, area_ids: set[int], day: date) -> dict[int | None, int]:
    parents = dict(session.exec(_PARENTS_ON, params={"day": day}).all())
    return {area_id: _below(parents, asked, area_id) for area_id in area_ids}


def _below(parents: dict[int, int | None], asked: int, area_id: int) -> int:
    """The area right below the one asked about that an area lies in; itself where it lay elsewhere in its time."""
    above = area_id
    for _ in parents:
        if parents.get(above) == asked:
            return above
        above = parents.get(above)
    return area_id


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


_PARENTS_ON = prepared_statement(
    select(UnitVersion.unit_id, UnitVersion.parent_id).where(valid_on(UnitVersion, bindparam("day", type_=Date)))
)
