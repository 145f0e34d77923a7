"""Sittings: how many a meeting has, when and where each is, and which one is being entered."""

from datetime import time

import streamlit as st

from components.i18n import _, day_text
from components.meetings import sheet_draft
from components.widgets import forms
from db.meetings import sittings
from db.meetings.meetings import OpenMeeting
from db.meetings.sheet import MEETING
from db.meetings.sittings import SittingInput, draft_part


def choose_sitting(opened: OpenMeeting) -> int | None:
    """The sitting being entered; None if the meeting has only one."""
    if not opened.sittings:
        return None
    labels = {sitting.number: _label(sitting) for sitting in opened.sittings}
    chosen = st.segmented_control(
        _("Sitting"), list(labels), format_func=labels.get, default=1, required=True, key="record_sitting"
    )
    st.caption(_("Enter who came to each sitting. A person who came to two is counted once."))
    return chosen if chosen in labels else 1


def show_sittings_form(opened: OpenMeeting) -> None:
    """The number of sittings, with day, time and place of each."""
    count = len(opened.sittings) or 1
    st.segmented_control(
        _("Number of sittings"),
        range(1, sittings.MOST + 1),
        default=count,
        required=True,
        **sheet_draft.typed_field(opened, MEETING, "sittings"),
    )
    for sitting in opened.sittings:
        part = draft_part(sitting.number)
        st.markdown(f"**{_label(sitting._replace(held_on=None, starts_at=None))}**")
        with st.container(horizontal=True):
            forms.date_field(_("Date"), sitting.held_on, **sheet_draft.typed_field(opened, part, "held_on"))
            st.time_input(
                _("From"),
                value=time.fromisoformat(sitting.starts_at[:5]) if sitting.starts_at else None,
                **sheet_draft.typed_field(opened, part, "starts_at"),
            )
        st.text_input(
            _("Place"),
            value=sitting.place or "",
            live=True,
            max_chars=200,
            **sheet_draft.typed_field(opened, part, "place"),
        )


def _label(sitting: SittingInput) -> str:
    when = " ".join(part for part in (sitting.starts_at, day_text(sitting.held_on)) if part)
    name = _("Sitting {number}", number=sitting.number)
    return f"{name} · {when}" if when else name
