"""Corrections of a saved meeting's list that a question led to: shown above the sheet until it is saved."""

import streamlit as st

from components import auth, feedback
from components.i18n import N_, _
from components.text import plain
from db.meetings import correcting, sheet
from db.meetings.meetings import Opened
from db.models import Expectation

SAYS = {
    Expectation.EXPECTED: N_("{name} will be among those expected"),
    Expectation.EXEMPT: N_("{name} will be exempt at this meeting"),
    sheet.NOT_LISTED: N_("{name} will be taken off this meeting's list"),
}


def show(opened: Opened) -> None:
    """Who will be listed otherwise once the meeting is saved, each with the way back."""
    for row in correcting.noted(auth.viewer(), opened):
        with st.container(key=f"record_corrected_{row.member_id}", horizontal=True, vertical_alignment="center"):
            st.markdown(_(SAYS[row.ought], name=f"**{plain(row.name)}**"), width="stretch")
            st.button(_("Leave as it is"), key=f"record_leave_{row.member_id}", on_click=_leave, args=(opened.meeting.code, row.member_id))


def _leave(code: str, member_id: int) -> None:
    """A callback."""
    with feedback.saving(_("Left as it is.")):
        correcting.leave(auth.viewer(), code, member_id)
