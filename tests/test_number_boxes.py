"""What a box of numbers leaves out is said once, on a page that was drawn whole, before a save leaves it out."""

import pytest
import streamlit as st

from components.widgets import number_boxes
from db.errors import Invalid

FORM, KEY = "form", "form_numbers"


@pytest.fixture(autouse=True)
def session(monkeypatch):
    """The session of a page without a server."""
    monkeypatch.setattr(st, "session_state", {})


def draw(text: str, *, is_whole: bool = True) -> None:
    st.session_state[KEY] = text
    drawing = number_boxes.drawing(FORM)
    drawing.__enter__()
    number_boxes.note(FORM, KEY, text, {1, 2}, {3})
    if is_whole:
        drawing.__exit__(None, None, None)


def refusal(text: str) -> tuple[str, str] | None:
    st.session_state[KEY] = text
    try:
        number_boxes.refuse_unseen(FORM)
    except Invalid as refused:
        return refused.code, refused.values["numbers"]
    return None


@pytest.mark.parametrize(
    ("shown", "typed", "refused"),
    [
        ("1", "1 2", None),
        ("1", "1 9", ("numbers_not_listed", "9")),
        ("1", "1 3", ("numbers_of_other_group", "3")),
        ("1", "3 x", ("numbers_not_listed", "x")),
        ("1 9", "2 9", None),
        ("1 9", "9 8 7", ("numbers_not_listed", "8, 7")),
        ("", "10-40", ("numbers_not_listed", "10, 11, 12, 13, 14, 15, 16, 17, 18, 19 …")),
    ],
)
def test_only_what_the_page_has_not_said_yet_is_refused(shown, typed, refused):
    draw(shown)
    assert refusal(typed) == refused


def test_a_page_that_was_not_drawn_to_its_end_has_said_nothing():
    draw("1")
    draw("1 9", is_whole=False)
    assert refusal("1 9") == ("numbers_not_listed", "9")
    draw("1 9")
    assert refusal("1 9") is None


def test_boxes_of_a_page_that_was_left_are_forgotten():
    draw("1")
    with number_boxes.drawing(FORM):
        number_boxes.note(FORM, "another", "", {1})
    assert refusal("9") is None
    assert not number_boxes.is_changed(FORM)
