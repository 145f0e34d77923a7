"""Difficulties that cells and teams report upwards: who has them in hand, until when, and what became of them."""

import streamlit as st

from components.i18n import N_, _
from components.markdown import escape_markdown
from components.petitions import difficulty_form, petition_counts_view, petition_detail, petition_list_view
from components.petitions.petition_book import DIFFICULTIES
from components.shell import auth
from components.widgets import filters, url_state
from db.models import Role
from db.units import units

viewer = auth.viewer("/difficulties")

st.title(_("Difficulties reported upwards"))

if code := petition_detail.opened_petition_code(DIFFICULTIES):
    petition_detail.show(viewer, code, DIFFICULTIES)
    st.stop()

VIEWS = {
    "list": N_("Difficulties"),
    "new": N_("Report"),
    "counts": N_("By unit"),
}
OFFERED = {Role.COMMUNE: ("list", "new", "counts"), Role.DISTRICT: ("list", "new", "counts")}

st.caption(escape_markdown(units.own(viewer).name))
offered = OFFERED.get(viewer.role, ("list", "new"))
bound = url_state.choice_in_address("difficulties_view", offered, lambda view: _(VIEWS[view]), "list")
view = st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound)

if view == "new":
    if cell := filters.choose_cell(viewer, "difficulties_new"):
        difficulty_form.show(viewer, cell)
    else:
        st.caption(_("Choose the cell first."))
elif view == "counts":
    petition_counts_view.show(viewer, DIFFICULTIES)
else:
    petition_list_view.show(viewer, DIFFICULTIES)
