"""Visits to households between meetings: a whole cluster at once, a group, one household; the latest ones."""

import streamlit as st

from components.households import cell_households_overview, visit_form, visit_list
from components.i18n import _
from components.shell import auth
from components.widgets import filters
from db.households import household_board

viewer = auth.viewer("/visits")

st.title(_("Household visits"))
cell = filters.require_cell(viewer, "visits")
board = household_board.load(viewer, cell.id)
if board.lines:
    visit_form.show(viewer, cell, board)
    visit_list.show_latest(viewer, cell)
else:
    st.caption(_("Add the cell's clusters and their numbers of households first."))
st.page_link(
    cell_households_overview.BOARD_PAGE,
    label=_("All households"),
    icon=":material/arrow_back:",
    query_params=cell_households_overview.cell_query(cell),
)
