"""From a touch to the draft: what each widget of the sheet writes, and what its user had before his eyes.

Only the difference between what a widget showed and what it shows now is written: a filter, a page of a
long list or a stale screen decides nothing.
"""

from collections.abc import Iterable
from datetime import date, time

import streamlit as st

from components import auth
from components.record import seeing
from db import clock, drafts
from db.drafts import Field, Place
from db.faults import Refused
from db.meetings import fitting, meetings, sheet
from db.meetings.meetings import Call, Opened, Placed
from db.meetings.sheet import MEETING, Mode, part
from db.meetings.shown import Shown
from db.models import Outcome

TURN = "record_turn"


def show(opened: Opened) -> Shown:
    """Keep what is about to be shown; what was shown until now. Where another threw away or saved what was typed, the fields begin anew."""
    before, gone = seeing.show(opened)
    if gone:
        _turn()
    return before


def again(call: Call) -> None:
    """Note once more what another threw away. A callback."""
    put(call, seeing.lost(placed_now(call).place))
    anew()


def key(*names: str) -> str:
    """The key of a field of the sheet; another one once a sheet is saved: the browser still holds what was typed under the old one."""
    return "_".join(["record", *names, str(st.session_state.get(TURN, 0))])


def anew() -> None:
    """What was typed is saved or thrown away: all fields begin anew."""
    seeing.forget()
    _turn()


def _turn() -> None:
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def watched(name: str, shown: object, standing: Iterable) -> str:
    """The key of a widget that shows part of the draft.

    A new key whenever somebody else changed what it shows: the widget then starts anew from the draft.
    """
    marks = frozenset(standing)
    told = st.session_state.get(f"{name}_told")
    key = f"{name}_{st.session_state.get(f'{name}_turn', 0)}"
    mine = st.session_state.get(key)
    if told is None or told[0] != shown or (mine is not None and frozenset(mine) != marks):
        turn = st.session_state.get(f"{name}_turn", 0) + 1
        st.session_state[f"{name}_turn"] = turn
        key = f"{name}_{turn}"
    st.session_state[f"{name}_told"] = (shown, marks)
    return key


def touched(name: str) -> tuple[set, set]:
    """What was newly marked and what was unmarked; nothing after a restart, which has forgotten what was shown."""
    told = st.session_state.get(f"{name}_told")
    now = st.session_state.get(f"{name}_{st.session_state.get(f'{name}_turn', 0)}")
    return (set(), set()) if told is None or now is None else (set(now) - told[1], set(told[1]) - set(now))


def on_people(name: str, call: Call, mode: Mode) -> None:
    """People tapped in the list of names."""
    added, removed = touched(name)
    marked, unmarked = (sheet.ABSENT, Outcome.PRESENT.value) if mode == Mode.ABSENT else (Outcome.PRESENT.value, sheet.ABSENT)
    put(call, each(added, "outcome", marked) | each(removed, "outcome", unmarked))


def on_field(name: str, call: Call, field: str, marked: str, unmarked: str | None) -> None:
    """People tapped in a list that sets one field of theirs: no reason, reason unknown, spoke."""
    added, removed = touched(name)
    put(call, each(added, field, marked) | each(removed, field, unmarked))


def on_mode(key: str, call: Call) -> None:
    """The switch: what is marked is read in the new sense; of a saved meeting, whose people all stand, only the boxes begin anew."""
    opened, mode = opened_now(call), st.session_state.get(key)
    if mode is None or mode == opened.sheet.mode:
        return
    values: dict[Field, str | None] = {Field(MEETING, "mode"): mode}
    if opened.saved:
        values |= dict.fromkeys(Field(MEETING, name) for name in opened.sheet.texts if name.startswith("numbers"))
    else:
        marked, was = (sheet.ABSENT, Outcome.PRESENT) if mode == Mode.ABSENT else (Outcome.PRESENT.value, sheet.ABSENT)
        values |= {field: marked if value == was else None for field, value in opened.typed.values.items() if field.name == "outcome" and value}
    put(call, values, opened)


