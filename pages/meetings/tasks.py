"""Tasks of a cell: open, overdue and closed ones, and the outcome of a year's."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.meetings import task_form, task_list, task_progress_view, url_params
from components.shell import auth
from components.widgets import feedback
from db.models.units import CELLS
from db.units import units

viewer = auth.viewer("/tasks")

st.title(_("Tasks of the cell"))

with feedback.stop_on_refusal("pages/meetings/record.py", _("Record a meeting")):
    cell = url_params.requested_cell(viewer)

if cell is None or cell.kind not in CELLS:
    known = units.in_reach(viewer)
    task_progress_view.choose_cell(viewer, known.values())
    st.stop()

st.caption(escape_markdown(cell.name))
task_list.show_open(viewer, cell)
with st.expander(_("New task")):
    task_form.show(viewer, cell)
task_progress_view.show_cell(viewer, cell)
task_list.show_closed(viewer, cell)
