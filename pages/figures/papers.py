"""Papers: the pack for a meeting; comments to be issued and handed over, notices to contact members, letters."""

import streamlit as st

from components.briefings import briefing_view
from components.i18n import _
from components.papers import issue_view, notice_view, paper_views, regulation_view, workplace_proposal_view
from components.shell import auth
from components.widgets import feedback
from db.models import Role

viewer = auth.viewer("/papers")

st.title(_("Pack for the meeting") if viewer.role == Role.DISTRICT else _("Papers"))

with feedback.stop_on_refusal():
    if paper_views.choose(viewer) == paper_views.MEETING:
        briefing_view.show(viewer)
        st.stop()  # the other side of the page
    if viewer.role == Role.COMMUNE:
        issue_view.show_ready(viewer)
    issue_view.show_issues(viewer)
    with st.expander(_("Notice to contact members"), key="papers_notices", on_change="rerun") as notices:
        if notices.open:
            notice_view.show(viewer)
    regulation_view.show(viewer)
    with st.expander(
        _("Letters to workplaces: praise, cases to consider"), key="papers_letters", on_change="rerun"
    ) as letters:
        if letters.open:
            workplace_proposal_view.show(viewer)
