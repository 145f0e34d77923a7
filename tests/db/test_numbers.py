"""Numbers of a signed sheet are read however they are typed; what is no number is told."""

import pytest

from db.meetings.numbers import read


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3 17, 22-24;3.5", [3, 17, 22, 23, 24, 5]),
        ("22 - 24", [22, 23, 24]),
        ("1–3 7 — 8", [1, 2, 3, 7, 8]),
        ("3/17+20", [3, 17, 20]),
        ("3và17 với 19", [3, 17, 19]),
        ("4- ", [4]),
        ("", []),
    ],
)
def test_numbers_are_read_however_they_are_separated(typed, numbers):
    assert read(typed) == (numbers, [])


@pytest.mark.parametrize(
    ("typed", "numbers", "odd"), [("5-3 2", [2], ["5-3"]), ("12345678", [], ["12345678"]), ("1-999999", [], ["1-999999"]), ("3 ² anh", [3], ["²", "anh"])]
)
def test_what_is_no_number_of_a_sheet_is_told(typed, numbers, odd):
    assert read(typed) == (numbers, odd)
