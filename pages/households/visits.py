"""Visits to households between meetings: a whole cluster at once, a group, one household; the latest ones."""

import streamlit as st

from components.households import overview, visit_form, visit_list
from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import filters
from db.households import board

viewer = auth.viewer("/visits")

st.title(_("Household visits"))
heading = st.container()
cell = filters.choose_cell(viewer, "visits")

if cell is None:
    heading.caption(_("Choose the cell first."))
    st.stop()

heading.caption(escape_markdown(cell.name))
standing = board.load(viewer, cell.id)
if standing.lines:
    visit_form.show(viewer, cell, standing)
    visit_list.show_latest(viewer, cell)
else:
    st.caption(_("Add the cell's clusters and their numbers of households first."))
st.page_link(
    overview.BOARD_PAGE,
    label=_("All households"),
    icon=":material/arrow_back:",
    query_params=overview.cell_query(cell),
)
