"""Evaluations for export: a row for each own member of a year's lists, with the year's counts and classes."""

from collections.abc import Iterator
from typing import NamedTuple

from db.errors import NotAllowed
from db.evaluations import evaluation_list
from db.evaluations.evaluation_sheet import EvaluationLine
from db.figures import evaluation_counts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


class EvaluationRow(NamedTuple):
    """An own member of a cell with what is saved about the year."""

    cell: str
    line: EvaluationLine


def count_evaluations(viewer: Viewer, year: int, unit_id: int | None = None) -> int:
    """The approximate number of rows."""
    return sum(each.count.on_list for each in evaluation_counts.list_cells(viewer, year, unit_id))


def iterate_evaluations(viewer: Viewer, year: int, unit_id: int | None = None) -> Iterator[EvaluationRow]:
    """Evaluations of every cell below a unit (default: all in sight), cell by cell, without drafts.

    Raises NotAllowed for roles that read no evaluations.
    """
    if not viewer.reads(Audience.ASSESSMENTS):
        raise NotAllowed()
    for cell in evaluation_counts.list_cells(viewer, year, unit_id):
        sheet = evaluation_list.load(viewer, cell.unit_id, year)
        for line in sheet.lines:
            yield EvaluationRow(cell.name, line)
