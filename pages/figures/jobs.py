"""Jobs: what the register does for somebody in the background, and what came of it."""

import streamlit as st

from components import auth, feedback
from components.figures import working
from components.i18n import _

viewer = auth.viewer("/jobs")

st.title(_("Work in progress"))
st.caption(_("Results are kept for a day. Closing this page stops nothing."))

with feedback.refusing():
    working.show(viewer)
