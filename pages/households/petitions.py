"""Opinions and requests of the people: taken down, passed on, answered, and the answer reported back."""

import streamlit as st

from components.i18n import N_, _
from components.markdown import escape_markdown
from components.petitions import petition_counts_view, petition_detail, petition_form, petition_list_view
from components.shell import auth
from components.widgets import filters, url_state
from db.models import Role
from db.units import units

viewer = auth.viewer("/petitions")

st.title(_("Requests of the people"))

if code := petition_detail.opened_petition_code():
    petition_detail.show(viewer, code)
    st.stop()

VIEWS = {
    "list": N_("Requests"),
    "new": N_("Take down"),
    "counts": N_("By unit"),
}
OFFERED = {Role.COMMUNE: ("list", "new", "counts"), Role.DISTRICT: ("list", "counts")}

st.caption(escape_markdown(units.own(viewer).name))
offered = OFFERED.get(viewer.role, ("list", "new"))
bound = url_state.choice_in_address("petitions_view", offered, lambda view: _(VIEWS[view]), "list")
view = st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound)

if view == "new":
    if cell := filters.choose_cell(viewer, "petitions_new"):
        petition_form.show(viewer, cell)
    else:
        st.caption(_("Choose the cell first."))
elif view == "counts":
    petition_counts_view.show(viewer)
else:
    petition_list_view.show(viewer)
