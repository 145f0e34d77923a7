"""From input to the draft: what each widget of the sheet writes, and what its user saw.

Only the difference between what a widget showed and shows now is written, so that filters, pages of a long list and
stale screens change nothing.
"""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from components.meetings import shown_snapshot
from components.shell import auth, refusal_message
from components.widgets import draft_fields
from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Refused
from db.meetings import draft_writer, meetings, sheet
from db.meetings.meetings import MeetingDraft, MeetingRef, OpenMeeting
from db.meetings.sheet import MEETING, EntryMode, draft_part
from db.meetings.sheet_snapshot import SheetSnapshot
from db.models import Outcome

SHEET = "record"


def update_snapshot(opened: OpenMeeting) -> SheetSnapshot:
    """Keep a snapshot of what is about to be shown; return the previous one.

    If somebody else discarded or saved the draft, the fields are reset.
    """
    before, gone = shown_snapshot.remember_shown(opened)
    if gone:
        draft_fields.renew_fields(SHEET)
    return before


def restore_discarded_values(ref: MeetingRef) -> None:
    """Restore values that somebody else discarded. A callback."""
    save_values(ref, shown_snapshot.discarded_values(load_draft_place(ref).place))
    forget_shown_and_renew_fields()


def field_key(*names: str) -> str:
    """The key of a field of the sheet; it changes once the sheet is saved."""
    return draft_fields.field_key(SHEET, *names)


def forget_shown_and_renew_fields() -> None:
    """After saving or discarding: reset all fields."""
    shown_snapshot.forget_shown()
    draft_fields.renew_fields(SHEET)


def synced_key(name: str, shown: object, current: Iterable) -> str:
    """The key of a widget that shows part of the draft.

    It changes whenever somebody else changes that part, so that the widget restarts from the draft.
    """
    marks = frozenset(current)
    told = st.session_state.get(f"{name}_told")
    key = f"{name}_{st.session_state.get(f'{name}_turn', 0)}"
    mine = st.session_state.get(key)
    if told is None or told[0] != shown or (mine is not None and frozenset(mine) != marks):
        turn = st.session_state.get(f"{name}_turn", 0) + 1
        st.session_state[f"{name}_turn"] = turn
        key = f"{name}_{turn}"
    st.session_state[f"{name}_told"] = (shown, marks)
    return key


def marked_and_unmarked(name: str) -> tuple[set, set]:
    """Newly marked and unmarked options; empty after a restart, when the previous ones are unknown."""
    told = st.session_state.get(f"{name}_told")
    now = st.session_state.get(f"{name}_{st.session_state.get(f'{name}_turn', 0)}")
    return (set(), set()) if told is None or now is None else (set(now) - told[1], set(told[1]) - set(now))


def on_name_selection(name: str, ref: MeetingRef, mode: EntryMode) -> None:
    """People tapped in the list of names."""
    added, removed = marked_and_unmarked(name)
    marked, unmarked = (
        (sheet.ABSENT, Outcome.PRESENT.value) if mode == EntryMode.ABSENT else (Outcome.PRESENT.value, sheet.ABSENT)
    )
    save_values(ref, values_for(added, "outcome", marked) | values_for(removed, "outcome", unmarked))


def on_field(name: str, ref: MeetingRef, field: str, marked: str, unmarked: str | None) -> None:
    """People tapped in a list that sets one of their fields: no reason, reason unknown, spoke."""
    added, removed = marked_and_unmarked(name)
    save_values(ref, values_for(added, field, marked) | values_for(removed, field, unmarked))


def on_exempt_selection(name: str, ref: MeetingRef) -> None:
    """Exempt people tapped as present, overriding earlier marks."""
    added, removed = marked_and_unmarked(name)
    came = values_for(added, sheet.CAME, "1") | values_for(removed, sheet.CAME, "0")
    save_values(ref, values_for(added | removed, "outcome", None) | came)


def on_mode(key: str, ref: MeetingRef) -> None:
    """The mode switch: marks are reinterpreted; at a saved meeting, where everybody has an outcome, only the boxes are
    reset.
    """
    opened, mode = load_draft_place(ref), st.session_state.get(key)
    if mode is None or mode == opened.sheet.mode:
        return
    values: dict[DraftField, str | None] = {DraftField(MEETING, "mode"): mode}
    if opened.saved:
        values |= dict.fromkeys(DraftField(MEETING, name) for name in opened.sheet.texts if name.startswith("numbers"))
    else:
        marked, was = (
            (sheet.ABSENT, Outcome.PRESENT) if mode == EntryMode.ABSENT else (Outcome.PRESENT.value, sheet.ABSENT)
        )
        values |= {
            field: marked if value == was else None
            for field, value in opened.typed.values.items()
            if field.name == "outcome" and value
        }
    save_values(ref, values)


