"""Columns of cells whose heading says something else, and columns that only look so."""

import pytest

from components.files import list_parser
from components.files.introduction_lists import INTRODUCTION_LISTS
from components.files.workbook_reader import WorkbookSheet
from db.imports.read_options import ReadOptions
from tests.list_cases import CELL, OTHER, see

HEADS = ["STT", "Họ và tên", "Ngày sinh"]
PEOPLE = [1.0, "Lê Văn Khải", "1958"], [2.0, "Trần Thị Mơ", "1962"], [3.0, "Đỗ Đình Ước", "1955"]


def column(heading: str, *values, title: str = "DANH SÁCH ĐẢNG VIÊN", **options):
    rows = [[*person, value] for person, value in zip(PEOPLE, values, strict=False)]
    return see([title], [*HEADS, heading], *rows, **options)


@pytest.mark.parametrize(
    "heading",
    ["Đơn vị", "Đơn vị công tác", "Thuộc đơn vị", "Tổ chức", "CB", "Thôn", "Tổ dân phố", "Thuộc", "Nơi công tác"],
)
def test_a_column_of_cells_under_any_heading_gives_the_cell_of_each_person(heading):
    seen = column(heading, CELL, CELL, OTHER)
    assert [(row.cell, row.workplace) for row in seen.rows] == [(CELL, None), (CELL, None), (OTHER, None)]
    assert [column.field for column in seen.sheets[0].columns][-1] == "cell"
    assert seen.unknown == []


@pytest.mark.parametrize(
    ("heading", "values", "cells"),
    [
        ("Đơn vị", ["Thôn Đồng Bào", "TDP 9"], ["Thôn Đồng Bào", "TDP 9"]),
        ("Tổ dân phố", [9.0, 10.0], ["Tổ dân phố 9", "Tổ dân phố 10"]),
        ("Thôn", ["Đồng Bào", "Bến Đá"], ["Thôn Đồng Bào", "Thôn Bến Đá"]),
    ],
)
def test_villages_and_quarters_give_the_cell_if_nothing_names_it(heading, values, cells):
    assert [row.cell for row in column(heading, *values).rows] == cells
    for titled in (column(heading, *values, title="CHI BỘ HỢP THÀNH"), column(heading, *values, title=f"I. {CELL}")):
        assert {row.cell.removeprefix("I. ") for row in titled.rows} <= {"CHI BỘ HỢP THÀNH", CELL}


def test_where_people_work_is_no_cell_even_if_one_of_them_works_for_one():
    seen = column("Đơn vị", "UBND xã", "Trường THCS An Bình", CELL)
    assert [(row.cell_of_sheet, row.workplace) for row in seen.rows] == [
        (True, "UBND xã"),
        (True, "Trường THCS An Bình"),
        (True, CELL),
    ]


def test_a_column_of_cells_with_its_own_heading_leaves_the_workplace_alone():
    seen = see([*HEADS, "Đơn vị", "Chi bộ"], *[[*person, OTHER, CELL] for person in PEOPLE])
    assert {(row.cell, row.workplace) for row in seen.rows} == {(CELL, OTHER)}


def test_a_column_set_by_hand_or_remembered_is_what_it_was_said_to_be():
    by_hand = column("Đơn vị", CELL, CELL, OTHER, choices=ReadOptions(columns={(0, 3): "workplace"}))
    remembered = column("Đơn vị", CELL, CELL, OTHER, choices=ReadOptions(headings={"don vi": "workplace"}))
    for seen in (by_hand, remembered):
        assert [row.workplace for row in seen.rows] == [CELL, CELL, OTHER]


def test_headings_that_come_again_on_the_next_page_keep_meaning_cells():
    rows = [[*person, CELL] for person in PEOPLE]
    seen = see(["DANH SÁCH"], [*HEADS, "Đơn vị"], rows[0], [*HEADS, "Đơn vị"], *rows[1:])
    assert [row.cell for row in seen.rows] == [CELL] * 3


def test_the_workplace_of_a_list_of_introductions_is_one():
    rows = [[*HEADS, "Đơn vị công tác"], *[[*person, "Chi bộ Trường THCS An Bình"] for person in PEOPLE]]
    seen = list_parser.parse([WorkbookSheet("Sheet", False, rows)], kind=INTRODUCTION_LISTS)
    assert {row.workplace for row in seen.rows} == {"Chi bộ Trường THCS An Bình"}
