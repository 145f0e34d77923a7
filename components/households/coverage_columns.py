"""Columns of the lists of communes and cells: the share of households that somebody looks after."""

from collections.abc import Sequence

from components.i18n import N_, _, number, percent
from components.widgets.link_tables import Column, Columns
from db.figures.coverage import CoverageCount
from db.figures.unit_counts import UnitCount

COLUMNS: Columns = {
    "name": Column(N_("Unit"), lambda part: part.name),
    "rate": Column(
        N_("With a member in charge"),
        lambda part: part.count.cover.rate,
        lambda part: percent(part.count.cover.covered, part.count.cover.households),
        figures=True,
    ),
    "count": Column(
        N_("Households"),
        lambda part: part.count.cover.covered,
        lambda part: fraction_text(part.count.cover.covered, part.count.cover.households),
        figures=True,
    ),
    "members": Column(
        N_("Members in charge of households"),
        lambda part: part.count.assigned,
        lambda part: fraction_text(part.count.assigned, part.count.members),
        figures=True,
    ),
}
CELLS_COLUMN = Column(
    N_("Cells with assignments"),
    lambda part: part.count.assigning,
    lambda part: fraction_text(part.count.assigning, part.count.cells),
    figures=True,
)
OVERLOADED_COLUMN = Column(
    N_("Members with too many"),
    lambda part: part.count.overloaded,
    lambda part: number(part.count.overloaded) if part.count.overloaded else "",
    figures=True,
)
VISIT_COLUMNS: Columns = {
    "visited": Column(
        N_("Visited this month"),
        lambda part: part.count.visited,
        lambda part: fraction_text(part.count.visited, part.count.cover.households),
        figures=True,
    ),
    "unvisited": Column(
        N_("Long without a visit"),
        lambda part: part.count.unvisited,
        lambda part: number(part.count.unvisited) if part.count.unvisited else "",
        figures=True,
    ),
    "silent": Column(
        N_("In charge, long not reported"),
        lambda part: part.count.silent,
        lambda part: number(part.count.silent) if part.count.silent else "",
        figures=True,
    ),
}
DECLINING_COLUMN = Column(
    N_("Not assigning, by resolution"),
    lambda part: part.count.declining,
    lambda part: (_("yes") if part.is_cell else number(part.count.declining)) if part.count.declining else "",
    figures=True,
)


def build_columns(parts: Sequence[UnitCount[CoverageCount]]) -> Columns:
    """Return the columns for communes or cells."""
    columns = dict(COLUMNS)
    if any(part.count.overloaded for part in parts):
        columns["overloaded"] = OVERLOADED_COLUMN
    for name, column in VISIT_COLUMNS.items():
        if any(column.value(part) for part in parts):
            columns[name] = column
    if all(not part.is_cell for part in parts):
        columns["cells"] = CELLS_COLUMN
    if any(part.count.declining for part in parts):
        columns["declining"] = DECLINING_COLUMN
    return columns


def fraction_text(some: int, every: int) -> str:
    """Return "n of m"."""
    return f"{number(some)}/{number(every)}"
