"""The sheet to print for signing: the numbers on it are those to type afterwards."""

import streamlit as st

from components.i18n import _
from components.meetings import printed_attendance_sheet, url_params
from components.shell import auth
from components.widgets import feedback
from db.meetings import meetings

viewer = auth.viewer("/roster")

with feedback.stop_on_refusal("pages/meetings/record.py", _("Record a meeting"), title=_("Printable list")):
    cell = url_params.requested_cell(viewer)
    call = url_params.requested_meeting(viewer, cell) if cell else None
    opened = meetings.load_to_print(viewer, call) if call else None

if opened is None:
    st.title(_("Printable list"))
    st.caption(_("Open this page from a meeting."))
    st.page_link("pages/meetings/record.py", label=_("Record a meeting"))
    st.stop()

printed_attendance_sheet.show(viewer, cell, opened)
with st.container(key="screen_hint"):
    st.caption(_("Use your browser's print command; the menu and buttons are not printed."))
