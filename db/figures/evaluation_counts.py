"""Classes of the yearly evaluation counted by area and cell, compared with the cap on the best class,
and who has which.

Counts are open to readers of figures of several cells; names are not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, func, select

from db.assessments.assessed_people import reference_day
from db.calendar.validity import valid_on
from db.errors import NotAllowed
from db.evaluations import class_cap, evaluation_form
from db.evaluations.class_cap import CapResult, CapScope, ClassCap
from db.figures import contact_summary, unit_counts, unit_history
from db.figures.assessment_results import MarkedPerson
from db.figures.unit_counts import UnitCount
from db.kernel import row_access
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Evaluation, Exemption, ExemptionClass, Member, Membership, MembershipKind, Role, UnitEvaluation
from db.units.units import units_on

NONE: Mapping[str, int] = MappingProxyType({})
TABLES = (Evaluation, UnitEvaluation, Membership, Exemption)  # the tables it reads


class ClassCounts(NamedTuple):
    """Own members at a year's end by class, decided or else proposed; how many of these are decided; how many are not
    classified for a reason; and how many of those not exempt have neither. `cells` counts the cells themselves by
    class.
    """

    classes: Mapping[str, int] = NONE
    decided: int = 0
    unclassified: int = 0
    on_list: int = 0
    exempt: int = 0
    missing: int = 0
    cells: Mapping[str, int] = NONE

    @property
    def classified(self) -> int:
        """How many members have a class."""
        return sum(self.classes.values())


class CapLine(NamedTuple):
    """A commune organisation or cell compared with the cap."""

    name: str
    result: CapResult


class YearOfUnits(NamedTuple):
    """The parts of a unit with their counts, and the year's cap with every unit in sight that it applies to."""

    parts: list[UnitCount[ClassCounts]]
    cap: ClassCap | None
    capped: list[CapLine]


class _Counted(NamedTuple):
    areas: dict[int, int | None]
    counts: dict[int, ClassCounts]


def class_labels(viewer: Viewer) -> dict[str, str]:
    """Labels of the classes by key, best first."""
    with reading(viewer) as session:
        return evaluation_form.class_labels(session, viewer.unit_id)


def load(viewer: Viewer, year: int, unit_id: int | None = None) -> YearOfUnits:
    """The areas directly below a unit (default: all in sight) or its cells, together with the cap; empty for roles
    without these counts.
    """
    day = reference_day(year)
    with reading(viewer) as session:
        counted = _counted(session, viewer, year, None, day)
        below = set(counted.areas)
        if unit_id is not None:
            below &= set(unit_history.cells_on(session, viewer, unit_id, day))
        inside = {cell: area for cell, area in counted.areas.items() if cell in below}
        found = unit_counts.list_parts(session, viewer, unit_id, inside, day, counted.counts, total)
        return YearOfUnits(found, *_against_cap(session, viewer, year, counted, day))


def by_unit(viewer: Viewer, year: int, unit_id: int | None = None) -> list[UnitCount[ClassCounts]]:
    """The areas directly below a unit (default: all in sight) or its cells, in order; empty for roles without these
    counts.
    """
    return load(viewer, year, unit_id).parts


def list_cells(viewer: Viewer, year: int, unit_id: int | None = None) -> list[UnitCount[ClassCounts]]:
    """Every cell with own members below a unit (default: all in sight), by area and name; empty for roles without these
    counts.
    """
    day = reference_day(year)
    with reading(viewer) as session:
        areas, counts = _counted(session, viewer, year, unit_id, day)
        return unit_counts.list_cells(session, areas, day, counts)


def total(some: Iterable[ClassCounts]) -> ClassCounts:
    """Counts added up."""
    some = list(some)
    added = [sum(each[at] for each in some) for at in range(1, 6)]
    return ClassCounts(_add(each.classes for each in some), *added, _add(each.cells for each in some))


def load_cap_lines(viewer: Viewer, year: int) -> tuple[ClassCap | None, list[CapLine]]:
    """Return a year's cap and every visible unit that it applies to and that has anybody classified.

    A secretary, who sees one cell, gets no figures of a whole organisation.
    """
    found = load(viewer, year)
    return found.cap, found.capped


def _against_cap(
    session: Session, viewer: Viewer, year: int, counted: _Counted, day: date
) -> tuple[ClassCap | None, list[CapLine]]:
    areas, counts = counted
    cap = class_cap.in_force(session, viewer.unit_id, year)
    of_cells = cap is not None and cap.scope == CapScope.CELL
    if cap is None or (viewer.role == Role.SECRETARY and not of_cells):
        return cap, []
    groups: dict[int, list[ClassCounts]] = defaultdict(list)
    for cell_id, found in counts.items():
        groups[cell_id if of_cells else areas[cell_id] or viewer.unit_id or 0].append(found)
    called = units_on(session, set(groups), day)
    lines = [(each, total(groups[each.id])) for each in called.values()]
    return cap, [
        CapLine(unit.name, class_cap.compare_with_cap(cap, found.classes)) for unit, found in lines if found.classified
    ]


