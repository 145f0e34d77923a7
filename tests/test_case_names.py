"""Names as lists write them: over several columns, with a number, an office or a remark beside them."""

import pytest

from components.files import workbook_reader
from db.imports.read_options import ReadOptions
from tests.list_cases import CELL, case, merged, names, read_row, see


def test_a_name_merged_over_two_columns_is_whole():
    (row,) = case("name-two-columns").rows
    assert (row.name, row.born, row.cell) == ("Lê Văn Khải", "1958-05-01", CELL)


@pytest.mark.parametrize(
    ("rows", "marks"),
    [
        ([["Họ và tên", None, None, "Năm sinh"], ["Lê", "Văn", "Khải", "1958"]], merged([1, 1, 1, 3])),
        (
            [["Họ và tên", None, "Năm sinh"], ["Lê Văn", "Khải", "1958"], ["Trần Thị", "Mơ", "1962"]],
            workbook_reader.NONE,
        ),
        ([["Họ và tên", None, "Năm sinh"], ["Họ đệm", "Tên", None], ["Lê Văn", "Khải", "1958"]], merged([1, 1, 1, 2])),
        (
            [["Họ và tên đảng viên", None, "Năm sinh"], ["Họ", "Tên", None], ["Lê Văn", "Khải", "1958"]],
            workbook_reader.NONE,
        ),
        (
            [
                ["Họ tên", None, "Ngày sinh", None, None],
                [None, None, "Ngày", "Tháng", "Năm"],
                ["Lê Văn", "Khải", 1.0, 5.0, 1958.0],
            ],
            merged([1, 1, 2, 2]),
        ),
    ],
)
def test_a_name_over_several_columns_is_whole_with_or_without_headings_below(rows, marks):
    first = see(*rows, marks=marks).rows[0]
    assert first.name == "Lê Văn Khải"
    assert first.born in ("1958", "1958-05-01")


@pytest.mark.parametrize("middle", ["Tên đệm", "Đệm", "Chữ lót", "Chữ đệm"])
def test_a_name_in_three_columns_is_whole(middle):
    seen = see(
        ["TT", "Họ", middle, "Tên", "Năm sinh"], [1.0, "Lê", "Văn", "Khải", "1958"], [2.0, "Trần", None, "Mơ", "1962"]
    )
    assert (names(seen), seen.twice) == (["Lê Văn Khải", "Trần Mơ"], [])


@pytest.mark.parametrize(
    "typed",
    [
        "1. Lê Văn Khải", "1.Lê Văn Khải", "12) LÊ VĂN KHẢI", "Lê Văn Khải (BT)", "Lê Văn Khải - CUV",
        "Lê Văn Khải (Phó bí thư)", "Lê Văn Khải - Phó Bí thư chi bộ", "LÊ VĂN KHẢI (ĐUV)",
    ],
)  # fmt: skip
def test_a_number_before_a_name_and_an_office_after_it_are_removed_and_noted(typed):
    (row,) = see(["Họ tên", "Năm sinh", "Chi bộ"], [typed, "1958", CELL]).rows
    assert (row.name, row.noted) == ("Lê Văn Khải", [["read_as", "name", typed, "Lê Văn Khải"]])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Đ/c Trần Thị Mơ", "Trần Thị Mơ"),
        ("Ông Trần Văn Mơ", "Trần Văn Mơ"),
        ("Trần Thị Mơ*", "Trần Thị Mơ"),
        ("Trần Thị Mơ.", "Trần Thị Mơ"),
        ("Trần Thị Mơ ✓", "Trần Thị Mơ"),
        ("Trần Thị Mơ/1962", "Trần Thị Mơ"),
        ("* Trần Thị Mơ", "Trần Thị Mơ"),
        ("- Đ/c TRẦN THỊ MƠ", "Trần Thị Mơ"),
        ("Đ.c Trần Thị Mơ", "Trần Thị Mơ"),
        ("Trần Thị Mơ 1962", "Trần Thị Mơ"),
        ("Trần Thị Mơ - 1962", "Trần Thị Mơ"),
        ("Trần Thị Mơ (mất thẻ)", "Trần Thị Mơ"),
        ("Trần Thị Mơ (chuyển chính thức 2020)", "Trần Thị Mơ"),
        ("Trần Thị Mơ (chồng mất)", "Trần Thị Mơ"),
        ("Trần Thị Mơ (tức Lành)", "Trần Thị Mơ"),
        ("Trần Thị Mơ (chuyển đến 2020)", "Trần Thị Mơ"),
    ],
)
def test_a_remark_beside_a_name_is_not_part_of_it(said, name):
    (row,) = see(["STT", "Họ và tên", "Năm sinh", "Chi bộ"], [1.0, said, 1962.0, CELL]).rows
    assert (row.name, row.gone, row.noted) == (name, None, [["read_as", "name", said, name]])


