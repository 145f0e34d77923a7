"""The sheet to print for signing: the numbers on it are those to type afterwards."""

import streamlit as st

from components import auth, feedback
from components.i18n import _
from components.record import address, paper
from db.meetings import meetings

viewer = auth.viewer("/roster")

with feedback.refusing("pages/meetings/record.py", _("Record a meeting"), title=_("Sheet to print")):
    cell = address.unit(viewer)
    call = address.call(viewer, cell) if cell else None
    opened = meetings.opened(viewer, call) if call else None

if opened is None:
    st.title(_("Sheet to print"))
    st.caption(_("Open it from a meeting."))
    st.page_link("pages/meetings/record.py", label=_("Record a meeting"))
    st.stop()

paper.show(viewer, cell, opened)
with st.container(key="screen_hint"):
    st.caption(_("Print with your browser: the menu and buttons stay off the paper."))
