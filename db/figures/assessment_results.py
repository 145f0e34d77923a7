"""Results of the year's assessments:
how many people have each mark of each item, by commune and cell, and who they are.

Counts are open to readers of figures of several cells; names are not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.assessments import assessed_people, assessment_forms
from db.assessments.mark_storage import split_marks
from db.errors import NotAllowed
from db.figures import contact_summary, mark_counts, unit_history, unit_parts
from db.figures.mark_counts import MarkCounts
from db.kernel import row_access
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Assessment, Member
from db.models.units import CELLS
from db.units.units import units_on


class ResultColumn(NamedTuple):
    """A mark of an item, worded as in the form by which it was given."""

    item: str
    mark: str
    item_label: str
    mark_label: str


class UnitResults(NamedTuple):
    """A commune or cell with the number of people per item and mark; `area` is the area of a cell."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    counts: Mapping[tuple[str, str], int]
    area: str = ""


class MarkedPerson(NamedTuple):
    """A person with a certain mark, and the person's cell."""

    member_code: str
    name: str
    unit_code: str
    unit: str


class Results(NamedTuple):
    """Columns in the order of the form, and one row for each unit with assessments."""

    columns: list[ResultColumn]
    units: list[UnitResults]

    @property
    def total(self) -> MarkCounts:
        """The counts of all units added up."""
        return _total(unit.counts for unit in self.units)


def by_unit(viewer: Viewer, year: int, unit_id: int | None = None) -> Results:
    """The areas directly below a unit (default: all in sight) or its cells, in order; empty for roles without these
    counts.
    """
    day = assessed_people.reference_day(year)
    with reading(viewer) as session:
        areas, counts, columns = _counted(session, viewer, year, unit_id, day)
        found = unit_parts.cells_by_part(session, viewer, unit_id, areas, day)
    rows = [
        UnitResults(unit.id, unit.code, unit.name, unit.kind in CELLS, _total(counts[each] for each in below))
        for unit, below in found
    ]
    return Results(columns, rows)


def list_cells(viewer: Viewer, year: int, unit_id: int | None = None, day: date | None = None) -> Results:
    """Every cell below a unit (default: all in sight) on a day (default: the year's reference day), by area and name;
    empty for roles without these counts.
    """
    day = day or assessed_people.reference_day(year)
    with reading(viewer) as session:
        areas, counts, columns = _counted(session, viewer, year, unit_id, day)
        found = unit_parts.cells_by_name(session, areas, day)
    rows = [UnitResults(cell.id, cell.code, cell.name, True, counts[cell.id], area) for area, cell in found]
    return Results(columns, rows)


def list_people(viewer: Viewer, year: int, item: str, mark: str, unit_id: int | None = None) -> list[MarkedPerson]:
    """Everybody with a certain mark below a unit (default: all in sight), by cell and name.

    Raises NotAllowed for roles that read no assessments.
    """
    if not viewer.reads(Audience.ASSESSMENTS):
        raise NotAllowed()
    day = assessed_people.reference_day(year)
    with reading(viewer) as session:
        inside = set(unit_history.cells_on(session, viewer, unit_id, day))
        query = (
            select(Member.code, Member.name, Assessment.unit_id, Assessment.marks)
            .join(Member, Member.id == Assessment.member_id)
            .where(Assessment.year == year, Assessment.unit_id.in_(inside))
        )
        found = session.exec(query.order_by(Member.sort_key, Member.id))
        rows = [row for row in found if split_marks(row.marks).get(item) == mark]
        called = units_on(session, {row.unit_id for row in rows}, day)
    places = {found: place for place, found in enumerate(called)}
    return [
        MarkedPerson(row.code, row.name, called[row.unit_id].code, called[row.unit_id].name)
        for row in sorted(rows, key=lambda row: places[row.unit_id])
    ]


def _counted(
    session: Session, viewer: Viewer, year: int, unit_id: int | None, day: date
) -> tuple[dict[int, int | None], dict[int, MarkCounts], list[ResultColumn]]:
    if viewer.role not in contact_summary.COUNTED_FOR:
        return {}, {}, []
    areas = unit_history.cells_on(session, viewer, unit_id, day)
    made_by = select(Assessment.unit_id, Assessment.form, Assessment.form_from).where(Assessment.year == year)
    found = {cell_id: counts for cell_id, counts in mark_counts.by_cell(session, year).items() if cell_id in areas}
    with row_access.reading_as_system(session):
        keys = [tuple(row) for row in session.exec(made_by.distinct()) if row.unit_id in areas]
        versions = assessment_forms.form_versions(session, keys)
    used = {each for counts in found.values() for each in counts}
    having = {cell_id: area_id for cell_id, area_id in areas.items() if found.get(cell_id)}
    return having, found, _columns([versions[key] for key in sorted(keys, key=lambda key: key[1])], used)


def _columns(made_by: list[assessment_forms.AssessmentForm], used: set[tuple[str, str]]) -> list[ResultColumn]:
    """Every mark of the forms in use, in order; a mark that none of them defines appears under its key."""
    known = {
        (item.key, mark.key): ResultColumn(item.key, mark.key, item.short, mark.label)
        for form in made_by
        for item in form.marked_items
        for mark in item.marks
    }
    return [*known.values(), *(ResultColumn(*each, *each) for each in sorted(used - known.keys()))]


def _total(counts: Iterable[MarkCounts]) -> MarkCounts:
    return sum(map(Counter, counts), MarkCounts())
