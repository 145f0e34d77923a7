"""One member: how he stands, what is to be noted, what is known and dated about him, who changed what."""

import streamlit as st

from components import auth, feedback
from components.i18n import _
from components.people import attended, doing, person, sheet, trace
from components.text import plain
from db.people import profiles, timelines

viewer = auth.viewer("/member")
code = st.query_params.get("member", "")

if not code:
    st.switch_page("pages/people/members.py", query_params={})
with feedback.refusing("pages/people/members.py", _("All members"), title=_("Member")):
    profile, timeline = profiles.profile(viewer, code), timelines.timeline(viewer, code)

if st.query_params.get("sheet"):
    sheet.show(viewer, profile, timeline)
    st.stop()

st.title(plain(profile.facts.name))
st.caption(person.state_line(profile, timeline))
person.asked(viewer, profile)
doing.show(viewer, profile, timeline)
person.facts(viewer, profile)
person.dates(viewer, timeline)
attended.show(viewer, code)
trace.show(viewer, code)

if st.button(_("Member's information sheet"), icon=":material/print:", key="member_sheet"):
    st.query_params["sheet"] = "1"
    st.rerun()
st.page_link("pages/people/members.py", label=_("All members"), icon=":material/arrow_back:")
