"""From a touch to the draft: what each widget of the sheet writes, and what its user had before his eyes.

Only the difference between what a widget showed and what it shows now is written: a filter, a page of a
long list or a stale screen decides nothing.
"""

from collections.abc import Iterable
from datetime import date, time

import streamlit as st

from components import auth
from db import drafts
from db.drafts import Field
from db.meetings import meetings, sheet
from db.meetings.meetings import Call, Opened
from db.meetings.sheet import MEETING, Mode, part
from db.models import Outcome

SHOWN = "record_shown"


def show(opened: Opened) -> None:
    """Keep what is about to be shown: what its user chooses next, he chooses having seen this."""
    st.session_state[SHOWN] = (opened.place, opened.typed.values)


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
    _put(call, _each(added, "outcome", marked) | _each(removed, "outcome", unmarked))


def on_field(name: str, call: Call, field: str, marked: str, unmarked: str | None) -> None:
    """People tapped in a list that sets one field of theirs: no reason, reason unknown, spoke."""
    added, removed = touched(name)
    _put(call, _each(added, field, marked) | _each(removed, field, unmarked))


def on_numbers(key: str, call: Call, box: str, member_ids: dict[int, int], mode: Mode) -> None:
    """A box of numbers from the signed sheet: those new in it are marked, those gone from it unmarked."""
    opened, text = _opened(call), st.session_state.get(key, "")
    before = {member_ids[number] for number in sheet.numbers(opened.sheet.texts.get(box, "")) if number in member_ids}
    now = {member_ids[number] for number in sheet.numbers(text) if number in member_ids}
    marked, unmarked = (sheet.ABSENT, Outcome.PRESENT.value) if mode == Mode.ABSENT else (Outcome.PRESENT.value, sheet.ABSENT)
    field, (yes, no) = ("spoke", ("1", "0")) if box == "spoke" else ("outcome", (marked, unmarked))
    values = _each(now - before, field, yes) | _each(before - now, field, no) | {Field(MEETING, box): text}
    _put(call, values, opened)


def on_all(key: str, call: Call) -> None:
    """One reason for all who are absent."""
    opened, why = _opened(call), st.session_state.get(key)
    if why:
        values = _each({line.person.member_id for line in opened.sheet.absentees}, "why", why) | {Field(MEETING, "all"): why}
        _put(call, values, opened)


def on_reason(key: str, call: Call, member_id: int) -> None:
    """The reason of one person: a state, or the state "with reason" and which."""
    why, reason = st.session_state.get(key) or (None, None)
    if why:
        _put(call, {Field(part(member_id), "why"): why, Field(part(member_id), "reason"): reason})


def on_text(key: str, call: Call, where: str, field: str) -> None:
    """A line of text, a day, a choice."""
    _put(call, {Field(where, field): _plain(st.session_state.get(key))})


def mark(call: Call, member_ids: Iterable[int], outcome: str) -> None:
    """Mark people found by their pasted names."""
    _put(call, _each(set(member_ids), "outcome", outcome))


def _plain(value) -> str | None:
    """A widget's value as the draft keeps it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


def _each(member_ids: set[int], field: str, value: str | None) -> dict[Field, str | None]:
    return {Field(part(member_id), field): value for member_id in member_ids}


def _opened(call: Call) -> Opened:
    return meetings.opened(auth.viewer(), call)


def _put(call: Call, values: dict[Field, str | None], opened: Opened | None = None) -> None:
    if not values:
        return
    place = (opened or _opened(call)).place
    shown_of, shown = st.session_state.get(SHOWN, (None, {}))
    drafts.put(auth.viewer(), place, values, {field: shown.get(field) for field in values} if shown_of == place else {})
