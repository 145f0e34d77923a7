"""The two sides of papers: the pack for a meeting, and what is issued; each role sees its own."""

import streamlit as st

from components.i18n import N_, _
from components.widgets import url_state
from db.kernel.scope import Viewer
from db.models import Role

MEETING, ISSUED = "meeting", "issued"
VIEWS = {ISSUED: N_("Comments, notices, letters"), MEETING: N_("Pack for the meeting")}
OF_ROLE = {Role.DISTRICT: [MEETING], Role.COMMUNE: [ISSUED, MEETING]}


def choose(viewer: Viewer) -> str:
    """Which side is looked at; nothing is asked of a role that has one only."""
    views = OF_ROLE.get(viewer.role, [ISSUED])
    if len(views) == 1:
        return views[0]
    bound = url_state.bind("papers_view", views, lambda view: _(VIEWS[view]), views[0])
    return str(st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound))
