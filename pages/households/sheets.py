"""Sheets to print for members in charge of households: one each, with room for the next visits."""

import streamlit as st

from components.households import assignee_sheets, cell_households_overview
from components.i18n import _
from components.shell import auth
from components.widgets import filters
from db.households import household_board, household_notes

viewer = auth.viewer("/household-sheets")

cell = filters.require_cell(viewer, "sheets", _("Sheets for members in charge"))
charges, member = household_board.load_charges(viewer, cell.id), filters.query_param("member")
held = [load for load in charges.loads if load.lines and member in ("", load.who.code)]
if held:
    assignee_sheets.show(viewer, cell, charges, held, household_notes.latest_by_place(viewer, cell.id))
else:
    st.title(_("Sheets for members in charge"))
    st.caption(_("Nobody is in charge of households here yet."))
with st.container(key="screen_hint"):
    st.caption(_("Use your browser's print command; the menu and buttons are not printed."))
    st.page_link(
        cell_households_overview.BOARD_PAGE,
        label=_("All households"),
        icon=":material/arrow_back:",
        query_params=cell_households_overview.cell_query(cell),
    )
