"""Groups: which the cell has, who leads them, who is in none; or one of them with its people."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.people import group_view
from components.shell import auth
from components.widgets import filters
from components.year_entries import announcement_view, printed_group_sheet
from db.models import GroupKind
from db.people import group_board

viewer = auth.viewer("/groups")
st.set_page_config(layout="wide")
title = st.empty()
cell = filters.require_cell(viewer, "groups", _("Member groups"))
board = group_board.load(viewer, cell.id)
line = board.find(filters.query_param("group"))
if sheets := filters.query_param("sheet"):
    printed_group_sheet.show(viewer, cell, [line] if line else [each for each in board.groups if each.kind == sheets])
    group_view.show_links_back(cell, line)
elif line:
    title.title(escape_markdown(line.name))
    group_view.show_one(viewer, cell, board, line)
else:
    title.title(_("Member groups"))
    st.caption(f"{escape_markdown(cell.name)} · {group_view.heading_text(board)}")
    group_view.show_groups_of_a_kind(viewer, cell, board)
    if board.people(GroupKind.CONTACT):
        announcement_view.show(viewer, cell, board)
