"""Tasks of a cell: what is open, overdue, closed."""

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.meetings import meeting_picker, task_list, url_params
from components.shell import auth
from components.widgets import feedback
from db.models.units import CELLS
from db.units import units

viewer = auth.viewer("/tasks")

st.title(_("Tasks of the cell"))

with feedback.stop_on_refusal("pages/meetings/record.py", _("Record a meeting")):
    cell = url_params.requested_cell(viewer)

if cell is None or cell.kind not in CELLS:
    meeting_picker.choose_cell(viewer, units.by_id(viewer, list(viewer.unit_ids or ())), "pages/meetings/tasks.py")
    st.stop()

st.caption(escape_markdown(cell.name))
task_list.show(viewer, cell)
