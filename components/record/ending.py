"""What becomes of a meeting otherwise: not held or postponed, held after all, taken back, its draft thrown away."""

import streamlit as st

from components import auth, feedback, forms
from components.i18n import _
from components.record import address, typing
from db.meetings import declaring, recording
from db.meetings.meetings import Opened
from db.meetings.shown import Shown
from db.models import MeetingState


def declare(opened: Opened, before: Shown) -> None:
    """Not held, or postponed to a day: with a reason; both count as reported."""
    if opened.typed.values:
        st.caption(_("Saved is only this, not who came: what was noted of it is thrown away. If the meeting was held, close this part."))
    kinds = {MeetingState.POSTPONED: _("Postponed"), MeetingState.NOT_HELD: _("Not held")}
    state = st.segmented_control(
        _("What happened"), list(kinds), format_func=kinds.get, default=MeetingState.POSTPONED, required=True, key="record_declare_state"
    )
    until = forms.day(_("To which day"), key="record_declare_day") if state == MeetingState.POSTPONED else None
    why = st.text_input(_("Why"), key="record_declare_why", max_chars=200, live=True)
    reason = why_corrected(opened, "declare")
    if st.button(_("Save: {what}").format(what=kinds[state].lower()), key="record_declare", width="stretch"):
        with feedback.saving(_("Saved.")):
            declaring.declare(auth.viewer(), opened.call, state, why, until, reason, before)
            typing.anew()
            st.rerun()


def again(opened: Opened, before: Shown) -> None:
    """Of a meeting that was said not to be held: record it all the same, or say something else of it."""
    label = _("It was held after all: record who came")
    st.button(label, key="record_again", width="stretch", on_click=typing.begin, args=(opened.call, opened.sheet.mode))
    declare(opened, before)


def cancel(opened: Opened, before: Shown) -> None:
    """Take a meeting back that was entered by mistake; it can be undone in the history."""
    st.caption(_("The meeting and its attendance are taken back. It can be undone in the history."))
    reason = why_corrected(opened, "cancel")
    if st.button(_("Take this meeting back"), key="record_cancel"):
        with feedback.saving(_("The meeting is taken back.")):
            declaring.cancel(auth.viewer(), opened.meeting.code, reason, before)
            typing.anew()
            address.leave(opened)
            st.rerun()


def discard(opened: Opened, before: Shown) -> None:
    """Throw away what was typed and not saved; what is saved stays."""
    st.caption(_("What was typed since the last saving is thrown away, also what others typed. What is saved stays as it is."))
    if st.button(_("Throw the draft away"), key="record_discard"):
        with feedback.saving(_("The draft is thrown away.")):
            recording.throw_away(auth.viewer(), opened.call, before)
            typing.anew()
            st.rerun()


def why_corrected(opened: Opened, for_deed: str = "save") -> str | None:
    """Why something of a closed month is corrected; not asked of an open one."""
    if not opened.closed:
        return None
    return st.text_input(_("This month is closed. Why is it corrected?"), key=typing.key("reason", for_deed), live=True, max_chars=200) or None
