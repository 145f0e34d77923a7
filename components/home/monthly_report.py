"""On the first page: the report of the month that ended last, ready to be printed and signed."""

import streamlit as st

from components.briefings import briefing_request
from components.i18n import _, month_text
from components.widgets import filters

PAGE = "pages/figures/papers.py"


def show() -> None:
    """The way to it."""
    month = briefing_request.latest_over(1)
    query = {"papers_view": "report", "report_months": "1", "report_period_1": str(month), filters.RESET_PARAM: "1"}
    label = _("Report of {month}", month=month_text(month))
    st.page_link(PAGE, label=label, icon=":material/summarize:", query_params=query)
