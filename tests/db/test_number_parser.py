"""Numbers on a signed sheet are parsed however they are typed; anything that is not a number is reported."""

import pytest

from db.meetings.number_parser import parse_numbers


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3 17, 22-24;3.5", [3, 17, 22, 23, 24, 5]),
        ("22 - 24", [22, 23, 24]),
        ("1–3 7 — 8", [1, 2, 3, 7, 8]),
        ("3/17+20", [3, 17, 20]),
        ("3và17 với 19", [3, 17, 19]),
        ("- 4", [4]),
        ("1;2", [1, 2]),
        ("12.13", [12, 13]),
        ("3 đến 7", [3, 4, 5, 6, 7]),
        ("1−2 5tới6", [1, 2, 5, 6]),
        ("３　５－７", [3, 5, 6, 7]),
        ("", []),
    ],
)
def test_numbers_are_parsed_whatever_separates_them(typed, numbers):
    assert parse_numbers(typed) == (numbers, [])


@pytest.mark.parametrize(
    ("typed", "numbers", "odd"),
    [
        ("5-3 2", [2], ["5-3"]),
        ("12345678", [], ["12345678"]),
        ("9" * 5000, [], ["9" * 5000]),
        ("1-999999", [], ["1-999999"]),
        ("3 ² anh", [3], ["²", "anh"]),
        ("3-5-7", [], ["3-5-7"]),
        ("3 – 5–7, 9", [9], ["3 – 5–7"]),
        ("3-, 4", [4], ["3-"]),
        ("4 , -5", [4], ["-5"]),
        ("3--5", [], ["3--5"]),
        ("3...7 3~7", [], ["3...7", "3~7"]),
        ("3 đến 5 đến 7", [], ["3 đến 5 đến 7"]),
        ("từ 3 đến", [], ["từ", "3 đến"]),
        ("3->7", [], ["3->7"]),
        ("vắng 3 đ/c: 5, 7", [5, 7], ["vắng", "3 đ/c"]),
        ("2 người: 5 7", [5, 7], ["2 người"]),
        ("ngày 3/11: 5, 7", [5, 7], ["ngày 3/11"]),
        ("ngày 3, 5", [5], ["ngày 3"]),
        ("3-7 trừ 5, 6; 9", [9], ["3-7 trừ 5, 6"]),
        ("nhóm 2: 3 4", [3, 4], ["nhóm 2"]),
        ("17h30 5", [5], ["17h30"]),
        ("2 mươi", [], ["2 mươi"]),
        ("hai mươi", [], ["hai", "mươi"]),
        ("3P, 5 kp", [3, 5], ["P", "kp"]),
    ],
)
def test_unclear_numbers_and_those_not_on_the_sheet_are_reported(typed, numbers, odd):
    assert parse_numbers(typed) == (numbers, odd)
