"""Papers: the unit's report, the pack for a meeting, the superior's form; comments to be issued, notices, letters."""

import streamlit as st

from components.briefings import briefing_view, report_view
from components.i18n import _
from components.papers import (
    comment_issue_view,
    contact_notice_view,
    paper_view_choice,
    regulation_page_view,
    workplace_proposal_view,
)
from components.report_forms import form_view
from components.shell import auth
from components.widgets import feedback, lazy_expander
from db.models import Role

viewer = auth.viewer("/papers")
OTHER_SIDES = {
    paper_view_choice.REPORT: report_view.show,
    paper_view_choice.MEETING: briefing_view.show,
    paper_view_choice.FORMS: form_view.show,
}

st.title(_("Papers"))

with feedback.stop_on_refusal():
    view = paper_view_choice.choose(viewer)
    if view in OTHER_SIDES:
        OTHER_SIDES[view](viewer)
        st.stop()
    if viewer.role == Role.COMMUNE:
        comment_issue_view.show_ready(viewer)
    comment_issue_view.show_issued_batches(viewer)
    with lazy_expander.show(_("Notice to contact members"), "papers_notices") as notices:
        if notices:
            contact_notice_view.show(viewer)
    regulation_page_view.show(viewer)
    with lazy_expander.show(_("Letters to workplaces: praise, cases to consider"), "papers_letters") as letters:
        if letters:
            workplace_proposal_view.show(viewer)
