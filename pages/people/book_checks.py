"""Checks of cells' books: those still to be made, and the remarks; a cell reads the remarks on its own book."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.teams import book_check_view
from components.widgets import filters
from db.kernel.scope import Work
from db.models.units import CELLS
from db.units import units

viewer = auth.viewer("/book-checks")

st.title(_("Checks of cells' books"))

own = units.own(viewer)
above = viewer.writes(Work.TEAMS)
code = filters.query_param(book_check_view.CELL)
cell = units.find_in_reach(viewer, code) if above else None
filters.show_out_of_reach(viewer, code or ("" if above else filters.query_param(book_check_view.WITHIN)))
if not above:
    st.caption(escape_markdown(own.name))
    book_check_view.show_cell(viewer, own, above=False)
elif cell and cell.kind in CELLS:
    st.caption(escape_markdown(own.name))
    st.subheader(escape_markdown(cell.name))
    st.page_link(book_check_view.PAGE, label=_("All cells"), icon=":material/arrow_back:", query_params={})
    book_check_view.show_cell(viewer, cell, above=True)
else:
    st.caption(escape_markdown(own.name))
    book_check_view.show(viewer)
