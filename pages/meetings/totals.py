"""A year of totals: how many were expected and came, for meetings where the names are no longer known."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.meetings import meeting_picker, url_params, year_totals_editor
from components.shell import auth
from components.widgets import feedback, period_boxes
from db.calendar import clock
from db.meetings import totals
from db.models import Role
from db.units import units

viewer = auth.viewer("/totals")

st.title(_("Totals without names"))

with feedback.stop_on_refusal("pages/meetings/record.py", _("Record a meeting")):
    cell = url_params.requested_cell(viewer)

if cell is None:
    meeting_picker.choose_cell(viewer, units.in_reach(viewer), "pages/meetings/totals.py")
    st.stop()

behalf = " · " + _("entered on the cell's behalf") if viewer.role == Role.COMMUNE else ""
st.caption(f"{escape_markdown(cell.name)}{behalf}")
years = range(clock.today().year, totals.FIRST_YEAR - 1, -1)
year = period_boxes.choose_year("year", years, width=140)
year_totals_editor.render(cell, year)
st.page_link(
    "pages/meetings/record.py",
    label=_("All meetings"),
    icon=":material/arrow_back:",
    query_params={"unit": cell.code},
)
