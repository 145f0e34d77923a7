"""Receive a member: who came to the cell, since when, how."""

import streamlit as st

from components.i18n import _
from components.people import arrival_form
from components.shell import auth
from components.widgets import filters

viewer = auth.viewer("/arrival")

st.title(_("Receive a member"))

arrival_form.show(viewer, filters.require_cell(viewer, "arrival"))
st.page_link("pages/people/members.py", label=_("All members"), icon=":material/arrow_back:")
