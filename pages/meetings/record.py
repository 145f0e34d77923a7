"""Record a meeting: who came, why the others did not, and no more than one wishes."""

import streamlit as st

from components.i18n import _, meeting_name
from components.markdown import escape_markdown
from components.meetings import joint_meeting_in_cell_view, meeting_picker, sheet_view, url_params
from components.periods import amended_flag
from components.shell import auth
from components.widgets import feedback
from db.calendar.months import add_months
from db.figures.figures import FigureQuery
from db.meetings.meeting_record import cell_acted_for
from db.settings import settings
from db.units import units

viewer = auth.viewer("/record")

st.title(_("Record a meeting"))

with feedback.stop_on_refusal("pages/meetings/record.py", _("All meetings")):
    cell = url_params.requested_cell(viewer)
    joint = url_params.requested_joint_meeting(viewer, cell) if cell else None
    call = url_params.requested_meeting(viewer, cell) if cell and not joint else None

if cell is None:
    meeting_picker.choose_cell(viewer, units.in_reach(viewer))
elif joint:
    with feedback.stop_on_refusal("pages/meetings/record.py", _("All meetings")):
        joint_meeting_in_cell_view.show(viewer, cell, joint)
elif call is None:
    st.caption(escape_markdown(cell.name))
    meeting_picker.choose_meeting(viewer, cell)
else:
    labels = {option.key: option for option in settings.options(viewer, "meeting_types")}
    if called := labels.get(call.type):
        behalf = " · " + _("entered on the cell's behalf") if cell_acted_for(viewer, cell.id) else ""
        name = meeting_name(called.label, call.period, called.row["months"])
        st.caption(f"{escape_markdown(f'{cell.name} · {name}')}{behalf}")
        until = add_months(call.period, called.row["months"] - 1)
        amended_flag.show(viewer, FigureQuery(call.period, until, unit_id=cell.id))
    sheet_view.render(call)
    st.page_link(
        "pages/meetings/signing_sheet.py",
        label=_("Print a numbered list for signing"),
        icon=":material/print:",
        query_params=dict(st.query_params),
    )
    st.page_link(
        "pages/meetings/record.py",
        label=_("All meetings"),
        icon=":material/arrow_back:",
        query_params={"unit": cell.code},
    )
