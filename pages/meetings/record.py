"""Record a meeting: who came, why the others did not, and no more than one wishes."""

import streamlit as st

from components import auth, feedback
from components.i18n import _, meeting_name
from components.record import address, choose, table
from components.text import plain
from db import settings, units
from db.models import Role

viewer = auth.viewer("/record")

st.title(_("Record a meeting"))

with feedback.refusing():
    cell = address.unit(viewer)
    call = address.call(viewer, cell) if cell else None

if cell is None:
    choose.cell(viewer, units.named(viewer, list(viewer.unit_ids or ())))
elif call is None:
    st.caption(plain(cell.name))
    choose.meeting(viewer, cell)
else:
    labels = {option.key: option for option in settings.options(viewer, "meeting_types")}
    if called := labels.get(call.type):
        behalf = " · " + _("entered on the cell's behalf") if viewer.role == Role.COMMUNE else ""
        st.caption(f"{plain(cell.name)} · {meeting_name(called.label, call.period, called.row['months'])}{behalf}")
    table.lay(call)
    st.page_link("pages/meetings/roster.py", label=_("Sheet to print, with numbers"), icon=":material/print:", query_params=dict(st.query_params))
    st.page_link("pages/meetings/record.py", label=_("All meetings"), icon=":material/arrow_back:", query_params={"unit": cell.code})
