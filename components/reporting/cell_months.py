"""One cell month by month: what is known of each, and the meeting behind it."""

import streamlit as st

from components.figures import breakdown
from components.i18n import N_, _, month_text
from components.labels import report_labels
from components.widgets import tables
from components.widgets.tables import Column
from db.calendar.months import add_months
from db.figures import reporting
from db.figures.reporting import MonthReport
from db.kernel.scope import Viewer
from db.models import Role
from db.units.units import UnitName

RECORD, CHARTS = "pages/meetings/record.py", "pages/figures/charts.py"
COLUMNS = {
    "month": Column(N_("Month"), lambda row: row.month, lambda row: month_text(row.month)),
    "state": Column(
        N_("Report"),
        lambda row: report_labels.LABELS[row.state],
        lambda row: f"{report_labels.SIGNS[row.state]} {_(report_labels.LABELS[row.state])}",
        color=lambda row: report_labels.COLORS.get(row.state),
    ),
}


def show(viewer: Viewer, cell: UnitName, until: int, months: int) -> None:
    """The months of a cell, each opening its meeting: the sheet for whoever keeps it, else the figures."""
    rows = reporting.list_months(viewer, cell.id, add_months(until, 1 - months), until)
    if not rows:
        st.caption(_("Nothing was expected of this cell in these months."))
        return
    keeps = viewer.role == Role.COMMUNE
    tables.link_rows(
        rows,
        COLUMNS,
        page=RECORD if keeps else CHARTS,
        query=lambda row: _sheet(row, cell) if keeps else breakdown.url_query("met", row.month, cell.code, True),
        main="month",
        key="reporting_cell",
    )


def _sheet(row: MonthReport, cell: UnitName) -> dict[str, str]:
    """The saved meeting; where there is none, the sheet to enter it on the cell's behalf."""
    return {"meeting": row.meeting} if row.meeting else {"unit": cell.code, "type": "regular", "period": str(row.month)}
