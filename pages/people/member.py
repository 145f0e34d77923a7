"""One member: current state, open questions, data and dated facts, and who changed what."""

import streamlit as st

from components.findings import finding_list
from components.i18n import _
from components.markdown import escape_markdown
from components.papers import agency_remark_view
from components.people import data_sheet, member_actions, member_attendance_view, member_detail, member_history
from components.shell import auth
from components.widgets import feedback
from components.year_entries import member_year
from db.people import profiles, timelines

viewer = auth.viewer("/member")
code = st.query_params.get("member", "")

if not code:
    st.switch_page("pages/people/members.py", query_params={})
with feedback.stop_on_refusal("pages/people/members.py", _("All members"), title=_("Member")):
    profile, timeline = profiles.load(viewer, code), timelines.load(viewer, code)

if st.query_params.get("sheet"):
    data_sheet.show(viewer, profile, timeline)
    st.stop()

st.title(escape_markdown(profile.facts.name))
st.caption(member_detail.state_line(profile, timeline))
member_detail.show_questions(viewer, profile)
finding_list.show_about_member(viewer, code)
member_actions.show(viewer, profile, timeline)
member_detail.show_data(viewer, profile)
member_detail.show_timeline(viewer, timeline)
agency_remark_view.show_about(viewer, profile.id)
member_attendance_view.show(viewer, code)
member_year.show(viewer, profile, timeline)
member_history.show(viewer, code)

if st.button(_("Member's information sheet"), icon=":material/print:", key="member_sheet"):
    st.query_params["sheet"] = "1"
    st.rerun()
st.page_link("pages/people/members.py", label=_("All members"), icon=":material/arrow_back:")
