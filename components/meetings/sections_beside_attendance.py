"""What the optional sections beside the attendance show: pasted names, details, guests, reasons."""

from datetime import time
from functools import partial

import streamlit as st

from components.i18n import _, join_list
from components.labels.pasted_name_labels import unaccented_text
from components.markdown import escape_markdown
from components.meetings import (
    attendance_inputs,
    sheet_draft,
)
from components.shell import auth
from components.widgets import person_finder
from db.drafts.drafts import DraftField
from db.meetings import minutes_writer, name_matcher, pasted_names, sheet
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.meetings.sheet import MEETING, EntryMode
from db.models import Outcome
from db.people import directory
from db.settings import settings
from db.teams import officials
from db.vietnamese import fold


def show_pasted_names(opened: OpenMeeting) -> None:
    """Names pasted from a chat: certain matches are marked, doubtful ones asked with number and birth year."""
    outcome = sheet.ABSENT if opened.sheet.mode == EntryMode.ABSENT else Outcome.PRESENT.value
    st.text_area(
        _("Names pasted from a message, one per line"),
        value=opened.sheet.texts.get(pasted_names.PASTED, ""),
        **sheet_draft.typed_field(opened, MEETING, pasted_names.PASTED),
    )
    found, names = pasted_names.read(opened.sheet), {one.member_id: one.name for one in opened.sheet.people}
    if unaccented := [(one.line, names[one.sure]) for one in found.matches if one.sure and one.unaccented]:
        st.caption(unaccented_text(unaccented))
    if found.exempt:
        exempt = join_list([names[one.sure] for one in found.exempt if one.sure])
        st.caption(_("Exempt, so not counted as absent: {numbers}", numbers=escape_markdown(exempt)))
    if found.unmarked:
        label = _("Mark all certain matches ({count})").format(count=len(found.unmarked))
        sure = [one.sure for one in found.unmarked]
        st.button(label, key="record_pasted_sure", on_click=sheet_draft.mark_people, args=(opened.ref, sure, outcome))
    for match in found.doubtful:
        _doubtful(opened, match, outcome)


def show_details(opened: OpenMeeting) -> None:
    """Type, times, form, place, chair, minute taker, agenda, own score."""
    viewer, people = (
        auth.viewer(),
        {str(line.person.member_id): attendance_inputs.person_label(line, opened) for line in opened.sheet.lines},
    )
    labels = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    if len(opened.types) > 1:
        standing = opened.meeting.type if opened.meeting else opened.types[0]
        _choice(opened, "type", _("Type"), {key: labels[key] for key in opened.types}, standing)
    with st.container(horizontal=True):
        _time(opened, "starts_at", _("From"))
        _time(opened, "ends_at", _("To"))
    _choice(
        opened,
        "form",
        _("Format"),
        {option.key: option.label for option in settings.options(viewer, "meeting_forms")},
        _standing(opened, "form"),
    )
    _line(opened, "place", _("Place"))
    _choice(opened, "chair", _("Chair"), people, _standing(opened, "chair_id"))
    _choice(opened, "minute_taker", _("Minute taker"), people, _standing(opened, "minute_taker_id"))
    _text(opened, "agenda", _("Agenda"), _standing(opened, "agenda"))
    _score(opened)


def show_guests(opened: OpenMeeting) -> None:
    """Guests from above, and people on no list, whom the commune is asked to place."""
    for field, title, above in (
        ("guests_above", _("Guests from higher levels, one per line: name, post"), True),
        (
            "guests_unlisted",
            _("Attended but not on the list, one per line; the committee above will place them in a cell"),
            False,
        ),
    ):
        standing = "\n".join(minutes_writer.format_guest(guest) for guest in opened.guests if guest.from_above == above)
        if above:
            _known_guests(opened, field, standing)
        _text(opened, field, title, standing)


def _known_guests(opened: OpenMeeting, field: str, current: str) -> None:
    """People of the directory and earlier guests, to tap instead of typing."""
    viewer = auth.viewer()
    posts = {option.key: option.label for option in settings.options(viewer, "posts")}
    # officials of the teams that follow the cell come first: selecting one counts as their visit
    sent = [(one.name, one.title) for one in officials.followers(viewer, opened.ref.unit_id, opened.day)]
    here = [
        (guest.name, posts.get(guest.post or "", guest.position or ""))
        for guest in directory.likely_guests(viewer, opened.ref.unit_id)
        if fold(guest.name) not in {fold(each[0]) for each in sent}
    ]
    known = list(dict.fromkeys(", ".join(filter(None, each)) for each in [*sent, *here]))
    if not known:
        return
    lines = (opened.typed.values.get(DraftField(MEETING, field)) or current).splitlines()
    person_finder.choice_pills(
        _("Guests known here"),
        {line: escape_markdown(line) for line in known},
        lines,
        partial(_on_guests, opened.ref, field),
        key=sheet_draft.field_key("known_guests"),
    )


