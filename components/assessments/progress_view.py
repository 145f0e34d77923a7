"""Progress by cell, with a reminder to copy for late ones; counts for the district."""

import streamlit as st

from components.i18n import N_, _, _n, day_text, in_language, number
from components.widgets import link_tables, report_link
from components.widgets.link_tables import Column, number_column
from db.assessments import assessment_progress
from db.assessments.assessment_progress import CellProgress
from db.calendar import clock
from db.figures.report_kinds import ReportKind
from db.kernel.scope import Viewer
from db.units import units

PAGE = "pages/contacts/assessments.py"

COLUMNS = {
    "name": Column(N_("Unit"), lambda row: row.unit.name),
    "on_list": number_column(N_("On the list"), "on_list"),
    "exempt": number_column(N_("Exempt"), "exempt"),
    "due": number_column(N_("To assess"), "due", phone=True),
    "assessed": number_column(N_("Assessed"), "assessed", phone=True),
    "agreed": number_column(N_("Agreed with the Front"), "agreed"),
    "confirmed": number_column(N_("Confirmed"), "confirmed", phone=True),
}


def list_unfinished_cells(cells: list[CellProgress]) -> list[CellProgress]:
    """Cells with somebody left to assess."""
    return [cell for cell in cells if cell.missing > 0]


def show_cells(viewer: Viewer, cells: list[CellProgress], year: int) -> None:
    """Show each cell with its numbers and a link to its list, and the reminder to unfinished ones."""
    unit = units.own(viewer)
    _sums(assessment_progress.total(unit, cells))
    show_reminder_to_copy(list_unfinished_cells(cells), year)
    link_tables.link_rows(
        cells, COLUMNS, page=PAGE, query=lambda row: {"unit": row.unit.code, "year": str(year)}, main="name",
        key="assess_cells",
    )  # fmt: skip
    _earlier(viewer, year)


def show_areas(viewer: Viewer, cells: list[CellProgress], year: int) -> None:
    """Show the sums of each commune, for levels above, without names."""
    areas = units.named(viewer, {cell.unit.parent_id for cell in cells if cell.unit.parent_id})
    rows = [
        assessment_progress.total(area, [cell for cell in cells if cell.unit.parent_id == area.id])
        for area in areas.values()
    ]
    if not rows:
        st.caption(_("No cell has contact members."))
        return
    unit = units.own(viewer)
    _sums(assessment_progress.total(unit, rows))
    link_tables.read_only_table(rows, COLUMNS)
    _earlier(viewer, year)
    st.caption(_("Assessments by name are visible only to the cell and the commune that confirms them."))


def show_reminder_to_copy(cells: list[CellProgress], year: int) -> None:
    """Show the reminder to unfinished cells, for copying."""
    if not cells:
        st.success(_("Every cell has assessed its contact members for {year}.", year=str(year)))
        return
    st.subheader(_n("{count} cell has not finished", "{count} cells have not finished", len(cells)))
    st.code(reminder_text(cells, year), language=None, wrap_lines=True)


def reminder_text(cells: list[CellProgress], year: int) -> str:
    """The reminder, always in Vietnamese."""
    with in_language("vi"):
        head = _(
            "By {day}, {count} cells have not finished assessing their contact members for {year}:",
            day=day_text(clock.today()),
            count=number(len(cells)),
            year=str(year),
        )
        rows = [
            _(
                "- {cell}: {missing} of {due} left",
                cell=cell.unit.name,
                missing=number(cell.missing),
                due=number(cell.due),
            )
            for cell in cells
        ]
        return "\n".join(
            [head, *rows, _("Please complete them with your Front committee and save them in the register.")]
        )


def _earlier(viewer: Viewer, year: int) -> None:
    report_link.show(viewer, _("Year by year, in time or late"), ReportKind.ASSESSMENTS, year * 100 + 1)


def _sums(all_cells: CellProgress) -> None:
    st.markdown(
        " · ".join(
            [
                _("on the list: {count}", count=f"**{number(all_cells.on_list)}**"),
                _("exempt from meetings: {count}", count=f"**{number(all_cells.exempt)}**"),
                _("to assess: {count}", count=f"**{number(all_cells.due)}**"),
                _("assessed: {count}", count=f"**{number(all_cells.assessed)}**"),
                _("confirmed: {count}", count=f"**{number(all_cells.confirmed)}**"),
            ]
        )
    )
