"""Jobs: what the register does for somebody in the background, and what came of it."""

import streamlit as st

from components.i18n import _
from components.jobs import job_list
from components.shell import auth
from components.widgets import feedback

viewer = auth.viewer("/jobs")

st.title(_("Work in progress"))
st.caption(_("Results are kept for one day. Closing this page does not stop the work."))

with feedback.stop_on_refusal():
    job_list.show(viewer)
