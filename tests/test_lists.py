"""Member lists as people keep them in Excel: what is a person, what is a total, and what Excel did to numbers."""

import pytest

from components.files import cell_values, list_parser
from components.files.workbook_reader import WorkbookSheet

HEAD = ["Họ và tên", "Ngày sinh", "Chi bộ đang sinh hoạt"]
CELL = "Chi bộ thôn Đồng Bào"


def seen(*rows: list, head: list = HEAD) -> tuple[list[str], dict[str, list[int]]]:
    found = list_parser.parse([WorkbookSheet("Danh sách", False, [head, *rows])])
    return [row.name for row in found.rows], found.skipped


def test_a_family_name_that_reads_like_a_total_is_not_a_total():
    names = ["Tống Văn Cộng", "TỐNG THỊ HOA", "Cộng Hòa", "Tổng Thị Hoa", "Công Văn Ba"]
    assert seen(*([name, "1953", CELL] for name in names))[0] == [
        "Tống Văn Cộng",
        "Tống Thị Hoa",
        "Cộng Hòa",
        "Tổng Thị Hoa",
        "Công Văn Ba",
    ]
    assert seen(["Tống Văn Cộng", 3.0], head=["Họ và tên", "Ngày kết nạp"])[0] == ["Tống Văn Cộng"]


@pytest.mark.parametrize(
    "said", ["Tổng cộng", "TỔNG CỘNG:", "Cộng", "Tong cong", "Tổng số đảng viên: 45", "Số đảng viên"]
)
@pytest.mark.parametrize("count", [None, 45.0, "45 đồng chí"])
def test_a_total_is_not_a_person(said, count):
    assert seen(["Lê Ba", "1953", CELL], [said, count, None]) == (["Lê Ba"], {"total": [3]})


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (912345678.0, "0912345678"),
        ("912345678", "0912345678"),
        ("012345678", "012345678"),
        ("212345678", "212345678"),
        (2838123456.0, "2838123456"),
        ("0912 345 678", "0912 345 678"),
    ],
)
def test_the_zero_excel_took_from_a_phone_number_is_restored(value, kept):
    assert cell_values.phone_number(value) == kept


def test_the_parts_of_a_total_are_no_people_and_a_namesake_of_one_above_it_is():
    parts = [[text, 1.0, None] for text in ("Trong đó: nữ", "Nam", "Nữ", "Trong đó")]
    names, skipped = seen(["Lê Ba", "1953", CELL], ["Tổng cộng", 2.0, None], *parts, ["Lê Nam", "1950", CELL])
    assert (names, skipped) == (["Lê Ba", "Lê Nam"], {"total": [3, 4, 5, 6, 7]})
