"""Visited: the visits to households of one cell or of many as rows to take away, by cell and day."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from db.figures import coverage
from db.households import visits
from db.households.visits import VisitLine
from db.kernel.scope import Viewer


class VisitRow(NamedTuple):
    """A visit, with the area and the cell it was in."""

    area: str
    cell: str
    visit: VisitLine


def iterate_visits(viewer: Viewer, unit_id: int | None, until: date) -> Iterator[VisitRow]:
    """The visits of the year up to a day in the cells below a unit (all in sight).

    Raises NotAllowed for whoever may not read names.
    """
    since = date(until.year, 1, 1)
    for cell in coverage.list_cells(viewer, unit_id, until):
        for visit in visits.list_between(viewer, cell.cell_id, since, until):
            yield VisitRow(cell.area, cell.cell, visit)