def on_all(key: str, call: Call) -> None:
    """One reason for all who are absent."""
    opened, why = opened_now(call), st.session_state.get(key)
    if why:
        values = each({line.person.member_id for line in opened.sheet.absentees}, "why", why) | {Field(MEETING, "all"): why}
        put(call, values, opened)


def on_reason(key: str, call: Call, member_id: int) -> None:
    """The reason of one person: a state, or the state "with reason" and which."""
    why, reason = st.session_state.get(key) or (None, None)
    if why:
        put(call, {Field(part(member_id), "why"): why, Field(part(member_id), "reason"): reason})


def on_text(key: str, call: Call, where: str, field: str) -> None:
    """A line of text, a day, a choice."""
    put(call, {Field(where, field): _plain(st.session_state.get(key))})


def on_sure(key: str, call: Call, field: str, value: str) -> None:
    """What was asked is meant so."""
    put(call, {Field(MEETING, field): value if st.session_state.get(key) else None})


def begin(call: Call, mode: Mode) -> None:
    """Begin to record a meeting that was said not to be held."""
    put(call, {Field(MEETING, "mode"): mode})


def settle(key: str, place: Place, field: Field, values: list[str | None]) -> None:
    """Which of two people's choices holds."""
    if (chosen := st.session_state.get(key)) is not None:
        drafts.settle(auth.viewer(), place, field, values[chosen])
        seeing.touched(place, {field: values[chosen]})


def on_named(key: str, call: Call, line: str, outcome: str) -> None:
    """Whom a pasted name means: one person; whoever it was taken for before is as if never marked."""
    opened, field = opened_now(call), Field(MEETING, line)
    chosen, before = st.session_state.get(key), opened.sheet.named(line)
    people = {person.member_id for person in opened.sheet.people}
    if chosen == before or (chosen is not None and chosen not in people):
        return
    values: dict[Field, str | None] = {field: str(chosen) if chosen else None}
    if before in people and before not in opened.sheet.named_beside(line):
        values[Field(part(before), "outcome")] = opposite(opened, before)
    if chosen:
        values[Field(part(chosen), "outcome")] = outcome
    put(call, values, opened)


def opposite(opened: Opened | Placed, member_id: int) -> str | None:
    """What is noted of somebody whose mark is taken back: nothing, or of a saved meeting the opposite."""
    if not opened.saved:
        return None
    return Outcome.PRESENT if opened.sheet.mode == Mode.ABSENT and member_id in opened.sheet.marked else sheet.ABSENT


def mark(call: Call, member_ids: Iterable[int], outcome: str) -> None:
    """Mark people found by their pasted names."""
    put(call, each(set(member_ids), "outcome", outcome))


def _plain(value) -> str:
    """A widget's value as the draft keeps it; empty for what was taken out."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def each(member_ids: set[int], field: str, value: str | None) -> dict[Field, str | None]:
    """One field of several people."""
    return {Field(part(member_id), field): value for member_id in member_ids}


def opened_now(call: Call) -> Opened:
    """The meeting as it stands at a touch: before a callback writes, whoever touches is asked for again."""
    return meetings.opened(auth.viewer(), call)


def placed_now(call: Call) -> Placed:
    """Where its draft lies at a touch, for those that need none of its people; whoever touches is asked for again, too."""
    return meetings.placed(auth.viewer(), call)


def put(call: Call, values: dict[Field, str | None], opened: Opened | Placed | None = None, seen: dict[Field, str | None] | None = None) -> None:
    """Into the draft, with what its author had before his eyes: what the page showed, unless `seen` says otherwise."""
    values = {field: value for field, value in values.items() if fitting.fits(field, value)}
    if not values:
        return
    opened = opened or placed_now(call)
    day = Field(MEETING, "held_on")
    if call.day and opened.meeting is None and day not in opened.typed.values:  # the day that was chosen belongs to the draft
        values = {day: min(call.day, clock.today()).isoformat()} | values
    before = seeing.typed(opened.place)
    try:
        drafts.put(auth.viewer(), opened.place, values, {field: before.get(field) for field in values} | (seen or {}), close=sheet.CLOSE)
    except Refused as refusal:
        seeing.refuse(refusal)
    else:
        seeing.touched(opened.place, values)
