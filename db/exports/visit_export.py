"""Visits to households of one or more cells for export, by cell and day."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from db.figures import coverage
from db.households import visits
from db.households.visits import VisitLine
from db.kernel.scope import Viewer


class VisitRow(NamedTuple):
    """A visit with its area and cell."""

    area: str
    cell: str
    visit: VisitLine


def iterate_visits(viewer: Viewer, unit_id: int | None, until: date) -> Iterator[VisitRow]:
    """The visits of the year up to a day in the cells below a unit (default: all in sight).

    Raises NotAllowed for roles that may not read names.
    """
    since = date(until.year, 1, 1)
    for cell in coverage.list_cells(viewer, unit_id, until):
        for visit in visits.list_between(viewer, cell.cell_id, since, until):
            yield VisitRow(cell.area, cell.cell, visit)