@pytest.mark.parametrize("said", ["Lê Văn Khải (mất 2020)", "Lê Văn Khải (đã chuyển đi)", "Lê Văn Khải, từ trần"])
def test_a_person_with_a_remark_of_having_left_is_not_a_new_member(said):
    (row,) = see(["STT", "Họ và tên", "Năm sinh", "Chi bộ"], [1.0, said, 1958.0, CELL]).rows
    assert (row.name, bool(row.gone)) == ("Lê Văn Khải", True)


@pytest.mark.parametrize("said", ["LÊ VĂN KHẢI (DB)", "Lê Văn Khải (dự bị)", "Lê Văn Khải - ĐVDB"])
def test_probation_noted_beside_a_name_is_recognised(said):
    (row,) = see(["STT", "Họ và tên", "Năm sinh", "Chi bộ"], [1.0, said, 1958.0, CELL]).rows
    assert (row.name, row.probationary) == ("Lê Văn Khải", True)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Lê văn Khải", "Lê Văn Khải"),
        ("lê Văn khải", "Lê Văn Khải"),
        ("LÊ VĂN khải", "Lê Văn Khải"),
        ("Lê Văn II", "Lê Văn II"),
        ("Y Moan Ênuôl", "Y Moan Ênuôl"),
        ("Ksor H'Lan", "Ksor H'Lan"),
        ("Lê Văn Khải (A)", "Lê Văn Khải (A)"),
    ],
)
def test_each_word_of_a_name_is_capitalised(said, name):
    assert names(see(["STT", "Họ và tên", "Năm sinh", "Chi bộ"], [1.0, said, 1958.0, CELL])) == [name]


def test_family_and_given_name_under_a_split_heading_are_one_name():
    seen = see(["STT", "Họ và", "tên", "Năm sinh"], [1.0, "Lê Văn", "Khải", 1958.0])
    assert (names(seen), seen.unknown) == (["Lê Văn Khải"], [])


def test_a_list_with_names_only_is_a_list():
    assert names(see([CELL], ["STT", "Họ và tên"], [1.0, "Lê Văn Khải"], [2.0, "Trần Thị Mơ"])) == [
        "Lê Văn Khải",
        "Trần Thị Mơ",
    ]
    rows = [CELL], ["Nhân sự"], ["Lê Văn Khải"]
    assert names(see(*rows, choices=ReadOptions(columns={(0, 0): "name"}, heads={0: 2}))) == ["Lê Văn Khải"]


def test_a_bare_name_in_a_list_without_numbers_is_a_person():
    seen = see(
        [CELL], ["Họ và tên", "Ngày sinh", "Chức vụ"], ["Lê Văn Khải", None, "Bí thư"], ["Trần Thị Mơ"], ["Thôn Đông"],
        ["Đỗ Đình Ước", "1955", None],
    )  # fmt: skip
    assert names(seen) == ["Lê Văn Khải", "Trần Thị Mơ", "Đỗ Đình Ước"]
    assert seen.rows[0].position == "Bí thư"


