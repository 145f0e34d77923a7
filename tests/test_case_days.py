"""Dates as lists write them: what is parsed, what is asked about, and what is not guessed."""

from datetime import datetime

import pytest

from db.imports.read_options import CONVERT, DAY, LEAVE, YEAR, ReadOptions
from tests.list_cases import CELL, case, see


def test_a_year_in_a_date_cell_is_asked_about_and_only_then_read():
    (row,) = case("year-in-date-cell").rows
    assert (row.fault, row.values["typed"], row.values["year"]) == ("import_year", "11/05/1905", "1958")
    (row,) = case("year-in-date-cell", ReadOptions(years=YEAR)).rows
    assert (row.fault, row.born, row.admitted) == (None, "1958", "1980")
    assert [note[:2] for note in row.noted] == [["read_as", "born"], ["read_as", "admitted"]]
    assert case("year-in-date-cell", ReadOptions(years=LEAVE)).rows[0].born is None


@pytest.mark.parametrize(
    ("born", "admitted", "fault"),
    [
        ("01/01/1912", "1950", "import_early"), ("1958", "1970", "import_early"), ("1958", datetime(1905, 6, 2),
        "import_year"), ("1958", "1976", None),
        ("1909", "03/02/1929", "import_early"), ("11/05/1905", None, "import_year"), ("15/05/1958", "20/05/1976", None),
        ("15/05/1958", "10/05/1976", "import_early"),
    ],
)  # fmt: skip
def test_implausible_dates_are_asked_about(born, admitted, fault):
    rows = [["Họ tên", "Ngày sinh", "Ngày vào Đảng", "Chi bộ"], ["Lê Ba", born, admitted, CELL]]
    assert see(*rows).rows[0].fault == fault
    if fault == "import_early":
        assert see(*rows, choices=ReadOptions(early=DAY)).rows[0].fault is None


@pytest.mark.parametrize(
    "typed",
    ["01.05.1958", "1-5-1958", "01 / 05 / 1958", "01\\05\\1958", "'01/05/1958", "’01/05/1958", "1958-05-01 00:00:00",
    "1958-05-01T00:00:00", "01/05/1958 12:00:00 AM",
    "ngày 01 tháng 5 năm 1958", 21306.0,
     1051958.0, datetime(1958, 5, 1, 7, 30), "\u200e01/05/1958"],
)  # fmt: skip
def test_a_date_is_the_same_with_any_separators(typed):
    assert see(["Họ tên", "Ngày sinh", "Chi bộ"], ["Lê Ba", typed, CELL]).rows[0].born == "1958-05-01"


def one_day(heading: str, said, born: str = "1958"):
    """The row of a person whose list has this under a date heading."""
    return see(["STT", "Họ và tên", "Năm sinh", heading, "Chi bộ"], [1.0, "Lê Văn Khải", born, said, CELL]).rows[0]


@pytest.mark.parametrize(
    ("said", "born"),
    [
        ("01/05/58", "1958-05-01"),
        ("20.10.62", "1962-10-20"),
        ("58", "1958"),
        (58.0, "1958"),
        ("5/58", "1958-05"),
        ("3/05", "2005-03"),
        ("010562", "1962-05-01"),
        ("21306", "1958-05-01"),
        ("Sinh năm 1962", "1962"),
        ("1955 (theo CMND)", "1955"),
        ("00/00/1950", "1950"),
        ("__/5/1951", "1951-05"),
        ("?/?/1952", "1952"),
        ("19580501", "1958-05-01"),
        (19580501.0, "1958-05-01"),
        ("1.962", "1962"),
        ("'58", "1958"),
        ("1962.0", "1962"),
        ("01/051958", "1958-05-01"),
        ("T5/1958", "1958-05"),
        ("1-May-58", "1958-05-01"),
        ("01 Dec 1962", "1962-12-01"),
    ],
)
def test_a_birth_date_in_another_notation_is_read_and_noted(said, born):
    (row,) = see(["STT", "Họ và tên", "Ngày sinh", "Chi bộ"], [1.0, "Lê Văn Khải", said, CELL]).rows
    assert (row.fault, row.born) == (None, born)
    assert [note[:2] for note in row.noted] == [["read_as", "born"]]


@pytest.mark.parametrize(
    "said", ["1958 hoặc 1960", "05/21/58", "31/02/58", "12", "QĐ 12 ngày 3/2/1958", "O1/O5/1958",
    "O1/05/1958", "l/5/1958", "2I/05/1958"],
)  # fmt: skip
def test_an_ambiguous_or_unreadable_date_is_not_guessed(said):
    (row,) = see(["STT", "Họ và tên", "Ngày sinh", "Chi bộ"], [1.0, "Lê Văn Khải", said, CELL]).rows
    assert (row.fault, row.values["field"]) == ("date_unreadable", "born")


def test_a_two_digit_year_of_admission_lies_after_the_age_of_admission():
    assert one_day("Ngày vào Đảng", "03/02/20", "1998").admitted == "2020-02-03"
    assert one_day("Ngày vào Đảng", "03/02/80").admitted == "1980-02-03"


