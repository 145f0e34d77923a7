"""The contact summary on screen: a line for each commune or cell, the totals in sentences, and its file."""

import streamlit as st

from components.contacts import contact_summary_columns
from components.i18n import _, _n, day_text, number, short_number
from components.widgets import link_tables, opened_unit, report_link
from db.calendar import clock
from db.figures import contact_summary
from db.figures.contact_summary import ContactUnit, ContactYearCounts
from db.figures.report_kinds import ReportKind
from db.kernel.audience import Audience
from db.kernel.scope import Viewer

PAGE = "pages/contacts/contacts.py"
UNIT_PARAM = "summary_unit"  # in the address: the commune whose cells are shown


def show(viewer: Viewer) -> None:
    """Show the communes or cells in sight, or the cells of the open one."""
    opened = opened_unit.show(viewer, UNIT_PARAM, PAGE, {"view": "summary"})
    units = contact_summary.by_unit(viewer, unit_id=opened.id if opened else None)
    if not units:
        st.caption(_("No cell has contact members yet."))
        return
    together = contact_summary.total([unit.counts for unit in units])
    st.markdown(_headline(together))
    label = _("Which cells have held the meetings of the half-years")
    report_link.show(viewer, label, ReportKind.HALVES, area=opened.code if opened else None)
    sums = ContactUnit(0, opened.code if opened else "", _("Total"), False, together)
    rows = [*units, sums] if len(units) > 1 else units
    if all(unit.is_cell for unit in units):
        link_tables.read_only_table(rows, contact_summary_columns.OF_CELLS)
    else:
        link_tables.link_rows(
            rows,
            contact_summary_columns.COLUMNS,
            page=PAGE,
            query=lambda unit: {"view": "summary", **({UNIT_PARAM: unit.code} if unit.code else {})},
            main="name",
            key="summary",
        )
    if together.overloaded:
        st.caption(_("{sign} very many contact members for one cell", sign=contact_summary_columns.OVERLOADED))
    if together.assessed:
        st.caption(_("People assessed in the year are counted even if they have left the cell since."))
    if not viewer.reads(Audience.ASSESSMENTS):
        st.caption(_("For assessments only the number in each cell is shown, not the names."))
    opened_unit.show_table_export_link("contact_summary")


def _headline(together: ContactYearCounts) -> str:
    told = [
        _n(
            "**{members}** contact members in {count} cell as of {day}",
            "**{members}** contact members in {count} cells as of {day}",
            together.cells,
            members=number(together.members),
            day=day_text(clock.today()),
        )
    ]
    if together.cells:
        told.append(_("{average} for each cell", average=short_number(together.members / together.cells)))
    if together.overloaded:
        text = _n("**{count}** cell has very many", "**{count}** cells have very many", together.overloaded)
        told.append(text)
    return " · ".join(told)
