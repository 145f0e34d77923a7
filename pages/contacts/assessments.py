"""Assessments: what a cell says of its contact members at the year's end; the commune reminds and confirms."""

import streamlit as st

from components.assessments import assessment_list_view, confirm_view, progress_cache, progress_view, results_view
from components.i18n import _
from components.markdown import escape_markdown
from components.meetings import url_params
from components.shell import auth
from components.widgets import feedback, period_boxes, url_state
from db.assessments import assessment_forms
from db.meetings.meeting_record import cell_acted_for
from db.models import Role
from db.models.units import CELLS

viewer = auth.viewer("/assessments")

st.set_page_config(layout="wide")
st.title(_("Assessments of contact members"))

with feedback.stop_on_refusal():
    cell = url_params.requested_cell(viewer) if viewer.role != Role.DISTRICT else None

current, _season = assessment_forms.current_year_and_season(viewer, cell.id if cell else viewer.unit_id)
years = range(current, current - 6, -1)
year = period_boxes.choose_year("year", years, width=140)

if cell is not None and cell.kind in CELLS:
    behalf = " · " + _("entered on the cell's behalf") if cell_acted_for(viewer, cell.id) else ""
    st.caption(f"{escape_markdown(cell.name)}{behalf}")
    assessment_list_view.render(cell.id, year)
else:
    parts = {"cells": _("Cells"), "confirm": _("Confirm"), "results": _("Results")}
    if viewer.role != Role.COMMUNE:
        del parts["confirm"]
    view = st.segmented_control(
        _("View"), **url_state.choice_in_address("assess_part", parts, parts.__getitem__, default="cells"),
        required=True, label_visibility="collapsed", width="stretch",
    )  # fmt: skip
    if view == "confirm":
        confirm_view.show(viewer, year)
    elif view == "results":
        results_view.show(viewer, year)
    elif viewer.role == Role.COMMUNE:
        progress_view.show_cells(viewer, progress_cache.by_cell(viewer, year), year)
    else:
        progress_view.show_areas(viewer, progress_cache.by_cell(viewer, year), year)

if cell is not None and cell.kind in CELLS and viewer.role == Role.COMMUNE:
    st.page_link(
        "pages/contacts/assessments.py",
        label=_("All cells"),
        icon=":material/arrow_back:",
        query_params={"year": str(year)},
    )
