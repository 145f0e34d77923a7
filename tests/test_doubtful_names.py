"""Cells of names that hold two people, half a name or more than a name: nobody is taken from them silently."""

import pytest

from tests.list_cases import CELL, read_row, see


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
        "Hoa",
        "Vợ: Trần Thị Mơ",
        "Con: Lê Văn Ba",
        "1. Hoa",
        "Đ/c Hoa",
        "1Lê Văn Khải",
        "Lê Văn Khải2",
        "Lê Văn Khải 0912345678",
        "Lê Văn Khải - 1958 - Nam",
        "Lê Văn 20/10",
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
        ("Y Bhăm Niê", "Y Bhăm Niê"),
        ("Lê Trần Hà", "Lê Trần Hà"), ("Lò Văn Và", "Lò Văn Và"), ("Lê Văn Khải 2", "Lê Văn Khải 2"),
    ],
)  # fmt: skip
def test_one_person_with_two_lines_a_remark_or_two_family_names_is_one(typed, name):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.name, row.fault) == (name, None)


def test_a_column_of_names_and_aliases_holds_two_names_of_one_person():
    (row,) = see(["STT", "Họ tên, bí danh", "Chi bộ"], [1.0, "Lê Văn Khải, Lê Sơn", CELL]).rows
    assert (row.name, row.fault) == ("Lê Văn Khải", None)