def _on_guests(ref: MeetingRef, field: str, lines: list[str]) -> None:
    """Add tapped guests to the typed lines. A callback."""
    st.session_state[sheet_draft.field_key(MEETING, field)] = "\n".join(lines)
    sheet_draft.save_values(ref, {DraftField(MEETING, field): "\n".join(lines)})


def show_absence_reasons(opened: OpenMeeting) -> None:
    """Each absentee's reason from the short list; it stays in the cell."""
    absent = opened.sheet.absentees
    offered = settings.active_options(auth.viewer(), "absence_reasons", *(line.reason for line in absent))
    options: dict[tuple[str, str | None], str] = {
        (Outcome.EXCUSED.value, option.key): option.label for option in offered
    }
    options |= {
        (Outcome.EXCUSED.value, None): _("With reason (not specified)"),
        (Outcome.UNEXCUSED.value, None): _("Without reason"),
        (Outcome.UNKNOWN.value, None): _("Not known yet"),
    }
    st.caption(
        _("The reason stays within the cell. Do not record anything about illness beyond this list.")
        if absent
        else _("Nobody is absent.")
    )
    for line in absent:
        standing = (line.outcome.value, line.reason)
        key = f"record_reason_{line.person.member_id}_{standing}"
        st.selectbox(
            attendance_inputs.person_label(line, opened),
            list(options),
            index=list(options).index(standing) if standing in options else None,
            format_func=options.get,
            key=key,
            on_change=sheet_draft.on_reason,
            args=(key, opened.ref, line.person.member_id),
        )


def _doubtful(opened: OpenMeeting, match: name_matcher.NameMatch, outcome: str) -> None:
    people = {
        person.member_id: f"{person.number or ''} · {escape_markdown(person.name)} ({(person.born or '?')[:4]})"
        for person in match.candidates[:6]
    }
    if not people:
        st.caption(_("“{line}”: nobody on the list has this name.").format(line=escape_markdown(match.line)))
        return
    field = pasted_names.field_of(match)
    told = opened.sheet.meant_by_line(field)
    key = sheet_draft.field_key("doubt", field, str(told))
    line = f"{match.line} ({match.nth})" if match.nth > 1 else match.line
    st.pills(
        _("“{line}”: who is it?").format(line=escape_markdown(line)),
        list(people),
        format_func=people.get,
        key=key,
        default=told if told in people else None,
        on_change=sheet_draft.on_pasted_name,
        args=(key, opened.ref, field, outcome),
    )


def _standing(opened: OpenMeeting, name: str) -> str | None:
    value = getattr(opened.meeting, name) if opened.meeting else None
    return None if value is None else str(value)


def _choice(opened: OpenMeeting, field: str, title: str, labels: dict[str, str], current: str | None) -> None:
    now = opened.sheet.texts.get(field, current)
    st.selectbox(
        title, list(labels), index=list(labels).index(now) if now in labels else None, format_func=labels.get,
        placeholder=_("Not entered"), **sheet_draft.typed_field(opened, MEETING, field),
    )  # fmt: skip


def _line(opened: OpenMeeting, field: str, title: str) -> None:
    st.text_input(
        title,
        value=opened.sheet.texts.get(field, _standing(opened, field) or ""),
        live=True,
        max_chars=200,
        **sheet_draft.typed_field(opened, MEETING, field),
    )


def _text(opened: OpenMeeting, field: str, title: str, current: str | None) -> None:
    now = opened.typed.values.get(DraftField(MEETING, field), current)
    st.text_area(title, value=now or "", **sheet_draft.typed_field(opened, MEETING, field))


def _time(opened: OpenMeeting, field: str, title: str) -> None:
    now = opened.sheet.texts.get(field, _standing(opened, field))
    st.time_input(
        title, value=time.fromisoformat(now[:5]) if now else None, **sheet_draft.typed_field(opened, MEETING, field)
    )


def _score(opened: OpenMeeting) -> None:
    now = opened.sheet.texts.get("score", _standing(opened, "score"))
    st.number_input(
        _("Cell's own score for the meeting, up to 100"),
        0.0,
        100.0,
        value=float(now) if now else None,
        step=0.5,
        **sheet_draft.typed_field(opened, MEETING, "score"),
    )
