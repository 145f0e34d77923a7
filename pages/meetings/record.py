"""Record a meeting: who came, why the others did not, and no more than one wishes."""

import streamlit as st

from components import auth, feedback
from components.i18n import _, period_name
from components.record import address, choose, table
from components.text import plain
from db import meetings, settings, units

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
    with feedback.refusing():
        opened = meetings.opened(viewer, call)
    labels = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    st.caption(f"{plain(cell.name)} · {labels[call.type]} · {period_name(call.period, opened.months)}")
    table.lay(call)
    st.page_link("pages/meetings/roster.py", label=_("Sheet to print, with numbers"), icon=":material/print:", query_params=dict(st.query_params))
