"""Initiatives: what a cell carries on with its households, and the figures published of its area year by year."""

import streamlit as st

from components.i18n import _
from components.initiatives import initiative_forms, initiative_list
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import filters

viewer = auth.viewer("/initiatives")

st.title(_("The cell's initiatives"))
heading = st.container()
cell = filters.choose_cell(viewer, "initiatives")

if cell is None:
    heading.caption(_("Choose the cell, or open it from the list below."))
    initiative_list.show_cells(viewer)
    st.stop()

heading.caption(escape_markdown(cell.name))
initiative_forms.show(viewer, cell)
initiative_list.show_cell(viewer, cell)
