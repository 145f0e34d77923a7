"""Contact members introduced, placed and assessed in each month, by area and cell, and who they are.

Counted by the month's tree for levels above cells; assessments are counted without names.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar.months import first_day, last_day, month_of, months_between
from db.figures import contact_steps, contact_summary, requested_cells, unit_parts
from db.figures.contact_steps import StepKind
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.kernel import row_access
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Assessment, Introduction, Member, Membership
from db.models.units import CELLS
from db.units.units import units_on

TABLES = (Introduction, Membership, Assessment)  # the tables it reads
ASSESSED = "assessed"  # counted beside the kinds of steps


class StepCounts(NamedTuple):
    """People introduced, placed and assessed; each once per commune, and assessed people once per cell."""

    introduced: int = 0
    placed: int = 0
    assessed: int = 0


class StepsPoint(NamedTuple):
    """The counts of a month."""

    period: int
    counts: StepCounts


class StepPerson(NamedTuple):
    """A person behind a count: the step taken, and the cell of first placement, if any."""

    code: str
    name: str
    born: str | None
    kind: str
    unit: str


class _Event(NamedTuple):
    kind: str
    month: int
    member_id: int
    area_id: int
    unit_id: int | None


def by_month(viewer: Viewer, wanted: FigureQuery) -> list[StepsPoint]:
    """The counts of each requested month, empty months included."""
    with reading(viewer) as session:
        events = _events(session, viewer, wanted, wanted.since, wanted.until)
    counted = Counter((event.month, event.kind) for event in events)
    return [
        StepsPoint(month, StepCounts(*(counted[month, kind] for kind in StepCounts._fields)))
        for month in months_between(wanted.since, wanted.until)
    ]


def by_unit(viewer: Viewer, wanted: FigureQuery, month: int) -> list[UnitCount[StepCounts]]:
    """The parts of a month's counts: areas directly below a unit (default: all in sight) or its cells, in Vietnamese
    order; a commune's people without a cell appear under the commune itself.
    """
    with reading(viewer) as session:
        grouped = _by_part(session, viewer, wanted, month)
        called = units_on(session, set(grouped), last_day(month))
    return [
        UnitCount(unit.id, unit.code, unit.name, unit.kind in CELLS, _counts(grouped[unit.id]))
        for unit in called.values()
    ]


def list_people(viewer: Viewer, wanted: FigureQuery, month: int, unit_id: int) -> list[StepPerson]:
    """The people behind the counts of a part, by step and name; assessed people only for roles
    that read assessments.
    """
    with reading(viewer) as session:
        events = _by_part(session, viewer, wanted, month).get(unit_id, [])
        if not viewer.reads(Audience.ASSESSMENTS):
            events = [event for event in events if event.kind != ASSESSED]
        people = select(Member.id, Member.code, Member.name, Member.born).where(
            Member.id.in_({event.member_id for event in events})
        )
        rows = session.exec(people.order_by(Member.sort_key, Member.id)).all()
        called = units_on(session, {event.unit_id for event in events if event.unit_id}, last_day(month))
    return [
        StepPerson(row.code, row.name, row.born, kind, called[event.unit_id].name if event.unit_id in called else "")
        for kind in StepCounts._fields
        for row in rows
        for event in events
        if event.kind == kind and event.member_id == row.id
    ]


def total(counts: Iterable[StepCounts]) -> StepCounts:
    """Counts added up."""
    return StepCounts(*map(sum, zip(StepCounts(), *counts, strict=True)))


def _counts(events: list[_Event]) -> StepCounts:
    counted = Counter(event.kind for event in events)
    return StepCounts(*(counted[kind] for kind in StepCounts._fields))


def _by_part(session: Session, viewer: Viewer, wanted: FigureQuery, month: int) -> dict[int, list[_Event]]:
    """A month's events, by the part of the requested unit that they belong to."""
    events = _events(session, viewer, wanted, month, month)
    wheres = {(event.area_id, event.unit_id or event.area_id) for event in events}
    parts = unit_parts.part_of_each_cell(session, viewer, wanted.unit_id, wheres, last_day(month))
    found: dict[int, list[_Event]] = {}
    for event in events:
        found.setdefault(parts[event.area_id, event.unit_id or event.area_id], []).append(event)
    return found


def _events(session: Session, viewer: Viewer, wanted: FigureQuery, since: int, until: int) -> list[_Event]:
    """The events below the requested unit in some months."""
    if viewer.role not in contact_summary.COUNTED_FOR:
        return []
    span, kinds = (first_day(since), last_day(until)), {StepKind.INTRODUCED, StepKind.PLACED}
    inside = requested_cells.make_unit_predicate(session, viewer, wanted.unit_id)
    steps = [
        _Event(step.kind.value, *step[1:])
        for step in contact_steps.list_steps(session, *span)
        if step.kind in kinds and inside(step.area_id, step.unit_id, step.month)
    ]
    return [*steps, *_assessed(session, viewer, wanted, since, until)]


def _assessed(session: Session, viewer: Viewer, wanted: FigureQuery, since: int, until: int) -> set[_Event]:
    """Return the people assessed, regardless of the viewer, each once per cell and month."""
    cells = requested_cells.cells_by_month(session, viewer, wanted.unit_id, months_between(since, until))
    columns = (Assessment.unit_id, Assessment.member_id, Assessment.assessed_on)
    days = Assessment.assessed_on.between(first_day(since), last_day(until))
    with row_access.reading_as_system(session):
        rows = [
            (unit_id, member_id, month_of(on)) for unit_id, member_id, on in session.exec(select(*columns).where(days))
        ]
    return {
        _Event(ASSESSED, month, member_id, cells[month][unit_id] or unit_id, unit_id)
        for unit_id, member_id, month in rows
        if unit_id in cells[month]
    }
