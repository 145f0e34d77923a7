"""The page on the regulation on screen: preview for a year, and the file."""

from datetime import date

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.papers import download_button, regulation_page_file
from components.widgets import filters, period_boxes
from db.assessments import assessment_list
from db.calendar import clock
from db.comments import regulation_page_figures
from db.kernel.scope import Viewer
from db.models import Role


def show(viewer: Viewer) -> None:
    """The year, the commune or one cell, the printed sentences, and the button."""
    with st.expander(_("Page on the regulation in this unit"), key="papers_regulation", on_change="rerun") as box:
        if not box.open:
            return
        above = st.container()
        this_year = clock.today().year
        years = range(this_year, max(this_year - 6, assessment_list.FIRST_YEAR), -1)
        year = period_boxes.choose_year("regulation_year", years, width=140)
        days = date(year, 1, 1), date(year, 12, 31)
        with above:
            cell = filters.choose_cell(viewer, "regulation", days) if viewer.role == Role.COMMUNE else None
        unit_id = cell.id if cell else viewer.unit_id or 0
        for sentence in regulation_page_file.paper_sentences(regulation_page_figures.load(viewer, unit_id, year)):
            st.markdown(escape_markdown(sentence))
        download_button.show(
            viewer,
            _("Page on the regulation (Word)"),
            regulation_page_file.page_file,
            unit_id,
            year,
            name=f"thuc-hien-quy-dinh_{year}.docx",
            key="regulation_get",
            icon=":material/description:",
        )
