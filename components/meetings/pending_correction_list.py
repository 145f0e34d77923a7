"""Corrections of a saved meeting's list that answer questions: shown above the sheet until it is saved."""

import streamlit as st

from components.i18n import N_, _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.meetings import pending_corrections
from db.meetings.meetings import OpenMeeting
from db.meetings.roster import NOT_LISTED
from db.models import Expectation

CORRECTION_TEXTS = {
    Expectation.EXPECTED: N_("{name} will be among those expected"),
    Expectation.EXEMPT: N_("{name} will be exempt at this meeting"),
    NOT_LISTED: N_("{name} will be taken off this meeting's list"),
}


def show_pending_corrections(opened: OpenMeeting) -> None:
    """Show who will be listed differently once the meeting is saved, each with a button to withdraw."""
    for row in pending_corrections.list_pending(auth.viewer(), opened):
        with st.container(key=f"record_corrected_{row.member_id}", horizontal=True, vertical_alignment="center"):
            st.markdown(_(CORRECTION_TEXTS[row.ought], name=f"**{escape_markdown(row.name)}**"), width="stretch")
            st.button(
                _("Leave unchanged"),
                key=f"record_leave_{row.member_id}",
                on_click=_leave,
                args=(opened.meeting.code, row.member_id),
            )


def _leave(code: str, member_id: int) -> None:
    """A callback."""
    with feedback.saving(_("Left unchanged.")):
        pending_corrections.withdraw(auth.viewer(), code, member_id)
