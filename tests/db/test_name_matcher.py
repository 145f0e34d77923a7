"""Pasted names: certain only if exactly one person has the whole name, asked about otherwise."""

import pytest

from db.meetings.name_matcher import match_names, nearly_same_name
from db.meetings.roster import RosterPerson
from db.models import Expectation, MembershipKind
from db.vietnamese import fold


def person(number: int, name: str, born: str = "1953") -> RosterPerson:
    return RosterPerson(number, number, name, fold(name), born, MembershipKind.OWN, Expectation.EXPECTED, False, "")


ROSTER = [
    person(1, "Nguyễn Văn Hùng", "1953"),
    person(2, "Nguyễn Văn Hùng", "1971"),
    person(3, "Trần Thị Thủy"),
    person(4, "Lê Hùng Lan"),
    person(5, "Đỗ Đức Tư"),
]


@pytest.mark.parametrize(
    ("line", "sure"),
    [
        ("Trần Thị Thủy", 3),
        ("tran thi thuy", 3),
        ("Thuỷ Trần Thị", 3),
        ("3. Đ/c Trần Thị Thủy", 3),
        ("chú Hùng Lan Lê", 4),
        ("- do duc tu", 5),
    ],
)
def test_a_whole_name_is_certain_however_it_is_written(line, sure):
    assert [found.sure for found in match_names(line, ROSTER)] == [sure]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [("Nguyễn Văn Hùng", {1, 2}), ("Chú Hùng Lan", {4}), ("A. Tư điện", {5}), ("Hùng", {1, 2, 4}), ("Ông Nam", set())],
)
def test_a_partial_name_is_asked_about(line, numbers):
    (found,) = match_names(line, ROSTER)
    assert found.sure is None
    assert {person.number for person in found.candidates} == numbers


@pytest.mark.parametrize("line", ["Trần Thi Thủy", "Trần Thị Thuý", "Lê Hung Lan", "Đỗ Đúc Tư"])
def test_a_name_with_other_diacritics_is_asked_about(line):
    (found,) = match_names(line, ROSTER)
    assert found.sure is None
    assert len(found.candidates) == 1


def test_a_line_without_any_diacritics_says_so():
    found = match_names("tran thi thuy\nTrần Thị Thuỷ\nLan Le Hung", ROSTER)
    assert [(one.sure, one.unaccented) for one in found] == [(3, True), (4, True)]
    assert [one.unaccented for one in match_names("Trần Thị Thuỷ\n3. Đ/c Đỗ Đức Tư", ROSTER)] == [False, False]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Ngô Văn Tư", set()),
        ("Phạm Thị Thủy", set()),
        ("Trần Thị Thuyr", {3}),
        ("đ/c Trần Thị Thủy 1953", {3}),
        ("Hùng", {1, 2, 4}),
    ],
)
def test_a_name_nobody_has_is_offered_only_nearly_equal_names(line, numbers):
    (found,) = match_names(line, ROSTER, nearly_same_name)
    assert found.sure is None
    assert {person.number for person in found.candidates} == numbers


def test_a_line_or_a_comma_separates_people():
    assert [found.line for found in match_names("Trần Thị Thủy, Đỗ Đức Tư\n\n1) Lê Hùng Lan\nLê Hùng Lan", ROSTER)] == [
        "Trần Thị Thủy",
        "Đỗ Đức Tư",
        "Lê Hùng Lan",
    ]


def test_a_name_pasted_twice_may_mean_two_namesakes():
    found = match_names("Nguyễn Văn Hùng\nNguyen Van Hung\nNguyễn Văn Hùng\nTrần Thị Thuỷ\nTrần Thị Thủy", ROSTER)
    assert [(one.line, one.nth) for one in found] == [
        ("Nguyễn Văn Hùng", 1),
        ("Nguyen Van Hung", 2),
        ("Trần Thị Thuỷ", 1),
    ]


def test_what_stands_in_brackets_after_a_name_is_no_part_of_it():
    assert [found.sure for found in match_names("Trần Thị Thủy (ốm)\n2. Đ/c Đỗ Đức Tư (đi xa", ROSTER)] == [3, 5]
    (asked,) = match_names("Nguyễn Văn Hùng (1953)", ROSTER)
    assert (asked.sure, len(asked.candidates)) == (None, 2)


def test_two_people_joined_by_a_word_are_two_lines():
    assert [found.sure for found in match_names("Trần Thị Thủy và Đỗ Đức Tư", ROSTER)] == [3, 5]
