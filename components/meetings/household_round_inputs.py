"""Entering the round of household reports: everything with one click, then exceptions and notes."""

from functools import partial

import streamlit as st

from components.i18n import _, join_list, number
from components.labels import household_labels
from components.markdown import escape_markdown
from components.meetings import attendance_inputs, sheet_draft
from components.shell import auth
from components.widgets import person_finder
from components.widgets.person_finder import NamedChoice
from db.drafts.drafts import DraftField
from db.households.household_notes import LONGEST
from db.households.household_queries import PlaceName
from db.meetings import household_round
from db.meetings.household_round import NOTE, REPORTED, ROUND, RoundNote
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.meetings.sheet import MEETING, draft_part
from db.vietnamese import fold


def show(opened: OpenMeeting) -> None:
    """Show the button for everything and the exceptions below it; nothing if nobody is in charge of households."""
    if not opened.round.applies:
        return
    key = sheet_draft.field_key(ROUND, str(opened.round.recorded))
    st.checkbox(
        _("Households: all in charge who came have reported, nothing new"),
        value=opened.round.recorded,
        **sheet_draft.typed_field(opened, MEETING, ROUND, key),
    )
    if opened.round.recorded:
        _silent(opened)
    if opened.round.recorded or opened.round.notes:
        _notes(opened)


def _silent(opened: OpenMeeting) -> None:
    """How many reported, and who did not."""
    reported = opened.round.reported
    silent = [line for line in opened.sheet.lines if reported.get(line.person.member_id) is False]
    st.markdown(
        _("**{count}/{all}** in charge have reported", count=number(sum(reported.values())), all=number(len(reported)))
        + (_(" · not: {people}", people=_names(silent)) if silent else "")
    )
    people = [
        NamedChoice(str(one.member_id), one.name, one.search_key, one.number, one.born)
        for one in opened.sheet.people
        if one.member_id in reported
    ]
    chosen = [str(line.person.member_id) for line in silent]
    keep = partial(_keep_silent, opened.ref, tuple(chosen))
    with st.expander(_("Who did not report")):
        person_finder.choose_people(people, chosen, keep, title=_("Tap who did not report"), key="record_silent")


def _names(lines: list) -> str:
    return escape_markdown(
        join_list([line.person.name if line.present else _("{name} (absent)", name=line.person.name) for line in lines])
    )


def _keep_silent(ref: MeetingRef, before: tuple[str, ...], now: list[str]) -> None:
    """Mark or unmark people as not having reported. A callback."""
    changed = dict.fromkeys(set(now) - set(before), "0") | dict.fromkeys(set(before) - set(now), "1")
    sheet_draft.save_values(
        ref, {DraftField(draft_part(int(member)), REPORTED): said for member, said in changed.items()}
    )


def _notes(opened: OpenMeeting) -> None:
    """Notes, household by household, followed by an empty one."""
    places = household_round.list_places(auth.viewer(), opened.ref.unit_id, opened.day)
    for note in opened.round.notes:
        _note(opened, places, note)
    _note(opened, places, RoundNote(household_round.unused_note_part(opened.round), "", "", "", None))
    st.caption(_(household_labels.NOT_RECORDED))


def _note(opened: OpenMeeting, places: list[PlaceName], note: RoundNote) -> None:
    if not note.saved:
        _place(opened, places, note)
        if not note.place and not note.text:
            return
    name = note.name or next((place.name for place in places if place.code == note.place), "")
    st.text_input(
        _("{household}: what is new", household=escape_markdown(name)) if name else _("What is new"),
        value=note.text,
        live=True,
        max_chars=LONGEST,
        **sheet_draft.typed_field(opened, note.part, NOTE),
    )
    if not note.saved:
        _next(opened, note)


def _place(opened: OpenMeeting, places: list[PlaceName], note: RoundNote) -> None:
    """Pick a household or group, tapped or found by name."""
    choices = [NamedChoice(place.code, place.name, fold(place.name)) for place in places]
    person_finder.choose_people(
        choices,
        [note.place] if note.place else [],
        partial(_keep_place, opened.ref, note.part),
        title=_("Something new about"),
        key=sheet_draft.field_key(note.part, "place"),
        first=[one for one in choices if one.code == note.place] or None,
        search=_("Find a household or a group"),
        single=True,
        more=household_labels.more_places,
    )


def _keep_place(ref: MeetingRef, part: str, codes: list[str]) -> None:
    """Keep the tapped household, or none. A callback."""
    sheet_draft.save_values(ref, {DraftField(part, "place"): codes[0] if codes else None})


def _next(opened: OpenMeeting, note: RoundNote) -> None:
    """Pick who follows up, those in charge of households first."""
    lines = sorted(opened.sheet.lines, key=lambda line: line.person.member_id not in opened.round.reported)
    names = {str(line.person.member_id): attendance_inputs.person_label(line, opened) for line in lines}
    told = str(note.next or "")
    st.selectbox(
        _("Who sees to it next"),
        list(names),
        index=list(names).index(told) if told in names else None,
        format_func=names.get,
        placeholder=_("Not entered"),
        **sheet_draft.typed_field(opened, note.part, "member"),
    )
