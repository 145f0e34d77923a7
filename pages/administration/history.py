"""History: who did what and when, and the way back; who exported what."""

import streamlit as st

from components.history import history_views
from components.i18n import _
from components.shell import auth

viewer = auth.viewer("/history")

st.title(_("History"))
history_views.show(viewer)