def test_a_bare_name_without_a_number_in_a_numbered_list_is_reported_with_its_row():
    seen = see([CELL], ["STT", "Họ và tên", "Ngày sinh"], [1.0, "Lê Văn Khải", "1958"], [None, "Trần Thị Mơ", None])
    assert [(row.name, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", None),
        ("Trần Thị Mơ", "import_name_alone"),
    ]


def test_letters_that_distinguish_namesakes_stay_and_lower_case_becomes_a_name():
    seen = see(["Họ và tên", "Năm sinh"], ["Lê Văn Khải (A)", 1958.0], ["lê văn khải", 1959.0])
    assert names(seen) == ["Lê Văn Khải (A)", "Lê Văn Khải"]


def test_a_year_after_a_name_is_the_birth_year_if_no_column_has_one():
    seen = see(["STT", "Họ và tên", "Chi bộ"], [1.0, "Lê Văn Khải, 1958", CELL], [2.0, "Trần Thị Mơ (1962)", CELL])
    assert [(row.name, row.born) for row in seen.rows] == [("Lê Văn Khải", "1958"), ("Trần Thị Mơ", "1962")]


@pytest.mark.parametrize("typed", ["LÊ VĂN KHẢi", "LÊ VĂN KHải", "lê văn khẢi", "Lê Văn KHải", "..Lê Văn Khải"])
def test_capitals_in_other_places_and_dots_before_a_name_are_no_part_of_it(typed):
    assert read_row(name=typed).name == "Lê Văn Khải"


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        *((" - mất", "mất"), (" – mất 2020", "mất 2020"), ("-mất", "mất"), (" đã mất", "đã mất"), (" mất", "mất")),
        *((" — đã chuyển đi", "đã chuyển đi"), (" chuyển đi Hà Nội", "chuyển đi Hà Nội"), (" - Bí thư - mất", "mất")),
        *((" - Trưởng thôn", None), (" - mất sức", None), (" BT", None), (" -", None), (" - chuẩn bị chuyển đi", None)),
    ],
)
def test_what_stands_behind_a_dash_or_in_small_letters_after_a_name_is_no_part_of_it(said, gone):
    row = read_row(name=f"Lê Văn Khải{said}")
    assert (row.name, (row.gone or "").endswith(gone) if gone else row.gone) == ("Lê Văn Khải", True if gone else None)
    assert ["read_as", "name", f"Lê Văn Khải{said}", "Lê Văn Khải"] in row.noted


@pytest.mark.parametrize(
    "name", ["Hoàng Thị Thanh Mất", "Nguyễn Văn Chuyển", "Trần Lê-Na", "Nguyễn Thị Mới", "Lê Văn Tư II"]
)
def test_names_that_sound_like_remarks_stay_whole(name):
    row = read_row(name=name)
    assert (row.name, row.gone) == (name, None)


@pytest.mark.parametrize(
    "typed", ["BS.CKI Lê Văn Khải", "BSCKII. Lê Văn Khải", "CCB Lê Văn Khải", "a) Lê Văn Khải", "Sư thầy Lê Văn Khải"]
)
def test_degrees_veterans_and_letters_that_count_are_no_part_of_the_name_behind_them(typed):
    (row,) = see(["Họ tên", "Năm sinh", "Chi bộ"], [typed, "1958", CELL]).rows
    assert (row.name, row.noted) == ("Lê Văn Khải", [["read_as", "name", typed, "Lê Văn Khải"]])


@pytest.mark.parametrize("before", ["Ô", "Bí thư", "Phó Bí thư:", "Chi uỷ viên", "Trưởng thôn", "Đảng viên"])
def test_a_post_is_no_part_of_the_name_behind_it(before):
    typed = f"{before} Lê Văn Khải"
    (row,) = see(["STT", "Họ tên", "Năm sinh", "Chi bộ"], ["1", typed, "1958", CELL]).rows
    assert (row.name, row.noted) == ("Lê Văn Khải", [["read_as", "name", typed, "Lê Văn Khải"]])


@pytest.mark.parametrize("typed", ["Ng Văn Khải", "Ng. Văn Khải", "LÊ TH MƠ", "HV Lê Văn Khải", "Lê Văn Khải HT"])
def test_a_word_without_a_vowel_makes_a_name_unclear(typed):
    (row,) = see(["Họ tên", "Năm sinh", "Chi bộ"], [typed, "1958", CELL]).rows
    assert (row.name, row.fault) == ("", "import_name_unclear")
