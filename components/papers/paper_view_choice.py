"""The tabs of the documents page by role: issued documents, report, briefing, superior's form."""

import streamlit as st

from components.i18n import N_, _
from components.widgets import url_state
from db.kernel.scope import Viewer
from db.models import Role

MEETING, REPORT, ISSUED, FORMS = "meeting", "report", "issued", "forms"
VIEWS = {
    ISSUED: N_("Comments, notices, letters"),
    REPORT: N_("Our report"),
    MEETING: N_("Pack for the meeting"),
    FORMS: N_("Superior's form"),
}
OF_ROLE = {Role.DISTRICT: [MEETING, REPORT, FORMS], Role.COMMUNE: [ISSUED, REPORT, MEETING, FORMS]}


def choose(viewer: Viewer) -> str:
    """The selected tab."""
    views = OF_ROLE.get(viewer.role, [ISSUED, REPORT, FORMS])
    bound = url_state.choice_in_address("papers_view", views, lambda view: _(VIEWS[view]), views[0])
    return str(st.segmented_control(_("View"), required=True, label_visibility="collapsed", **bound))
