"""Other actions on a meeting: not held or postponed, held after all, cancelled, draft discarded."""

from typing import Any

import streamlit as st

from components.i18n import _
from components.meetings import sheet_draft, url_params
from components.shell import auth
from components.widgets import draft_fields, feedback, forms
from db.meetings import meeting_record, meetings_not_held
from db.meetings.meetings import OpenMeeting
from db.meetings.sheet_snapshot import SheetSnapshot
from db.models import MeetingState

DECLARED = "record_declared"


def show_not_held_or_postponed_form(opened: OpenMeeting, before: SheetSnapshot) -> None:
    """Declare it not held or postponed to a day, with a reason; both count as reported."""
    if opened.typed.values:
        st.caption(
            _(
                "Saving this does not record attendance: what was entered above is discarded. If the meeting "
                "was held, close this section."
            )
        )
    kinds = {MeetingState.POSTPONED: _("Postponed"), MeetingState.NOT_HELD: _("Not held")}
    state = st.segmented_control(
        _("What happened"),
        list(kinds),
        format_func=kinds.get,
        default=MeetingState.POSTPONED,
        required=True,
        **_kept_field(opened, "state"),
    )
    postponed = state == MeetingState.POSTPONED
    until = forms.date_field(_("Postponed to"), **_kept_field(opened, "day")) if postponed else None
    why = st.text_input(_("Reason"), max_chars=200, live=True, **_kept_field(opened, "why"))
    reason = correction_reason(opened, "declare")
    if st.button(_("Save: {what}").format(what=kinds[state].lower()), key="record_declare", width="stretch"):
        with feedback.saving(_("Saved.")):
            meetings_not_held.declare_not_held(auth.viewer(), opened.ref, state, why, until, reason, before)
            sheet_draft.forget_shown_and_renew_fields()
            draft_fields.renew_fields(DECLARED)
            st.rerun()


def _kept_field(opened: OpenMeeting, name: str) -> dict[str, Any]:
    """Widget options of a field of this meeting that stays filled in while its section is closed."""
    place = opened.place
    key = draft_fields.field_key(DECLARED, name, str(place.unit_id), place.key)
    return {"key": key, "persist_state": "session"}


def show_declared_not_held_form(opened: OpenMeeting, before: SheetSnapshot) -> None:
    """For a meeting declared not held: record it after all, or change the declaration."""
    label = _("It was held after all: record attendance")
    st.button(
        label,
        key="record_again",
        width="stretch",
        on_click=sheet_draft.start_recording,
        args=(opened.ref, opened.sheet.mode),
    )
    show_not_held_or_postponed_form(opened, before)


def show_after_totals_form(opened: OpenMeeting, before: SheetSnapshot) -> None:
    """For a meeting reported by totals: enter names instead, correct the numbers, or cancel it."""
    st.button(
        _("Enter names in place of the totals"),
        key="record_names_now",
        width="stretch",
        on_click=sheet_draft.start_recording,
        args=(opened.ref, opened.sheet.mode),
    )
    st.page_link(
        "pages/meetings/totals.py",
        label=_("Correct the totals"),
        icon=":material/functions:",
        query_params={"unit": st.query_params.get("unit", ""), "year": str(opened.ref.period // 100)},
    )
    if st.toggle(_("Entered by mistake"), key="record_totals_mistaken"):
        show_cancel_form(opened, before)


def show_cancel_form(opened: OpenMeeting, before: SheetSnapshot) -> None:
    """Cancel a meeting entered by mistake; this can be undone in the history."""
    st.caption(
        _("The meeting and its attendance will be removed from the register. This can be undone under “History”.")
    )
    reason = correction_reason(opened, "cancel")
    if st.button(_("Remove this meeting"), key="record_cancel"):
        with feedback.saving(_("Meeting removed.")):
            meetings_not_held.cancel_meeting(auth.viewer(), opened.meeting.code, reason, before)
            sheet_draft.forget_shown_and_renew_fields()
            url_params.point_to_period(opened)
            st.rerun()


def show_discard_form(opened: OpenMeeting, before: SheetSnapshot) -> None:
    """Discard unsaved input; what is saved stays."""
    st.caption(_("All unsaved changes are discarded, including those of other users. Saved data is not affected."))
    if st.button(_("Discard the draft"), key="record_discard"):
        with feedback.saving(_("The draft has been discarded.")):
            meeting_record.discard_draft(auth.viewer(), opened.ref, before)
            sheet_draft.forget_shown_and_renew_fields()
            st.rerun()


def typed_correction_reason(action: str = "save") -> str | None:
    """The reason typed for a correction in a closed month; None if it is not asked."""
    return st.session_state.get(sheet_draft.field_key("reason", action)) or None


def correction_reason(opened: OpenMeeting, for_action: str = "save") -> str | None:
    """The reason for a correction in a closed month; not asked in an open one."""
    if not opened.closed:
        return None
    return (
        st.text_input(
            _("This month is closed. Reason for the correction?"),
            key=sheet_draft.field_key("reason", for_action),
            live=True,
            max_chars=200,
        )
        or None
    )
