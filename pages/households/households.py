"""Households: who looks after which, which have nobody, who looks after none."""

import streamlit as st

from components.households import cell_households_overview, household_actions, visit_overview
from components.i18n import _
from components.shell import auth
from components.widgets import filters
from db.figures import coverage
from db.households import household_board

viewer = auth.viewer("/households")

st.set_page_config(layout="wide")
st.title(_("Households"))
heading = st.container()
filters.reset_from_link("households")
cell = filters.choose_cell(viewer, "households")

if cell is None:
    heading.caption(_("Choose the cell, or open it from the list below."))
    cell_households_overview.show_cells(coverage.by_unit(viewer))
    st.stop()

board = household_board.load(viewer, cell.id)
with heading:
    cell_households_overview.show_heading(cell, board)
visit_overview.show_links(viewer, cell, board)
cell_households_overview.show_proposal_link(viewer, cell, board)
household_actions.show_for_cell(viewer, cell, board)

if board.lines:
    cell_households_overview.show_board(viewer, board)
    cell_households_overview.show_upcoming(viewer, cell)
else:
    with st.container(key="empty_households"):
        st.markdown(
            _(
                "This page shows the cell's clusters with their numbers of households and the members in "
                "charge. Start by adding the first cluster."
            )
        )
