"""Days of the lunar calendar in lists: never taken for days of the solar one."""

from datetime import datetime

import pytest

from components.files import raw_dates
from tests.list_cases import CELL, read_row, see


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("15/8/1958 ÂL", "1958"), ("15/8/1958 (âm lịch)", "1958"), ("15-8-1958 âm", "1958"), ("AL: 12/3/1964", "1964"),
        ("mồng 5 tháng Giêng năm 1962", "1962"), ("Mùng 3 Tết 1961", "1961"), ("Rằm tháng 8 năm 1960", "1960"),
        ("15 tháng 10 năm 1958 A.L", "1958"), ("1958 âm lịch", "1958"), ("rằm tháng giêng 1959", "1959"),
    ],
)  # fmt: skip
def test_only_the_year_of_a_lunar_day_is_taken_and_that_is_noted(typed, year):
    row = read_row(Ngày_sinh=typed)
    assert (row.born, row.fault, row.noted) == (year, None, [["read_as", "born", typed, year]])


@pytest.mark.parametrize(
    "typed", ["15/8 ÂL", "20 tháng Chạp 1959", "10/12/1955 (âm lịch)", "5/11/1955 ÂL", "mồng 5 tháng Giêng 62"]
)
def test_a_lunar_day_whose_year_is_unclear_is_refused_with_a_sentence_of_its_own(typed):
    row = read_row(Ngày_sinh=typed)
    assert (row.born, row.fault, row.values) == (None, "date_lunar", {"field": "born", "typed": typed})


@pytest.mark.parametrize(("typed", "shown"), [("15/8/1958", "15/8/1958"), (datetime(1958, 8, 15), "15/08/1958")])
def test_a_heading_that_says_lunar_applies_to_every_day_below_it(typed, shown):
    row = read_row(**{"Ngày_sinh_(âm_lịch)": typed})
    assert (row.born, row.noted) == ("1958", [["read_as", "born", f"{shown} (âm lịch)", "1958"]])


def test_of_two_columns_the_solar_one_is_read_whatever_their_order():
    for heads, days in (
        (["Ngày sinh âm lịch", "Ngày sinh dương lịch"], ["15/8/1958", "27/9/1958"]),
        (["Ngày sinh (dương lịch)", "Ngày sinh (âm lịch)"], ["27/9/1958", "15/8/1958"]),
        (["Ngày sinh (ÂL)", "Ngày sinh"], ["15/8/1958", "27/9/1958"]),
    ):
        (row,) = see(["STT", "Họ và tên", *heads, "Chi bộ"], [1.0, "Lê Văn Khải", *days, CELL]).rows
        assert (row.born, row.noted) == ("1958-09-27", [])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("27/9/1958 DL", "1958-09-27"), ("27/9/1958 (dương lịch)", "1958-09-27"), ("5/1/1962 12:00:00 AM", "1962-01-05")],
)
def test_days_that_say_solar_and_the_hours_of_a_clock_are_no_lunar_days(typed, kept):
    assert read_row(Ngày_sinh=typed).born == kept


def test_a_text_with_a_day_in_both_calendars_is_refused():
    assert read_row(Ngày_sinh="15/8/1958 ÂL, 27/9/1958 DL").fault == "date_unreadable"


def test_a_lunar_day_beside_a_name_is_no_date_of_birth():
    (row,) = see(["STT", "Họ và tên", "Chi bộ"], [1.0, "Lê Văn Khải (15/8/1958 ÂL)", CELL]).rows
    assert (row.name, row.born) == ("Lê Văn Khải", None)
    assert raw_dates.find_dates("15/8/1958 ÂL", raw_dates.birth_years()) == []
