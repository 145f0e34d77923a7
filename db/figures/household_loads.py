"""Loads: how many members are in charge of how many households, by area and cell, without names.

Counted like a cell's board. A cell that resolved not to assign is left out.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.figures import cell_household_coverage, coverage, unit_counts, unit_history
from db.figures.unit_counts import UnitCount
from db.households import household_queries
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import HouseholdReport, HouseholdVisit
from db.settings import settings

TABLES = tuple(  # the tables it reads
    table for table in coverage.TABLES if table not in (HouseholdVisit, HouseholdReport)
)
UPTO = {"to_5": 5, "to_12": 12, "to_20": 20, "to_30": 30}  # households; more fall into the last class
MOST = "over_30"
KEYS = (*UPTO, MOST)
LIMIT = "assignment_most"  # the setting that says how many are too many


class LoadClass(NamedTuple):
    """Members in charge of a certain number of households, those overloaded, and all members in charge."""

    key: str
    members: int
    overloaded: int
    all: int


class LoadCount(NamedTuple):
    """Members of one load class, those overloaded, and all members in charge."""

    members: int = 0
    overloaded: int = 0
    all: int = 0


def by_class(viewer: Viewer, unit_id: int | None = None) -> list[LoadClass]:
    """The load classes from the fewest households up, empty ones included."""
    with reading(viewer) as session:
        cells = _by_cell(session, viewer, unit_id, clock.today())
    return [LoadClass(key, *total(_count(counts, key) for counts in cells.values())) for key in KEYS]


def by_unit(viewer: Viewer, key: str, unit_id: int | None = None) -> list[UnitCount[LoadCount]]:
    """The areas directly below a unit (default: all in sight) or its cells where anybody is in charge, in Vietnamese
    order.
    """
    day = clock.today()
    with reading(viewer) as session:
        cells = _by_cell(session, viewer, unit_id, day)
        standing = unit_history.cells_on(session, viewer, unit_id, day)
        areas = {cell_id: area_id for cell_id, area_id in standing.items() if cell_id in cells}
        counts = {cell_id: _count(cells[cell_id], key) for cell_id in areas}
        return unit_counts.list_parts(session, viewer, unit_id, areas, day, counts, total)


def total(counts: Iterable[LoadCount]) -> LoadCount:
    """Counts added up."""
    return LoadCount(*map(sum, zip(LoadCount(), *counts, strict=True)))


def load_class_key(households: int) -> str:
    """The load class for a number of households."""
    return next((key for key, upto in UPTO.items() if households <= upto), MOST)


def _count(counts: Counter[tuple[str, bool]], key: str) -> LoadCount:
    return LoadCount(counts[key, False] + counts[key, True], counts[key, True], counts.total())


def _by_cell(session: Session, viewer: Viewer, unit_id: int | None, day: date) -> dict[int, Counter[tuple[str, bool]]]:
    """Members in charge in each assigning cell, by load class and whether overloaded."""
    cells = list(unit_history.cells_on(session, viewer, unit_id, day))
    asked = None if viewer.unit_ids is None and len(cells) > 50 else cells
    loads = cell_household_coverage.member_loads_in(session, asked, day)
    declining = household_queries.cells_not_assigning(session, day, asked)
    most = settings.values_for_units(session, LIMIT, cells, day)
    return {
        cell_id: Counter((load_class_key(load), load > most[cell_id]) for load in loads[cell_id])
        for cell_id in cells
        if loads.get(cell_id) and cell_id not in declining
    }
