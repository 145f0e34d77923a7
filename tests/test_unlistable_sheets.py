"""Workbooks that are no list that can be read here: each is told what it is, instead of asking for its columns."""

import pytest

from components.files import list_parser
from components.files.workbook_reader import WorkbookSheet
from components.importing import staged_lists
from db.errors import Invalid
from db.imports.read_options import TAKE, ReadOptions
from tests.list_cases import CELL, names, see
from tests.pages import shown
from tests.workbooks import workbook


def test_people_in_columns_are_refused_with_what_to_do():
    with pytest.raises(Invalid, match="import_on_its_side"):
        see([CELL], ["Họ và tên", "Lê Văn Khải", "Trần Thị Mơ"], ["Ngày sinh", "1958", "1962"], ["Số thẻ", "1", "2"])


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("DANH SÁCH HỘ DÂN THÔN ĐÔNG", "Họ và tên chủ hộ"),
        ("Danh sách hộ nghèo", "Chủ hộ"),
        ("Hộ", "Tên chủ hộ"),
    ],
)
def test_a_list_of_households_is_refused_with_where_they_belong(title, heading):
    with pytest.raises(Invalid, match="import_households"):
        see([title], ["STT", heading, "Năm sinh", "Số khẩu"], [1.0, "Lê Văn Khải", "1958", 4.0])


def test_a_list_of_members_whose_headings_are_unknown_is_mapped_by_hand_even_if_it_names_heads_of_households():
    seen = see(["Mã", "Đảng viên đầy đủ", "Chủ hộ"], ["a", "Lê Văn Khải", "x"], ["b", "Trần Thị Mơ", "x"])
    assert seen.rows == []


def test_a_sheet_with_another_title_is_left_out_and_its_title_shown(world):
    rows = ["DANH SÁCH CÁC HỘ GIA ĐÌNH"], ["STT", "Họ và tên", "Năm sinh", "Chi bộ"], [1.0, "Lê Văn Khải", "1958", CELL]
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*rows))
    test = shown(world.admin, "pages/administration/imports.py", file=code)
    assert not test.exception
    (box,) = [box for box in test.checkbox if box.key == f"import_sheet_{code}_0"]
    assert (box.value, "DANH SÁCH CÁC HỘ GIA ĐÌNH" in box.label) == (False, True)
    sheet = WorkbookSheet("Sheet", False, [[*row, *[None] * (4 - len(row))] for row in rows])
    assert names(list_parser.parse([sheet])) == []
    assert names(list_parser.parse([sheet], ReadOptions(sheets={0: TAKE}))) == ["Lê Văn Khải"]