def on_common_reason(key: str, ref: MeetingRef, absentees: Iterable[int]) -> None:
    """One reason for everybody shown as absent."""
    if why := st.session_state.get(key):
        save_values(ref, values_for(set(absentees), "why", why) | {DraftField(MEETING, "all"): why})


def on_reason(key: str, ref: MeetingRef, member_id: int) -> None:
    """One person's reason: a state, or "with reason" and which."""
    why, reason = st.session_state.get(key) or (None, None)
    if why:
        save_values(
            ref, {DraftField(draft_part(member_id), "why"): why, DraftField(draft_part(member_id), "reason"): reason}
        )


def typed_field(opened: OpenMeeting, where: str, field: str, key: str = "") -> dict[str, Any]:
    """Widget options that bind it to a field of the draft: a line of text, a day, a choice."""
    call, at = opened.ref, DraftField(where, field)
    return draft_fields.draft_widget(key or field_key(where, field), lambda text: save_values(call, {at: text}))


def on_confirmation(key: str, ref: MeetingRef, field: str, value: str) -> None:
    """Confirm a value that was questioned."""
    save_values(ref, {DraftField(MEETING, field): value if st.session_state.get(key) else None})


def start_recording(ref: MeetingRef, mode: EntryMode) -> None:
    """Begin to record a meeting that was declared not held."""
    save_values(ref, {DraftField(MEETING, "mode"): mode})


def resolve_conflict(key: str, place: DraftKey, field: DraftField, values: list[str | None]) -> None:
    """Settle which of two people's choices holds."""
    if (chosen := st.session_state.get(key)) is not None:
        with refusal_message.showing_refusal():
            drafts.resolve_conflict(auth.viewer(), place, field, values[chosen])
            shown_snapshot.add_own_changes(place, {field: values[chosen]})


def on_pasted_name(key: str, ref: MeetingRef, line: str, outcome: str) -> None:
    """The person that a pasted name means; the person taken before is unmarked."""
    opened, field = load_meeting(ref), DraftField(MEETING, line)
    chosen, before = st.session_state.get(key), opened.sheet.meant_by_line(line)
    people = {person.member_id for person in opened.sheet.people}
    if chosen == before or (chosen is not None and chosen not in people):
        return
    values: dict[DraftField, str | None] = {field: str(chosen) if chosen else None}
    if before in people and before not in opened.sheet.meant_by_other_lines(line):
        values[DraftField(draft_part(before), "outcome")] = value_when_unmarked(opened, before)
    if chosen:
        values[DraftField(draft_part(chosen), "outcome")] = outcome
    save_values(ref, values)


def value_when_unmarked(opened: OpenMeeting | MeetingDraft, member_id: int) -> str | None:
    """The value of a person whose mark is withdrawn: none, or the opposite at a saved meeting."""
    if not opened.saved:
        return None
    return (
        Outcome.PRESENT
        if opened.sheet.mode == EntryMode.ABSENT and member_id in opened.sheet.people_to_enter
        else sheet.ABSENT
    )


def mark_people(ref: MeetingRef, member_ids: Iterable[int], outcome: str) -> None:
    """Mark people found by pasted names."""
    save_values(ref, values_for(set(member_ids), "outcome", outcome))


def values_for(member_ids: set[int], field: str, value: str | None) -> dict[DraftField, str | None]:
    """One field of several people as draft values."""
    return {DraftField(draft_part(member_id), field): value for member_id in member_ids}


def load_meeting(ref: MeetingRef) -> OpenMeeting:
    """Return the meeting at the time of the input; the viewer is authenticated again before a callback writes."""
    return meetings.load(auth.viewer(), ref)


def load_draft_place(ref: MeetingRef) -> MeetingDraft:
    """Return the place of the draft at the time of the input, for callbacks that need no people;
    authenticates again, too.
    """
    return meetings.load_draft(auth.viewer(), ref)


def save_values(
    ref: MeetingRef,
    values: dict[DraftField, str | None],
    seen: dict[DraftField, str | None] | None = None,
) -> None:
    """Save values to the draft, with what their author saw: the page's contents unless `seen` is given.

    Earlier failed writes are retried.
    """
    before, shown = shown_snapshot.unsaved_changes(), shown_snapshot.shown_snapshot()
    values = {**before.values, **values}
    if not values:
        return
    viewer, seen = auth.viewer(), {**before.seen, **(seen or {})}
    try:
        shown_snapshot.set_shown(draft_writer.save_values(viewer, ref, values, shown, seen))
    except Refused as refusal:
        shown_snapshot.remember_unsaved(values, {field: shown.values.get(field) for field in values} | seen, refusal)
    else:
        shown_snapshot.mark_all_saved()


def retry_unsaved(ref: MeetingRef) -> None:
    """Write what could not be written before."""
    if shown_snapshot.has_unsaved_changes():
        save_values(ref, {})
