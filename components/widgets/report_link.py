"""A link to who has reported, for a kind, up to a period, below a unit."""

import streamlit as st

from components import menu
from components.widgets import filters
from db.figures import report_kinds
from db.figures.report_kinds import ReportKind
from db.kernel.scope import Viewer

PAGE = "pages/figures/reporting.py"
KIND, AREA = "reporting_kind", "reporting_area"
# periods of each length have their own address parameter: the half-year 202601 is not the month
UNTIL = {1: "reporting_until", 6: "reporting_half", 12: "reporting_year"}


def show(viewer: Viewer, label: str, kind: ReportKind, until: int | None = None, area: str | None = None) -> None:
    """Show the link to roles that may open it; `area` is a unit's public code."""
    if viewer.role not in menu.roles_of("/reporting"):
        return
    told = {
        KIND: str(kind),
        **({UNTIL[report_kinds.rules_of_kind(kind).months]: str(until)} if until else {}),
        **({AREA: area} if area else {}),
    }
    st.page_link(PAGE, label=label, icon=":material/fact_check:", query_params={**told, filters.RESET_PARAM: "1"})
