"""Boxes for the numbers of people on a list: what counts for nobody is said before a save leaves it out.

A press may come with what was typed a moment before, or before the page that says so was drawn to its end. So each form
keeps which numbers its boxes may name, and what the last whole drawing said of each box.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import streamlit as st

from db.errors import Invalid
from db.meetings.number_parser import parse_numbers

SHOWN_AT_MOST = 10


class _Box(NamedTuple):
    """The text of a box as drawn, the numbers it may name, those of another box, and what the page says is left out."""

    text: str
    numbers: Collection[int]
    elsewhere: Collection[int]
    told: frozenset[str]


@contextmanager
def drawing(form: str) -> Iterator[None]:
    """Context manager (or decorator) around the drawing of a form: its boxes count as seen once it is drawn whole."""
    st.session_state[_begun_key(form)] = {}
    yield
    st.session_state[_drawn_key(form)] = st.session_state.pop(_begun_key(form), {})


def note(
    form: str,
    key: str,
    text: str,
    numbers: Collection[int],
    elsewhere: Collection[int] = (),
    also: Collection[int] = (),
) -> None:
    """Note that a box is drawn, with all that the page says of its text: that some of it stands for nobody, and `also`
    of other numbers that they do not count.
    """
    told = frozenset([*_left_out(text, numbers), *map(str, also)])
    st.session_state[_begun_key(form)] = {
        **st.session_state.get(_begun_key(form), {}),
        key: _Box(text, numbers, elsewhere, told),
    }


def refuse_unseen(form: str) -> None:
    """Raise Invalid if a save would leave something out of which the page has not told its user yet."""
    unlisted: list[str] = []
    misplaced: list[str] = []
    for key, box in {**_drawn(form), **st.session_state.get(_begun_key(form), {})}.items():
        text = st.session_state.get(key, box.text) or ""
        for part in _left_out(text, box.numbers):
            if part not in told_of(form, key):
                (misplaced if part in map(str, box.elsewhere) else unlisted).append(part)
    if unlisted:
        raise Invalid("numbers_not_listed", numbers=few(unlisted))
    if misplaced:
        raise Invalid("numbers_of_other_group", numbers=few(misplaced))


def is_changed(form: str) -> bool:
    """Whether a box has another text than when it was last drawn."""
    return any(st.session_state.get(key, box.text) != box.text for key, box in _drawn(form).items())


def told_of(form: str, key: str) -> frozenset[str]:
    """What the page says is left out of a box."""
    box = _drawn(form).get(key)
    return box.told if box else frozenset()


def few(parts: Collection) -> str:
    """The first of many numbers, in one line."""
    return ", ".join(map(str, list(parts)[:SHOWN_AT_MOST])) + (" …" if len(parts) > SHOWN_AT_MOST else "")


def _left_out(text: str, numbers: Collection[int]) -> list[str]:
    """The parts of a text that stand for nobody."""
    said = parse_numbers(text)
    return [*(str(number) for number in said.numbers if number not in numbers), *said.unreadable]


def _drawn(form: str) -> dict[str, _Box]:
    return st.session_state.get(_drawn_key(form), {})


def _drawn_key(form: str) -> str:
    return f"{form}_boxes"


def _begun_key(form: str) -> str:
    return f"{form}_boxes_begun"
