"""The columns in which communes and cells are listed by how many of their households somebody looks after."""

from collections.abc import Sequence

from components.i18n import N_, number, percent
from components.widgets.tables import Column, Columns
from db.figures.coverage import UnitCoverage

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
        lambda part: fraction(part.count.cover.covered, part.count.cover.households),
        figures=True,
    ),
    "members": Column(
        N_("Members in charge of households"),
        lambda part: part.count.assigned,
        lambda part: fraction(part.count.assigned, part.count.members),
        figures=True,
    ),
}
CELLS_COLUMN = Column(
    N_("Cells with assignments"),
    lambda part: part.count.assigning,
    lambda part: fraction(part.count.assigning, part.count.cells),
    figures=True,
)
AREA_COLUMNS: Columns = {**COLUMNS, "cells": CELLS_COLUMN}


def build(parts: Sequence[UnitCoverage]) -> Columns:
    """What is shown of communes or of cells."""
    return AREA_COLUMNS if all(not part.is_cell for part in parts) else COLUMNS


def fraction(some: int, every: int) -> str:
    """So many of so many."""
    return f"{number(some)}/{number(every)}"
