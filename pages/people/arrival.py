"""Receive a member: who came to the cell, since when, how."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.people import arrival_form
from components.shell import auth
from components.widgets import filters

viewer = auth.viewer("/arrival")

st.title(_("Receive a member"))

cell = filters.choose_cell(viewer, "arrival")
if cell is None:
    st.caption(_("Choose the cell first."))
else:
    st.caption(escape_markdown(cell.name))
    arrival_form.show(viewer, cell)
st.page_link("pages/people/members.py", label=_("All members"), icon=":material/arrow_back:")
