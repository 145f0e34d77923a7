"""How names are typed: forms of address, ranks, Caps Lock, forgotten spaces, apostrophes of minority names."""

import pytest

from db.imports.read_options import TAKE, ReadOptions
from tests.list_cases import read_row, see


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Chị Vàng Thị Chứ", "Vàng Thị Chứ"), ("Anh Thào A Dê", "Thào A Dê"), ("Cụ Lý Láo Tả", "Lý Láo Tả"),
        ("BS. Đèo Thị Ban", "Đèo Thị Ban"), ("ThS Nguyễn Thị Ngân", "Nguyễn Thị Ngân"),
        ("TS. BS Lê Hữu Trác", "Lê Hữu Trác"), ("ĐẠI TÁ PHẠM VĂN TRẤN", "Phạm Văn Trấn"),
        ("NGƯT Đào Duy Anh", "Đào Duy Anh"),
        ("CÔ GIÁO LÒ THỊ BẢY", "Lò Thị Bảy"), ("Mẹ VNAH Trần Thị Mít", "Trần Thị Mít"), ("Đ/c: Tẩn A Mẩy", "Tẩn A Mẩy"),
        ("nGUYỄN vĂN hÙNG", "Nguyễn Văn Hùng"), ("Nguyễn VănKhoa", "Nguyễn Văn Khoa"),
        ("NguyễnVănKhánh", "Nguyễn Văn Khánh"), ("Đỗ Văn\u200bĐiệp", "Đỗ Văn Điệp"), ("H' Yer Niê", "H'Yer Niê"),
        ("Nguyễn Văn Hùng tức Sáu", "Nguyễn Văn Hùng"), ('Nguyễn Văn Hùng "điện"', "Nguyễn Văn Hùng"),
    ],
)  # fmt: skip
def test_a_name_is_read_as_it_was_meant_and_the_difference_noted(typed, name):
    row = read_row(name=typed, Năm_sinh="1958")
    assert (row.name, row.fault) == (name, None)
    assert [note[1] for note in row.noted] == ["name"]


@pytest.mark.parametrize(
    "name",
    [
        "Ksor H'Bơ Khăp", "Đinh K'Rể", "Niê K'Đăm", "Bh'riu Liếc", "A Lăng Bhuôch", "Y Thu", "Ông Văn Tùng",
        "Ông Ích Khiêm", "Lê Thị Hồng-Nhung", "Maria Nguyễn Thị Hoa", "Cù Thị Anh", "Chu Văn An", "H'Hen Niê",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_misspelt_is_kept(name):
    row = read_row(name=name, Năm_sinh="1958")
    assert (row.name, row.noted, row.fault) == (name, [], None)


@pytest.mark.parametrize(("typed", "name"), [("Ông Văn Tiến Dũng", "Văn Tiến Dũng"), ("Ông Siu Black", "Siu Black")])
def test_a_form_of_address_before_a_family_name_is_no_family_name(typed, name):
    assert read_row(name=typed, Năm_sinh="1958").name == name


def test_a_family_column_that_ends_in_an_apostrophe_is_joined_without_a_space():
    rows = [["STT", "Họ và tên đệm", "Tên", "Năm sinh"], [1.0, "H'", "Yer", "1985"], [2.0, "Lê", "Mơ", "1962"]]
    assert [row.name for row in see(*rows, choices=ReadOptions(one_word=TAKE)).rows] == ["H'Yer", "Lê Mơ"]