def list_people(viewer: Viewer, year: int, class_key: str, unit_id: int | None = None) -> list[MarkedPerson]:
    """The people with a class below a unit (default: all in sight), by cell and name.

    Raises NotAllowed for roles that read no evaluations.
    """
    if not viewer.reads(Audience.ASSESSMENTS):
        raise NotAllowed()
    day = reference_day(year)
    with reading(viewer) as session:
        inside = unit_history.cells_on(session, viewer, unit_id, day)
        query = (
            select(Member.code, Member.name, Evaluation.unit_id)
            .join(Member, Member.id == Evaluation.member_id)
            .where(Evaluation.year == year, class_key == _STANDING, Evaluation.unit_id.in_(list(inside)))
        )
        rows = session.exec(query.order_by(Member.sort_key, Member.id)).all()
        called = units_on(session, {row.unit_id for row in rows}, day)
    places = {found: place for place, found in enumerate(called)}
    return [
        MarkedPerson(row.code, row.name, called[row.unit_id].code, called[row.unit_id].name)
        for row in sorted(rows, key=lambda row: places[row.unit_id])
    ]


def _counted(session: Session, viewer: Viewer, year: int, unit_id: int | None, day: date) -> _Counted:
    """Visible cells with own members or evaluations, by area, and their counts."""
    if viewer.role not in contact_summary.COUNTED_FOR:
        return _Counted({}, {})
    areas = unit_history.cells_on(session, viewer, unit_id, day)
    asked = {"year": year, "day": day, "units": list(areas)}
    with row_access.reading_as_system(session):
        listed, exempt, done, rows, own = (
            session.exec(query, params=asked).all() for query in (_LISTED, _EXEMPT, _DONE, _CLASSES, _CELLS_OWN)
        )
    on_list, freed, settled = dict(listed), dict(exempt), dict(done)
    classes: dict[int, Counter[str]] = defaultdict(Counter)
    decided, unclassified, themselves = Counter[int](), Counter[int](), dict(own)
    for cell_id, standing, count, fixed in rows:
        if standing:
            classes[cell_id][standing] += count
            decided[cell_id] += fixed
        else:
            unclassified[cell_id] += count
    found = {}
    for cell_id in areas:
        if any(cell_id in some for some in (on_list, classes, unclassified, themselves)):
            here, free = on_list.get(cell_id, 0), freed.get(cell_id, 0)
            found[cell_id] = ClassCounts(
                classes[cell_id],
                decided[cell_id],
                unclassified[cell_id],
                here,
                free,
                here - free - settled.get(cell_id, 0),
                {themselves[cell_id]: 1} if themselves.get(cell_id) else {},
            )
    return _Counted({cell_id: areas[cell_id] for cell_id in found}, found)


def _add(some: Iterable[Mapping[str, int]]) -> Counter[str]:
    found = Counter[str]()
    for each in some:
        found.update(each)
    return found


_YEAR: BindParameter[int] = bindparam("year")
_DAY = bindparam("day", type_=Date)
_STANDING = func.coalesce(Evaluation.decided, Evaluation.proposed)
_PEOPLE = func.count(Membership.member_id.distinct())
_UNITS: BindParameter[int] = bindparam("units", expanding=True)
_ON = (Membership.unit_id.in_(_UNITS), Membership.kind == MembershipKind.OWN, valid_on(Membership, _DAY))
_FREE = (
    select(Exemption.id)
    .where(
        Exemption.unit_id == Membership.unit_id,
        Exemption.member_id == Membership.member_id,
        Exemption.kind == ExemptionClass.OWN,
        valid_on(Exemption, _DAY),
    )
    .exists()
)
_LISTED = prepared_statement(select(Membership.unit_id, _PEOPLE).where(*_ON).group_by(Membership.unit_id))
_EXEMPT = prepared_statement(select(Membership.unit_id, _PEOPLE).where(*_ON, _FREE).group_by(Membership.unit_id))
_DONE = prepared_statement(
    select(Membership.unit_id, _PEOPLE)
    .join(Evaluation, (Evaluation.member_id == Membership.member_id) & (Evaluation.unit_id == Membership.unit_id))
    .where(*_ON, ~_FREE, Evaluation.year == _YEAR, func.coalesce(_STANDING, Evaluation.unclassified).is_not(None))
    .group_by(Membership.unit_id)
)
_CLASSES = prepared_statement(
    select(Evaluation.unit_id, _STANDING, func.count(Evaluation.id), func.count(Evaluation.decided))
    .where(
        Evaluation.unit_id.in_(_UNITS),
        Evaluation.year == _YEAR,
        func.coalesce(_STANDING, Evaluation.unclassified).is_not(None),
    )
    .group_by(Evaluation.unit_id, _STANDING)
)
_CELLS_OWN = prepared_statement(
    select(UnitEvaluation.unit_id, func.coalesce(UnitEvaluation.decided, UnitEvaluation.proposed)).where(
        UnitEvaluation.unit_id.in_(_UNITS), UnitEvaluation.year == _YEAR
    )
)
