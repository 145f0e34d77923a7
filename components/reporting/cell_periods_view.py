"""One cell period by period: its state, with a link to what is behind it."""

from collections.abc import Mapping

import streamlit as st

from components.figures import period_breakdown
from components.i18n import N_, _, capitalized, period_name
from components.labels import report_labels
from components.reporting.report_choice import ReportChoice
from components.widgets import link_tables
from components.widgets.link_tables import Column
from db.figures import reporting
from db.figures.report_kinds import ReportKind
from db.figures.report_states import PeriodStates, ReportState
from db.figures.reporting import PeriodReport
from db.kernel.scope import Viewer
from db.models import Role
from db.units.units import UnitName

RECORD, CHARTS = "pages/meetings/record.py", "pages/figures/charts.py"
ASSESSMENTS, CONTACTS = "pages/contacts/assessments.py", "pages/contacts/contacts.py"
KEEPERS = frozenset({Role.SECRETARY, Role.COMMUNE})  # the roles for which the sheet is opened; for others, the figures
CHART = {ReportKind.MONTHS: "met", ReportKind.HALVES: "contact", ReportKind.ROUNDS: "met"}
TYPE = {ReportKind.MONTHS: "regular", ReportKind.HALVES: "contact_periodic", ReportKind.ROUNDS: "regular"}


def show(viewer: Viewer, chosen: ReportChoice, cell: UnitName, known: Mapping[int, PeriodStates]) -> None:
    """Show the periods of a cell, each linked to its sheet for those who keep it, otherwise to the figures."""
    rows = reporting.list_periods(viewer, chosen.query, known)
    if not rows:
        st.caption(_("This cell did not exist in these periods, or its register had not begun."))
        return
    columns = {
        "period": Column(
            N_("Period"), lambda row: row.period, lambda row: capitalized(period_name(row.period, chosen.months))
        ),
        "state": Column(
            N_("Report"),
            lambda row: report_labels.LABELS[row.state],
            lambda row: f"{report_labels.SIGNS[row.state]} {_(report_labels.LABELS[row.state])}",
            color=lambda row: report_labels.COLORS.get(row.state),
        ),
    }
    link_tables.link_rows(
        rows,
        columns,
        page=_page(viewer, chosen.kind),
        query=lambda row: _address(viewer, chosen, cell, row),
        main="period",
        key="reporting_cell",
    )
    if any(row.state == ReportState.NOT_EXPECTED for row in rows):
        st.caption(_(report_labels.KINDS[chosen.kind].nothing))


def _page(viewer: Viewer, kind: ReportKind) -> str:
    if kind == ReportKind.ASSESSMENTS:
        return ASSESSMENTS if viewer.role in KEEPERS else CONTACTS
    return RECORD if viewer.role in KEEPERS else CHARTS


def _address(viewer: Viewer, chosen: ReportChoice, cell: UnitName, row: PeriodReport) -> dict[str, str]:
    """The saved meeting or the sheet to enter it; the figures of a period; the list of a year."""
    if chosen.kind == ReportKind.ASSESSMENTS:
        if viewer.role in KEEPERS:
            return {"unit": cell.code, "year": str(row.period // 100)}
        return {"view": "summary", **({"summary_unit": chosen.area.code} if chosen.area else {})}
    if viewer.role not in KEEPERS:
        return period_breakdown.url_query(CHART[chosen.kind], row.period, cell.code, True)
    if row.meeting:
        return {"meeting": row.meeting}
    return {"unit": cell.code, "type": TYPE[chosen.kind], "period": str(row.period)}
