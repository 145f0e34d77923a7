"""On the first page: last month's report, ready to be printed and signed."""

import streamlit as st

from components.briefings import briefing_request
from components.briefings.briefing_request import ROLES
from components.briefings.section_declaration import BriefingKind
from components.i18n import _, month_text
from components.widgets import filters
from db.kernel.scope import Viewer

PAGE = "pages/figures/papers.py"


def show(viewer: Viewer) -> None:
    """Link to the monthly report, for those who make one."""
    if viewer.role not in ROLES[BriefingKind.REPORT]:
        return
    month = briefing_request.latest_ended_period(1)
    query = {"papers_view": "report", "report_months": "1", "report_period_1": str(month), filters.RESET_PARAM: "1"}
    label = _("Report of {month}", month=month_text(month))
    st.page_link(PAGE, label=label, icon=":material/summarize:", query_params=query)
