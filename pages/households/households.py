"""Households: who looks after which, which have nobody, who looks after none."""

import streamlit as st

from components import auth, filters
from components.households import doing, overview
from components.i18n import _
from db.figures import coverage
from db.households import board

viewer = auth.viewer("/households")

st.set_page_config(layout="wide")
st.title(_("Households"))
heading = st.container()
cell = filters.cell(viewer, "households")

if cell is None:
    heading.caption(_("Choose the cell, or open it from the list."))
    overview.cells(coverage.parts(viewer))
    st.stop()

standing = board.board(viewer, cell.id)
with heading:
    overview.heading(cell, standing)
doing.on_board(viewer, cell, standing)

if standing.lines:
    overview.rows(viewer, standing)
    overview.to_come(viewer, cell)
else:
    with st.container(key="empty_households"):
        st.markdown(_("The clusters of the cell stand here, with the number of their households and whoever looks after them. Begin with the first cluster."))
