"""Visits by month: visits to households, and cells that recorded any, by area and cell, without names.

A visit is to a household, or to all or some households of a group; it counts for the area of its cell at the time.
Practice units are left out.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar.months import last_day, months_between
from db.figures import requested_cells, unit_counts
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import HouseholdVisit

TABLES = (HouseholdVisit,)  # the tables it reads


class VisitsCount(NamedTuple):
    """Visits, those to groups among them, cells that recorded any, and all cells."""

    visits: int = 0
    groups: int = 0
    visiting: int = 0
    cells: int = 0


class VisitsPoint(NamedTuple):
    """The counts of a month."""

    period: int
    count: VisitsCount


def by_month(viewer: Viewer, wanted: FigureQuery) -> list[VisitsPoint]:
    """The visits of each requested month, empty months included."""
    months = months_between(wanted.since, wanted.until)
    with reading(viewer) as session:
        cells = requested_cells.cells_by_month(session, viewer, wanted.unit_id, months)
        counted = _counted(session, wanted.since, wanted.until)
    return [VisitsPoint(month, total(_of_cells(cells[month], counted, month).values())) for month in months]


def by_unit(viewer: Viewer, wanted: FigureQuery, month: int) -> list[UnitCount[VisitsCount]]:
    """The areas directly below a unit (default: all in sight) or its cells, with a month's
    visits, in Vietnamese order.
    """
    with reading(viewer) as session:
        areas = requested_cells.cells_by_month(session, viewer, wanted.unit_id, [month])[month]
        counts = _of_cells(areas, _counted(session, month, month), month)
        return unit_counts.list_parts(session, viewer, wanted.unit_id, areas, last_day(month), counts, total)


def total(counts: Iterable[VisitsCount]) -> VisitsCount:
    """Counts added up."""
    return VisitsCount(*map(sum, zip(VisitsCount(), *counts, strict=True)))


def _counted(session: Session, since: int, until: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Visits, and those to groups, by cell and month."""
    month = HouseholdVisit.period
    counts = func.count(HouseholdVisit.id), func.count(HouseholdVisit.group_id)
    query = select(HouseholdVisit.unit_id, month, *counts).where(month.between(since, until))
    rows = session.exec(query.group_by(HouseholdVisit.unit_id, month))
    return {(unit_id, period): (visits, groups) for unit_id, period, visits, groups in rows}


def _of_cells(
    areas: dict[int, int | None], counted: dict[tuple[int, int], tuple[int, int]], month: int
) -> dict[int, VisitsCount]:
    found = {}
    for cell_id in areas:
        visits, groups = counted.get((cell_id, month), (0, 0))
        found[cell_id] = VisitsCount(visits, groups, int(visits > 0), 1)
    return found
