"""Task progress in a year: of one cell by period, and of several cells side by side."""

from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

from components.i18n import N_, _, number
from components.labels.task_labels import plan_text
from components.widgets import link_tables, period_boxes
from components.widgets.link_tables import Column, number_column
from db.calendar import clock
from db.kernel.scope import Viewer
from db.meetings import task_progress
from db.meetings.task_progress import TaskProgress
from db.models.units import CELLS
from db.units.units import UnitName

PAGE = "pages/meetings/tasks.py"
YEARS = 3
PLAN = {"plan": Column(N_("Period"), lambda row: plan_text(row.progress.period, row.progress.months))}
FIGURES = {
    "done": Column(
        N_("Done"),
        lambda row: row.progress.done,
        lambda row: f"{number(row.progress.done)}/{number(row.progress.total)}",
        figures=True,
    ),
    "not_done": number_column(N_("Not done"), "progress.not_done"),
    "open": number_column(N_("Open"), "progress.unreported"),
    "overdue": number_column(N_("Overdue"), "progress.overdue"),
}


class CellTasks(NamedTuple):
    """The tasks of a cell in a year, or in one period of it."""

    cell: UnitName
    progress: TaskProgress


def show_cell(viewer: Viewer, cell: UnitName) -> None:
    """Show the results of a cell's tasks in a year, a row for each period."""
    year = clock.today().year
    found = task_progress.by_year(viewer, range(year, year - YEARS, -1), cell.id)
    if not found:
        return
    told = list(found)
    st.subheader(_("Tasks of the year"))
    chosen = period_boxes.choose_year("tasks_year", told, box=st.pills)
    link_tables.read_only_table([CellTasks(cell, each) for each in found[chosen]], PLAN | FIGURES)


def choose_cell(viewer: Viewer, known: Iterable[UnitName]) -> None:
    """For levels above: the cells with their task results this year; a row opens one."""
    year = clock.today().year
    st.caption(_("Choose a cell. The figures are of the tasks of {year}.", year=year))
    found = task_progress.by_cell(viewer, year)
    cells = [unit for unit in known if unit.kind in CELLS]
    rows = [CellTasks(unit, found.get(unit.id) or TaskProgress(unit.id, None, None, 0, 0, 0, 0)) for unit in cells]
    name = {"name": Column(N_("Cell"), lambda row: row.cell.name)}
    query = lambda row: {"unit": row.cell.code}  # noqa: E731
    link_tables.link_rows(rows, name | FIGURES, page=PAGE, query=query, main="name", key="task_cells")
