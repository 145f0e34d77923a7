"""Receive a member: who came to the cell, since when, how."""

import streamlit as st

from components import auth, filters
from components.i18n import _
from components.people import arriving
from components.text import plain

viewer = auth.viewer("/arrival")

st.title(_("Receive a member"))

cell = filters.cell(viewer, "arrival")
if cell is None:
    st.caption(_("Choose the cell first."))
else:
    st.caption(plain(cell.name))
    arriving.form(viewer, cell)
st.page_link("pages/people/members.py", label=_("All members"), icon=":material/arrow_back:")
