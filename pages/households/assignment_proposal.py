"""A proposal of who looks after which households: asked for, looked at, accepted singly or whole."""

import streamlit as st

from components.households import assignment_proposal_view, cell_households_overview
from components.i18n import _
from components.shell import auth
from components.widgets import filters
from db.households import household_board

viewer = auth.viewer("/household-proposal")

st.title(_("Proposed assignments"))
cell = filters.require_cell(viewer, "proposal")
board = household_board.load(viewer, cell.id)
assignment_proposal_view.show_request(viewer, cell, board)
assignment_proposal_view.show_latest(viewer, cell, board)
st.page_link(
    cell_households_overview.BOARD_PAGE,
    label=_("All households"),
    icon=":material/arrow_back:",
    query_params=cell_households_overview.cell_query(cell),
)
