"""Dates of lists as a reader of the sheet sees them: both dates in one cell, months and years displayed, quarters."""

import io
from datetime import datetime

import openpyxl
import pytest

from components.files import list_parser, workbook_reader
from db.imports.read_options import DAY, ReadOptions
from tests.list_cases import CELL, read_row, see


def days(**cells) -> tuple:
    row = read_row(**cells)
    return row.admitted, row.official, row.fault


@pytest.mark.parametrize(
    "heading",
    ["Ngày vào Đảng / chính thức", "Ngày vào Đảng (dự bị/chính thức)", "Ngày kết nạp, chính thức", "Vào Đảng và CT"],
)
def test_a_heading_for_both_dates_gives_a_single_date_to_the_admission(heading):
    seen = see(["Họ tên", "Năm sinh", heading], ["Lê Văn Khải", "1958", "3/2/1980"])
    assert [(row.admitted, row.official) for row in seen.rows] == [("1980-02-03", None)]


def test_a_heading_for_full_membership_alone_still_means_that():
    for heading in ("Ngày vào Đảng chính thức", "Ngày vào Đảng (chính thức)", "Ngày chính thức lần 1"):
        seen = see(["Họ tên", "Năm sinh", heading], ["Lê Văn Khải", "1958", "3/2/1980"])
        assert [(row.admitted, row.official) for row in seen.rows] == [(None, "1980-02-03")]


@pytest.mark.parametrize(
    ("said", "admitted", "official"),
    [
        ("03/02/1981 (chính thức)", None, "1981-02-03"), ("CT 19/5/1986", None, "1986-05-19"),
        ("CT 3/2/1991 - DB 3/2/1990", "1990-02-03", "1991-02-03"), ("DB 3/2/1990", "1990-02-03", None),
        ("03/02/1980 (dự bị)\n03/02/1981 (chính thức)", "1980-02-03", "1981-02-03"),
        ("Kết nạp 3/2/1990, chính thức 3/2/1991", "1990-02-03", "1991-02-03"), ("1995, CT 1996", "1995", "1996"),
    ],
)  # fmt: skip
def test_a_word_beside_a_date_says_which_of_the_two_it_is(said, admitted, official):
    assert days(Năm_sinh="1960", Ngày_vào_Đảng=said) == (admitted, official, None)


def test_somebody_not_yet_a_full_member_is_probationary():
    assert read_row(Năm_sinh="1990", Ngày_vào_Đảng="19/5/2020 (chưa CT)").probationary
    assert read_row(Năm_sinh="1990", Loại_ĐV="DB").probationary
    assert not read_row(Năm_sinh="1990", Loại_ĐV="CT").probationary


@pytest.mark.parametrize("said", ["Q2/1960", "Quý II/1960", "quý 2 năm 1960"])
def test_of_a_quarter_only_the_year_is_kept(said):
    assert read_row(Ngày_sinh=said).born == "1960"


def test_a_short_month_is_read():
    assert days(Năm_sinh="1950", Ngày_vào_Đảng="T.3/76") == ("1976-03", None, None)


def test_somebody_under_age_is_asked_about():
    assert read_row(Ngày_sinh="1/1/2010").fault == "import_early"
    row = see(["Họ tên", "Ngày sinh"], ["Lê Văn Khải", "1/1/2010"], choices=ReadOptions(early=DAY)).rows[0]
    assert (row.born, row.fault) == ("2010-01-01", None)


