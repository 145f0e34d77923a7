"""Entries of the year: what members did and gave, entered in two or three taps; who has none yet; campaigns."""

import streamlit as st

from components.i18n import N_, _
from components.shell import auth
from components.widgets import filters, period_boxes, url_state
from components.year_entries import campaign_view, cell_year_record_view, entry_form, entry_list_view, group_sheet_form
from db.calendar import clock

viewer = auth.viewer("/entries")

VIEWS = {
    "enter": N_("Enter"),
    "sheet": N_("By group"),
    "list": N_("Entered"),
    "people": N_("By member"),
    "campaigns": N_("Campaigns"),
}
YEARS = 3  # years to choose from

st.title(_("Entries of the year"))
cell = filters.require_cell(viewer, "entries")

bound = url_state.choice_in_address("entries_view", VIEWS, lambda view: _(VIEWS[view]), "enter")
view = st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound)

if view in ("enter", "sheet"):
    if view == "enter":
        entry_form.show(viewer, cell, st.query_params.get("member", ""))
    else:
        group_sheet_form.show(viewer, cell)
    st.stop()

years = [clock.today().year - back for back in range(YEARS)]
year = period_boxes.choose_year(
    "entries_year", years, box=st.segmented_control, required=True, label_visibility="collapsed"
)
{"list": entry_list_view, "people": cell_year_record_view, "campaigns": campaign_view}[view or "list"].show(
    viewer, cell, year
)
