"""Cells of names that hold two people, half a name or more than a name: nobody is taken from them silently."""

import pytest

from components.importing import staged_lists
from db.imports.read_options import LEAVE, TAKE, ReadOptions
from tests.list_cases import CELL, read_row, see
from tests.pages import said, shown
from tests.workbooks import workbook


@pytest.mark.parametrize(
    "typed",
    [
        "Lê Văn Khải và Trần Thị Mơ", "Lê Văn Khải, Trần Thị Mơ", "Lê Văn Khải / Trần Thị Mơ",
        "LÊ VĂN KHẢI + TRẦN THỊ MƠ",
        "Lê Văn Khải - Trần Thị Mơ", "Nguyễn Văn An\nTrần Văn Bảo", "Lê Khải; Trần Mơ",
    ],
)  # fmt: skip
def test_two_people_in_one_cell_are_refused_with_their_names(typed):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.name, row.fault, row.values["typed"]) == ("", "import_two_names", " ".join(typed.split()))


@pytest.mark.parametrize(
    "typed",
    [
        "Vợ: Trần Thị Mơ",
        "Con: Lê Văn Ba",
        "Đ/c Hoa",
        "1Lê Văn Khải",
        "Lê Văn Khải2",
        "Lê Văn Khải 0912345678",
        "Lê Văn Khải - 1958 - Nam",
        "Lê Văn 20/10",
        "Phạm Văn T.",
        "chưa rõ tên",
        "Nguyễn Thị",
        "NGUYỄN-VĂN-TÈO",
    ],
)
def test_half_a_name_or_a_word_before_a_name_is_refused(typed):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.fault, row.values) == ("import_name_unclear", {"typed": typed})


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nguyễn Thị\nThanh Hoa", "Nguyễn Thị Thanh Hoa"), ("Trần Văn\nMai", "Trần Văn Mai"), ("Lê Ba", "Lê Ba"),
        ("Nguyễn Văn Sơn (tức Lành)", "Nguyễn Văn Sơn"), ("Lê Thị Hà - Bí thư", "Lê Thị Hà"),
        ("Y Bhăm Niê", "Y Bhăm Niê"), ("Nguyễn Văn Thị", "Nguyễn Văn Thị"),
        ("Lê Trần Hà", "Lê Trần Hà"), ("Lò Văn Và", "Lò Văn Và"), ("Lê Văn Khải 2", "Lê Văn Khải 2"),
    ],
)  # fmt: skip
def test_one_person_with_two_lines_a_remark_or_two_family_names_is_one(typed, name):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.name, row.fault) == (name, None)


def test_a_column_of_names_and_aliases_holds_two_names_of_one_person():
    (row,) = see(["STT", "Họ tên, bí danh", "Chi bộ"], [1.0, "Lê Văn Khải, Lê Sơn", CELL]).rows
    assert (row.name, row.fault) == ("Lê Văn Khải", None)


HEADS = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"]
ONE_WORD = [HEADS, [1.0, "Siu", "1960", CELL], [2.0, "H'Yer", "12/5/1971", CELL], [3.0, "Lê Văn Khải", "1958", CELL]]


@pytest.mark.parametrize("typed", ["Siu", "H'Yer", "Pơloong", "K'Brêu", "Điểu", "HỒ", "Hoa", "1. Hoa"])
def test_a_name_of_one_word_is_asked_about(typed):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.name, row.fault, row.values) == ("", "import_one_word", {"typed": typed})


def test_names_of_one_word_are_taken_if_they_are_said_to_be_whole_and_refused_otherwise():
    whole = see(*ONE_WORD, choices=ReadOptions(one_word=TAKE)).rows
    assert [(row.name, row.born, row.fault) for row in whole] == [
        ("Siu", "1960", None),
        ("H'Yer", "1971-05-12", None),
        ("Lê Văn Khải", "1958", None),
    ]
    lacking = see(*ONE_WORD, choices=ReadOptions(one_word=LEAVE)).rows
    assert [row.fault for row in lacking] == ["import_name_unclear", "import_name_unclear", None]


def test_the_page_asks_once_whether_names_of_one_word_are_whole(world):
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*ONE_WORD))
    test = shown(world.admin, "pages/administration/imports.py", file=code)
    assert test.button(key=f"import_do_{code}").label.split()[1] == "1"
    test.button_group(key=f"import_one_word_{code}").set_value(TAKE).run()
    assert not test.exception
    assert test.button(key=f"import_do_{code}").label.split()[1] == "3"
    assert [row.name for row in staged_lists.load(world.admin, code).rows] == ["Siu", "H'Yer", "Lê Văn Khải"]


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("Lê Văn \u0422ám", "т"),  # a Cyrillic letter
        ("Lê V?n Khải", "?"),
        ("Lê Văn Kh\ufffdi", "\ufffd"),
        ("Lê Văn Khải".encode().decode("cp1252"), "ªƒº£"),  # UTF-8 read as something else
        ("Nguye^~n Thi Mo+", "^~+"),
        ("NguyÍn Væn Kh¯i", "æ¯"),
    ],
)
def test_a_name_with_letters_that_are_in_no_name_is_refused_and_says_which(typed, letters):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.name, row.fault, row.values) == ("", "import_name_letters", {"typed": typed, "letters": letters})


@pytest.mark.parametrize(
    "typed", ["H'Bơ Niê Kđăm", "Y Ƀlŏk Êban", "Điểu K’Rứt", "Lê Văn Hùng (B)", "Lê Văn Hùng 2", "Trần-Thị Mơ"]
)
def test_names_of_all_our_peoples_are_names(typed):
    assert read_row(name=typed, Năm_sinh="1958").name == typed


def test_markup_in_a_name_is_shown_as_text(world):
    rows = [HEADS, [1.0, "Lê Thị <b>Ân</b> :red[x]", "1960", CELL]]
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*rows))
    told = said(shown(world.admin, "pages/administration/imports.py", file=code))
    assert "Ân" in told
    assert "<b>" not in told
    assert ":red[" not in told