def test_a_date_is_read_as_far_as_its_cell_displays_it():
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (
        [CELL],
        ["Họ tên", "Ngày sinh", "Ngày vào Đảng"],
        ["Lê Văn Khải", datetime(1955, 9, 1), datetime(1980, 1, 1)],
        ["Trần Thị Mơ", datetime(1955, 9, 1), datetime(1980, 3, 15)],
        ["Đỗ Văn Ba", datetime(1955, 9, 2), datetime(1905, 5, 1)],
    ):
        book.active.append(row)
    for place, shown in {
        "B3": "mmm-yy",
        "C3": "yyyy",
        "B4": "dd/mm/yyyy",
        "C4": "yyyy",
        "B5": '"tháng" mm/yyyy',
    }.items():
        book.active[place].number_format = shown
    book.save(target)
    seen = list_parser.parse(workbook_reader.read_sheets(target.getvalue()))
    assert [(row.born, row.admitted) for row in seen.rows] == [
        ("1955-09", "1980"),
        ("1955-09-01", "1980-03-15"),
        ("1955-09-02", "1905-05-01"),
    ]


@pytest.mark.parametrize("typed", [1.2e11, "120000000000", "024050000000"])
def test_a_number_that_lost_its_digits_is_left_out_and_said(typed):
    row = read_row(Năm_sinh="1960", CCCD=typed)
    assert (row.citizen, [note[:2] for note in row.noted]) == (None, [["left_out", "citizen"]])


@pytest.mark.parametrize(("said", "both"), [("1985/1986", ("1985", "1986")), ("1985 - 1986", ("1985", "1986"))])
def test_two_years_in_the_column_for_both_dates_are_two_years(said, both):
    assert days(Năm_sinh="1950", Ngày_vào_Đảng=said) == (*both, None)
    assert read_row(Ngày_sinh="01/051958").born == "1958-05-01"


@pytest.mark.parametrize(
    ("typed", "born", "noted"),
    [
        (21306.0, "1958-05-01", ["read_as", "born", "21306", "01/05/1958"]),  # a number of days, as Excel counts them
        (1958.5, "1958-05", ["read_as", "born", "1958.5", "5/1958"]),
        ("tháng Năm 1958", "1958", ["read_as", "born", "tháng Năm 1958", "1958"]),
        (1958.0, "1958", None),
        ("năm 1958", "1958", None),
    ],
)
def test_a_date_that_is_not_read_as_it_stands_is_said(typed, born, noted):
    row = read_row(Ngày_sinh=typed)
    assert (row.born, row.noted) == (born, [noted] if noted else [])


def test_wide_letters_and_digits_are_read_and_digits_of_other_scripts_refused():
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["Họ\u200bvà tên", "Ngày sinh"], ["Ｌê Văn Khải", "０１/０５/１９５８"], ["Lê Văn Ba", "١٩٥٨"]):
        book.active.append(row)
    book.save(target)
    seen = list_parser.parse(workbook_reader.read_sheets(target.getvalue()))
    assert [(row.name, row.born, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", "1958-05-01", None),
        ("Lê Văn Ba", None, "date_unreadable"),
    ]


@pytest.mark.parametrize("said", ["DB", "ĐVDB", "Dự bị", "đang dự bị", "Chưa", "Chưa chính thức", "chưa đến hạn"])
def test_words_instead_of_the_day_of_full_membership_make_a_probationary_member(said):
    row = read_row(Ngày_vào_Đảng="01/02/2024", Ngày_chính_thức=said)
    assert (row.admitted, row.official, row.probationary, row.noted) == ("2024-02-01", None, True, [])


@pytest.mark.parametrize("said", ["chưa rõ", "Chưa có", "không nhớ", "Chính thức", "x"])
def test_other_words_there_make_nobody_a_probationary_member(said):
    assert not read_row(Ngày_vào_Đảng="01/02/2004", Ngày_chính_thức=said).probationary


def test_a_day_of_full_membership_called_probationary_is_left_out_and_said():
    row = read_row(Ngày_vào_Đảng="01/02/2024", Ngày_chính_thức="01/02/2024 dự bị")
    assert (row.official, row.probationary) == (None, True)
    assert row.noted == [["left_out", "official", "01/02/2024 dự bị", ""]]
    row = read_row(Ngày_vào_Đảng="đang dự bị")
    assert (row.admitted, row.probationary) == (None, True)
    assert not read_row(Ngày_vào_Đảng="01/02/2004 (dự bị)").probationary
