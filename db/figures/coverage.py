"""Coverage: households with a member in charge, and members in charge of any, by area and cell.

Counted like a cell's board but from rows without names, so that viewers who see no household by name get the same
figures.
"""

from collections import Counter
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.figures import cell_household_coverage, unit_counts, unit_history
from db.figures.unit_counts import UnitCount
from db.households import cover_count, household_queries, silent_members
from db.households.cover_count import Cover
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import (
    Assignment,
    AssignmentDecision,
    CellGroup,
    Exemption,
    Household,
    HouseholdCount,
    HouseholdPlace,
    HouseholdReport,
    HouseholdVisit,
    Membership,
    MembershipKind,
    Unit,
    UnitKind,
)
from db.settings import settings

TABLES = (  # the tables it reads
    CellGroup,
    Household,
    HouseholdPlace,
    HouseholdCount,
    Assignment,
    AssignmentDecision,
    Membership,
    Exemption,
    HouseholdVisit,
    HouseholdReport,
)
MOST = "assignment_most"


class CoverageCount(NamedTuple):
    """Households, and those looked after; own members neither exempt nor away, and those in charge of any; cells, and
    those that assigned; members with too many households; households visited in the month, and those not visited for
    long; members in charge who have not reported for long.

    A cell of an agency without households has nothing to assign, and a cell may resolve not to assign: neither these
    cells nor their members and households count; only their number is given.
    """

    cover: Cover = Cover()
    members: int = 0
    assigned: int = 0
    cells: int = 0
    assigning: int = 0
    overloaded: int = 0
    declining: int = 0
    visited: int = 0
    unvisited: int = 0
    silent: int = 0


class CellCoverage(NamedTuple):
    """A cell with the names of its area and its own."""

    area: str
    cell: str
    cell_id: int
    count: CoverageCount


def by_unit(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[UnitCount[CoverageCount]]:
    """The areas directly below a unit (default: all in sight) or its cells on a day (default:
    today), in Vietnamese order.
    """
    day = day or clock.today()
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, day)
        counts = _by_cell(session, list(areas), day)
        return unit_counts.list_parts(session, viewer, unit_id, areas, day, counts, total)


def list_cells(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[CellCoverage]:
    """Every cell below a unit (default: all in sight) on a day (default: today), by area and name."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, day)
        counts = _by_cell(session, list(areas), day)
        found = unit_counts.list_cells(session, areas, day, counts)
    return [CellCoverage(cell.area, cell.name, cell.unit_id, cell.count) for cell in found]


def count_of_cell(viewer: Viewer, unit_id: int) -> CoverageCount:
    """Count the households of one cell today: looked after, visited this month, not visited for long. Zeros if it does
    not assign.
    """
    day = clock.today()
    with reading(viewer) as session:
        if household_queries.cells_not_assigning(session, day, [unit_id]):
            return CoverageCount()
        found = cell_household_coverage.load_in(session, [unit_id], [unit_id], day)
    cover = found.covers.get(unit_id, Cover())
    return CoverageCount(cover, visited=found.visited[unit_id], unvisited=found.unvisited[unit_id])


def total(counts: list[CoverageCount]) -> CoverageCount:
    """Counts added up."""
    rest = [sum(column) for column in zip(*(count[1:] for count in counts), strict=True)]
    return CoverageCount(cover_count.total(count.cover for count in counts), *rest)


def _by_cell(session: Session, cells: list[int], day: date) -> dict[int, CoverageCount]:
    whole = context_of(session).viewer.unit_ids is None
    # most of the tree is read at once, which is faster than filtering by thousands of ids
    asked = None if whole and len(cells) > 50 else cells
    standing, carers, free = (
        cell_household_coverage.load_in(session, cells, asked, day),
        _carers(session, day),
        _free(session, day),
    )
    agencies = set(session.exec(select(Unit.id).where(Unit.kind == UnitKind.AGENCY_CELL)))
    idle = {cell_id for cell_id in agencies if not standing.covers.get(cell_id, Cover()).households}
    declining, most = (
        household_queries.cells_not_assigning(session, day, asked),
        settings.values_for_units(session, MOST, cells, day),
    )
    silent = Counter(one.unit_id for one in silent_members.list_silent(session, day, cells, asked))
    return {
        cell_id: CoverageCount(declining=1)
        if cell_id in declining
        else CoverageCount()
        if cell_id in idle
        else _count(
            standing.covers.get(cell_id, Cover()),
            free.get(cell_id, 0),
            carers.get(cell_id, 0),
            sum(load > most[cell_id] for load in standing.loads.get(cell_id, ())),
        )._replace(visited=standing.visited[cell_id], unvisited=standing.unvisited[cell_id], silent=silent[cell_id])
        for cell_id in cells
    }


def _count(covered: Cover, members: int, assigned: int, overloaded: int) -> CoverageCount:
    return CoverageCount(covered, members, assigned, 1, int(covered.covered > 0), overloaded)


def _carers(session: Session, day: date) -> dict[int, int]:
    """The number of own members of each cell who look after any household."""
    own = cell_household_coverage.stays_on_day(day).where(Membership.kind == MembershipKind.OWN)
    query = select(Assignment.unit_id, func.count(Assignment.member_id.distinct())).where(
        valid_on(Assignment, day), own.exists()
    )
    return dict(
        session.exec(
            query.where(~cell_household_coverage.absences_on_day(Assignment, day).exists()).group_by(Assignment.unit_id)
        ).all()
    )


def _free(session: Session, day: date) -> dict[int, int]:
    """The number of own members of each cell who are neither exempt nor away and so may be put in charge."""
    query = select(Membership.unit_id, func.count(Membership.member_id.distinct())).where(
        Membership.kind == MembershipKind.OWN, valid_on(Membership, day)
    )
    return dict(
        session.exec(
            query.where(~cell_household_coverage.absences_on_day(Membership, day).exists()).group_by(Membership.unit_id)
        ).all()
    )