@pytest.mark.parametrize("heading", ["Ngày vào Đảng - chính thức", "Ngày vào Đảng, ngày chính thức", "Ngày kết nạp"])
@pytest.mark.parametrize(
    "said", ["03/02/1980 - 03/02/1981", "03/02/1980\n03/02/1981", "3/2/80; 3/2/81", "03/02/1980 (CT: 03/02/1981)"]
)
def test_two_dates_in_one_cell_are_admission_and_full_membership(heading, said):
    row = one_day(heading, said)
    assert (row.fault, row.admitted, row.official) == (None, "1980-02-03", "1981-02-03")
    assert [note[:2] for note in row.noted] == [["read_as", "admitted"], ["read_as", "official"]]


def test_two_dates_beside_a_column_for_full_membership_are_not_guessed():
    seen = see(
        ["STT", "Họ và tên", "Năm sinh", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ"],
        [1.0, "Lê Văn Khải", 1958.0, "03/02/1980, 03/02/1985", "03/02/1986", CELL],
    )
    assert seen.rows[0].fault == "date_unreadable"


def test_dates_of_a_sheet_made_with_english_settings_are_asked_about_and_never_swapped_unasked():
    """Typed as 03/02/1980 and 25/02/1981, the first has become the 2nd of March and the other has stayed text."""
    rows = (
        ["STT", "Họ và tên", "Ngày sinh", "Ngày kết nạp", "Chi bộ"],
        [1.0, "Lê Văn Khải", datetime(1957, 5, 1), datetime(1980, 3, 2), "Chi bộ A"],
        [2.0, "Trần Thị Mơ", datetime(1960, 12, 20), "25/02/1981", "Chi bộ A"],
        [3.0, "Trần Thị Cúc", datetime(1961, 1, 30), datetime(1982, 2, 2), "Chi bộ A"],
    )
    seen = see(*rows)
    assert seen.exchanged == [[2, 3, "02/03/1980", "03/02/1980"]]
    assert [row.fault for row in seen.rows] == ["import_day_order", None, None]
    assert [row.admitted for row in see(*rows, choices=ReadOptions(orders={(0, 3): CONVERT})).rows] == [
        "1980-02-03",
        "1981-02-25",
        "1982-02-02",
    ]
    (kept, *_) = see(*rows, choices=ReadOptions(orders={(0, 3): LEAVE})).rows
    assert (kept.admitted, kept.fault) == ("1980-03-02", None)


def test_dates_written_month_first_are_asked_about():
    rows = (
        ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"],
        [1.0, "Lê Văn Khải", "12/25/1957", "Chi bộ A"],
        [2.0, "Trần Thị Mơ", "03/02/1960", "Chi bộ A"],
        [3.0, "Trần Thị Cúc", datetime(1961, 3, 2), "Chi bộ A"],
        [4.0, "Trần Thị Na", "1962", "Chi bộ A"],
    )
    assert [row.fault for row in see(*rows).rows] == [*["import_day_order"] * 3, None]
    assert [row.born for row in see(*rows, choices=ReadOptions(orders={(0, 2): CONVERT})).rows] == [
        "1957-12-25",
        "1960-03-02",
        "1961-02-03",
        "1962",
    ]
    left = see(*rows, choices=ReadOptions(orders={(0, 2): LEAVE})).rows
    assert [(row.born, row.fault) for row in left] == [
        (None, "date_unreadable"),
        ("1960-02-03", None),
        ("1961-03-02", None),
        ("1962", None),
    ]


def test_dates_in_the_local_notation_are_not_asked_about():
    rows = (
        ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"],
        [1.0, "Lê Văn Khải", "25/12/1957", "Chi bộ A"],
        [2.0, "Trần Thị Mơ", "03/02/1960", "Chi bộ A"],
        [3.0, "Trần Thị Cúc", datetime(1961, 2, 28), "Chi bộ A"],
    )
    assert (see(*rows).exchanged, [row.fault for row in see(*rows).rows]) == ([], [None] * 3)


@pytest.mark.parametrize("said", [0.0, "0", "00"])
def test_the_zero_a_formula_shows_for_an_empty_cell_is_not_a_date(said):
    assert (one_day("Ngày vào Đảng", said).admitted, one_day("Ngày vào Đảng", said).fault) == (None, None)


def test_dates_of_admission_are_read_under_abbreviated_headings():
    seen = see(
        ["TT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng", None, "Chi bộ"], [None, None, None, "DB", "CT", None],
        [1.0, "Lê Văn Khải", "1958", "03/02/1980", "03/02/1981", CELL],
    )  # fmt: skip
    assert [(row.admitted, row.official) for row in seen.rows] == [("1980-02-03", "1981-02-03")]


@pytest.mark.parametrize(
    ("day", "year", "born"),
    [
        ("01/05", "1958", "1958-05-01"),
        ("1/5", 1958.0, "1958-05-01"),
        (datetime(2026, 5, 1), 1958.0, "1958-05-01"),
        ("01/05/1958", 1958.0, "1958-05-01"),
        (None, "1958", "1958"),
        ("01/05/1958", None, "1958-05-01"),
    ],
)
def test_the_year_in_a_column_beside_day_and_month_belongs_to_them(day, year, born):
    seen = see(["STT", "Họ và tên", "Ngày sinh", "Năm sinh", "Chi bộ"], [1.0, "Lê Văn Khải", day, year, CELL])
    assert ([(row.born, row.fault) for row in seen.rows], seen.twice) == ([(born, None)], [])


def test_a_year_that_contradicts_the_day_is_refused():
    (row,) = see(["Họ và tên", "Ngày sinh", "Năm sinh", "Chi bộ"], ["Lê Văn Khải", "01/05/1958", 1960.0, CELL]).rows
    assert row.fault == "date_unreadable"
