"""The sheet to print for signing: the numbers on it are those to type afterwards."""

import pandas as pd
import streamlit as st

from components import auth, feedback
from components.i18n import _, day_text
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
st.title(plain(cell.name))
st.caption(f"{labels[call.type]} · {day_text(opened.day)}")

NUMBER, NAME, BORN, SIGNATURE = _("No."), _("Full name"), _("Born"), _("Signature")
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
st.caption(_("Print with your browser: the menu and buttons stay off the paper."))
