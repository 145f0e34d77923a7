"""Sources for admission: proposed, recognised, sent to the course, file handed in, admitted or stopped."""

import streamlit as st

from components.admissions import candidate_actions, candidate_view
from components.i18n import N_, _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, filters, url_state
from db.models import Role
from db.models.units import CELLS
from db.units import units

viewer = auth.viewer("/admissions")

st.title(_("Sources for admission"))

if viewer.role == Role.DISTRICT:
    candidate_view.show_counts(viewer)
    st.stop()

if code := filters.query_param(candidate_view.OPEN):
    with feedback.stop_on_refusal(candidate_view.PAGE, _("All sources for admission")):
        candidate_view.show_one(viewer, code)
    st.stop()

own = units.own(viewer)
st.caption(escape_markdown(own.name))
if own.kind in CELLS:
    candidate_actions.show_new_candidate_form(viewer, own.id)
    candidate_view.show_list(viewer, own.id)
    st.stop()

VIEWS = {"list": N_("Sources"), "new": N_("Propose somebody"), "counts": N_("By unit")}
bound = url_state.choice_in_address("admissions_view", VIEWS, lambda view: _(VIEWS[view]), "list")
view = st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound)
if view == "counts":
    candidate_view.show_counts(viewer)
elif view == "new":
    if cell := filters.choose_cell(viewer, "admissions_new"):
        candidate_actions.show_new_candidate_form(viewer, cell.id)
    else:
        st.caption(_("Choose the cell first."))
else:
    candidate_view.show_list(viewer, None)
