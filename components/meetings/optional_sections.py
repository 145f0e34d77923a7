"""The choice of optional sections beside the attendance, opened one at a time, never required for saving."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from components.i18n import _
from components.meetings import (
    meeting_status_actions,
    roster_number_boxes,
    sections_beside_attendance,
    sitting_inputs,
    task_inputs,
)
from components.widgets import url_state
from db.meetings.meetings import OpenMeeting
from db.meetings.sheet_snapshot import SheetSnapshot
from db.models import MeetingState

SECTIONS, DECLARE = "record_more", "declare"


class Sections(NamedTuple):
    """The sections of a sheet, each with its title and what draws it, and the options that bind their choice."""

    offered: dict[str, tuple[str, Callable[[OpenMeeting], None]]]
    choice: dict[str, Any]

    @property
    def chosen(self) -> str | None:
        """The open section."""
        return st.session_state.get(SECTIONS)


def offer(opened: OpenMeeting, before: SheetSnapshot) -> Sections:
    """Return the sections, of which the address or the user has opened one; their actions apply to what was shown
    `before` the input.

    Asked before the save bar is drawn, since a page that is loaded again has its open section from the address.
    """
    offered: dict[str, tuple[str, Callable[[OpenMeeting], None]]] = {
        "paste": (_("Paste names"), sections_beside_attendance.show_pasted_names),
        "details": (_("Time and agenda"), sections_beside_attendance.show_details),
        **({"speakers": (_("Who spoke"), roster_number_boxes.speakers_by_number_box)} if opened.joint else {}),
        "guests": (_("Guests"), sections_beside_attendance.show_guests),
        "tasks": (_("Tasks"), task_inputs.show),
        "sittings": (_("Sittings"), sitting_inputs.show_sittings_form),
        "reasons": (_("Detailed reasons"), sections_beside_attendance.show_absence_reasons),
    }
    if _may_declare(opened):
        offered[DECLARE] = (
            _("Not held or postponed"),
            partial(meeting_status_actions.show_not_held_or_postponed_form, before=before),
        )
    else:
        offered["cancel"] = (_("Entered by mistake"), partial(meeting_status_actions.show_cancel_form, before=before))
    if opened.typed.values:
        offered["discard"] = (_("Discard the draft"), partial(meeting_status_actions.show_discard_form, before=before))
    return Sections(
        offered, url_state.choice_in_address(SECTIONS, offered, lambda name: offered[name][0], persist=False)
    )


def show(opened: OpenMeeting, sections: Sections) -> None:
    """Show the choice of sections and the selected one."""
    chosen = st.pills(_("More (optional)"), **sections.choice)
    if chosen:
        sections.offered[chosen][1](opened)


def _may_declare(opened: OpenMeeting) -> bool:
    return opened.meeting is None or opened.meeting.state != MeetingState.HELD
