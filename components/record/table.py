"""The table on which one meeting lies: who came, the count, the save button, what is left to tell."""

import streamlit as st

from components import auth, feedback
from components.i18n import _, clock_time, day_text
from components.paragraph import opening
from components.record import beside, marks, typing
from components.text import plain
from db import clock, drafts, settings
from db.meetings import meetings, recording, sheet
from db.meetings.meetings import Call, Opened
from db.models import MeetingState, Outcome


@st.fragment
def lay(call: Call) -> None:
    """The whole of one meeting, drawn again at each touch without the page around it."""
    with feedback.refusing():
        opened = meetings.opened(auth.viewer(), call)
    typing.show(opened)
    _standing(opened)
    _day(opened)
    marks.modes(opened)
    marks.numbers(opened)
    marks.names(opened)
    marks.reasons(opened)
    if opened.sheet.mode == sheet.Mode.PRESENT or opened.sheet.texts.get("spoke"):
        marks.speakers(opened)
    _rivals(opened)
    _save(opened)
    beside.sections(opened)


def _standing(opened: Opened) -> None:
    """What the register says of this meeting now."""
    meeting = opened.meeting
    if meeting is None:
        return
    if meeting.state == MeetingState.NOT_HELD:
        st.info(_("Said not to be held: {why}").format(why=plain(meeting.reason or "")))
    elif meeting.state == MeetingState.POSTPONED:
        st.info(_("Postponed to {day}: {why}").format(day=day_text(meeting.postponed_to), why=plain(meeting.reason or "")))
    elif not opened.typed.values:
        st.success(_("Saved. This meeting counts as reported. You may correct it freely until the month is closed."))
        labels = {option.key: option.label for option in settings.options(auth.viewer(), "meeting_types")}
        st.caption(_("Opening of the minutes, to copy:"))
        st.code(opening(opened, labels.get(meeting.type, "")), language=None, wrap_lines=True)


def _day(opened: Opened) -> None:
    key = f"record_day_{opened.day}"
    st.date_input(
        _("Day of the meeting"), value=opened.day, max_value=max(clock.today(), opened.day), min_value=recording.EARLIEST, format="DD/MM/YYYY",
        key=key, on_change=typing.on_text, args=(key, opened.call, sheet.MEETING, "held_on"),
    )  # fmt: skip


def _rivals(opened: Opened) -> None:
    """Where two people chose differently for the same person or field: asked, never decided for them."""
    names = {sheet.part(line.person.member_id): line.person.name for line in opened.sheet.lines}
    for at, (field, rivals) in enumerate(opened.typed.rivals.items()):
        about = plain(names.get(field.part, _("this meeting")))
        values = {rival.value: f"{plain(rival.author)}: {_value(rival.value)}" for rival in rivals}
        chosen = st.segmented_control(
            _("{who}: two people noted differently. Which holds?").format(who=about), list(values), format_func=values.get, key=f"record_rival_{at}"
        )
        if chosen is not None:
            drafts.settle(auth.viewer(), opened.place, field, chosen)
            st.rerun(scope="fragment")


def _value(value: str | None) -> str:
    words = {
        sheet.ABSENT: _("absent"), Outcome.PRESENT: _("present"), Outcome.EXCUSED: _("with reason"),
        Outcome.UNEXCUSED: _("without reason"), Outcome.UNKNOWN: _("not known yet"), "1": _("yes"), "0": _("no"), None: _("nothing"),
    }  # fmt: skip
    return words.get(value, value or "")


def _save(opened: Opened) -> None:
    """The count, when it was last kept, and the one button of the page."""
    with st.container(key="savebar"):
        st.markdown(_count(opened))
        if opened.typed.touched_at:
            st.caption(_("Draft kept at {time}").format(time=clock_time(opened.typed.touched_at)))
        reason = st.text_input(_("This month is closed. Why is it corrected?"), key="record_reason", live=True, max_chars=200) if opened.closed else None
        if st.button(_("Save the meeting"), type="primary", key="record_save", width="stretch"):
            with feedback.saving(_("Meeting saved.")):
                recording.save(auth.viewer(), opened.call, reason or None)
                st.rerun()


def _count(opened: Opened) -> str:
    now = opened.sheet
    parts = [
        _("**{present}/{expected}** present").format(present=now.count(Outcome.PRESENT), expected=now.expected),
        _("**{count}** absent").format(count=len(now.absentees)),
    ]
    if now.exempt:
        parts.append(_("**{count}** exempt").format(count=now.exempt))
    return " · ".join(parts)
