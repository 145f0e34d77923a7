"""The sheet to print for signing: the numbers on it are those to type afterwards."""

import pandas as pd
import streamlit as st

from components import auth, feedback
from components.i18n import _, _n, day_text
from components.record import address
from components.text import plain
from db import settings
from db.meetings import meetings
from db.models import Expectation

viewer = auth.viewer("/roster")

with feedback.refusing():
    cell = address.unit(viewer)
    call = address.call(viewer, cell) if cell else None
    opened = meetings.opened(viewer, call) if call else None

if opened is None:
    st.title(_("Sheet to print"))
    st.caption(_("Open it from a meeting."))
    st.page_link("pages/meetings/record.py", label=_("Record a meeting"))
    st.stop()

labels = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
st.title(_("List of those called to the meeting"))
st.caption(f"{plain(cell.name)} · {labels[call.type]} · {day_text(opened.day)}")

NUMBER, NAME, BORN, SIGNATURE = _("No."), _("Full name"), _("Year of birth"), _("Signature")
rows = [
    {
        NUMBER: line.person.number or "",
        NAME: plain(line.person.name),
        BORN: (line.person.born or "")[:4],
        SIGNATURE: _("exempt") if line.person.expectation == Expectation.EXEMPT else "",
    }
    for line in opened.sheet.lines
]
with st.container(key="sheet"):
    st.table(pd.DataFrame(rows, columns=[NUMBER, NAME, BORN, SIGNATURE], dtype=str), hide_index=True)
called, exempt = opened.sheet.expected, len(rows) - opened.sheet.expected
st.markdown(
    _n("{count} person on the list", "{count} people on the list", len(rows)) + " · " + _("{called} called, {exempt} exempt", called=called, exempt=exempt)
)
with st.container(horizontal=True, horizontal_alignment="right"):
    st.markdown("**" + _("Drawn up by") + "**  \n" + _("(signature and full name)"), text_alignment="center", width=280)
st.caption(_("Print with your browser: the menu and buttons stay off the paper."))
