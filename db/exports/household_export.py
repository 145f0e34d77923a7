"""Households of one or more cells for export, by cell and cluster."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from db.figures import coverage
from db.households import household_board
from db.households.household_board import BoardRow
from db.kernel.scope import Viewer
from db.models import GroupKind


class HouseholdRow(NamedTuple):
    """A cluster, group or named household, with the cluster and group around it, and its last visit."""

    area: str
    cell: str
    cluster: str
    group: str
    line: BoardRow
    last_visit: date | None


def iterate_households(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> Iterator[HouseholdRow]:
    """The boards of the cells below a unit (default: all in sight) on a day (default: today).

    Raises NotAllowed for roles that may not read names.
    """
    for cell in coverage.list_cells(viewer, unit_id, day):
        standing = household_board.load(viewer, cell.cell_id, day)
        lines = standing.lines
        names = {line.id: line for line in lines if line.kind}
        for line in lines:
            above = names.get(line.parent_id)
            cluster = (
                line
                if line.kind == GroupKind.CLUSTER
                else above
                if above is None or above.kind == GroupKind.CLUSTER
                else names.get(above.parent_id)
            )
            group = (
                line
                if line.kind == GroupKind.HOUSEHOLDS
                else above
                if above and above.kind == GroupKind.HOUSEHOLDS
                else None
            )
            last = standing.visits.of_line(bool(line.kind), line.id).last
            where = (cell.area, cell.cell, cluster.name if cluster else "", group.name if group else "")
            yield HouseholdRow(*where, line, last)
