"""What lists say about temporary members, numbers shortened by Excel, and headings and titles that may mislead."""

import pytest

from components.files import list_parser, workbook_reader
from components.files.workbook_reader import WorkbookSheet
from tests.list_cases import read_row

HEADS = ["STT", "Họ và tên", "Ngày sinh", "Chi bộ", "Ghi chú"]
CELL = "Chi bộ thôn Đồng Bào"


def see(*rows: list, name: str = "Sheet"):
    width = max(map(len, rows))
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    return list_parser.parse([WorkbookSheet(name, False, filled, workbook_reader.NONE)])


def person(heading: str, said):
    (row,) = see(
        ["STT", "Họ và tên", "Ngày sinh", "Chi bộ", heading], [1.0, "Lê Văn Khải", "01/05/1958", CELL, said]
    ).rows
    return row


def left_out(row) -> list[str]:
    return [typed for code, _field, typed, _taken in row.noted if code == "left_out"]


@pytest.mark.parametrize("heading", ["Diện", "Hình thức sinh hoạt", "Trạng thái", "Ghi chú"])
@pytest.mark.parametrize(
    "said",
    [
        "Sinh hoạt tạm thời", "SH tạm thời", "sinh hoạt Đảng tạm thời", "ĐV sinh hoạt tạm thời",
        "Đang sinh hoạt tạm thời", "Chuyển sinh hoạt tạm thời đến",
        "Sinh hoạt tạm thời từ tháng 3/2026", "Sinh hoạt tạm thời đến 31/12/2026",
        "Chính thức, sinh hoạt tạm thời",
    ],
)  # fmt: skip
def test_a_temporary_guest_becomes_a_temporary_member(heading, said):
    row = person(heading, said)
    assert (row.kind, row.gone, row.cell) == ("temporary", None, CELL)
    assert left_out(row) == []


@pytest.mark.parametrize("heading", ["Diện", "Trạng thái", "Ghi chú"])
@pytest.mark.parametrize(
    "said",
    [
        "Chuyển sinh hoạt tạm thời", "Đã chuyển sinh hoạt tạm thời đi", "Sinh hoạt tạm thời nơi khác", "Tạm trú",
        "Đang sinh hoạt tạm thời ở Hà Nội", "Tạm trú tại thôn", "Tạm vắng", "Tạm miễn sinh hoạt",
    ],
)  # fmt: skip
def test_a_member_temporarily_elsewhere_or_unclear_stays_what_he_is_and_that_is_noted(heading, said):
    row = person(heading, said)
    assert (row.kind, row.gone) == (None, None)
    assert left_out(row) == [said]


def test_a_remark_beside_a_name_about_a_temporary_absence_makes_nobody_leave():
    row = see(HEADS, [1.0, "Lê Văn Khải (chuyển sinh hoạt tạm thời)", "01/05/1958", CELL]).rows[0]
    assert (row.name, row.gone) == ("Lê Văn Khải", None)
    assert [note[0] for note in row.noted] == ["read_as"]


@pytest.mark.parametrize("title", ["III. Đảng viên sinh hoạt tạm thời", "Sinh hoạt tạm thời", "DANH SÁCH SH TẠM THỜI"])
def test_a_section_of_temporary_members_applies_to_everybody_below_it_until_the_next(title):
    rows = see(
        HEADS, [1.0, "Lê Văn Khải", "01/05/1958", CELL], [None, title], [2.0, "Trần Thị Mơ", "02/03/1962", CELL],
        [None, "IV. Đảng viên chính thức"], [3.0, "Đỗ Văn Ước", "03/04/1970", CELL],
    ).rows  # fmt: skip
    assert [(row.name, row.kind) for row in rows] == [
        ("Lê Văn Khải", None), ("Trần Thị Mơ", "temporary"), ("Đỗ Văn Ước", None)
    ]  # fmt: skip


def test_a_section_of_members_temporarily_elsewhere_is_noted_for_each_of_them():
    rows = see(HEADS, [None, "Chuyển sinh hoạt tạm thời đi"], [1.0, "Lê Văn Khải", "01/05/1958", CELL]).rows
    assert [(row.kind, row.gone, left_out(row)) for row in rows] == [(None, None, ["Chuyển sinh hoạt tạm thời đi"])]


@pytest.mark.parametrize("number", [912345678.0, "912345678", "383123456"])
def test_a_phone_number_that_lost_its_zero_gets_it_back_and_that_is_noted(number):
    row = person("Điện thoại", number)
    whole = f"0{number if isinstance(number, str) else int(number)}"
    assert row.phone == whole
    assert [(code, field, taken) for code, field, _typed, taken in row.noted] == [("read_as", "phone", whole)]


@pytest.mark.parametrize("heading", ["ĐT", "DT", "Đ.T", "D/T"])
def test_a_short_heading_means_phone_if_numbers_are_below_it_and_is_ignored_if_words_are(heading):
    assert person(heading, "0912 345 678").phone == "0912 345 678"
    rows = [[at, name, "01/05/1958", CELL, "Kinh"] for at, name in enumerate(("Lê Văn Khải", "Trần Thị Mơ"), 1)]
    seen = see(["STT", "Họ và tên", "Ngày sinh", "Chi bộ", heading], *rows)
    assert [(row.phone, row.noted) for row in seen.rows] == [(None, []), (None, [])]
    assert seen.dropped == [heading]


@pytest.mark.parametrize(
    "title",
    [
        "Những đồng chí đang đi làm ăn xa", "Các đồng chí sinh hoạt tạm thời tại chi bộ",
        "Số đảng viên được giới thiệu về", "Đồng chí chuyển sinh hoạt tạm thời",
        "ĐẢNG VIÊN ĐANG CÔNG TÁC NƠI KHÁC", "2. Đảng viên đi làm ăn xa",
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", [None, 1.0, "2"])
def test_a_title_that_reads_like_a_sentence_is_not_a_person_whatever_precedes_it(title, number):
    seen = see(
        HEADS, [1.0, "Lê Văn Khải", "01/05/1958", CELL], [number, title], [2.0, "Trần Thị Mơ", "02/03/1962", CELL]
    )
    assert [row.name for row in seen.rows] == ["Lê Văn Khải", "Trần Thị Mơ"]
    assert seen.skipped["section"] == [3]


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Đổng Chi", "Công Tằng Tôn Nữ Thị Xuân", "Lê Thị Sinh", "Nguyễn thị thanh thúy",
        "Đồng Chí Công", "Trần Thị Các", "Nguyễn Văn Được", "Hà Thị Ở", "Lò Văn Đang", "Bùi Công Tác",
    ],
)  # fmt: skip
def test_people_whose_names_sound_like_titles_are_people(name):
    seen = see(HEADS, [1.0, name, None, CELL], [2.0, "Trần Thị Mơ", "02/03/1962", CELL])
    assert [row.name for row in seen.rows] == [name.title(), "Trần Thị Mơ"]


@pytest.mark.parametrize("name", ["Đ/c Trần Thị Mơ", "Trần Thị Mơ (Bí thư)", "Trần Thị Mơ"])
def test_what_remarks_say_about_probation_holds_whatever_stands_beside_the_name(name):
    assert read_row(name=name, Ghi_chú="ĐV dự bị").probationary
    assert read_row(name=name, Năm_sinh="1998", Ngày_chính_thức="DB").probationary


@pytest.mark.parametrize(
    ("said", "sex"),
    [("Đỗ Sáu (nữ)", "female"), ("Đỗ Sáu (Nữ)", "female"), ("Đỗ Sáu - nữ", "female"), ("Đỗ Sáu (nam)", "male"),
     ("Đỗ Sáu (Nam)", None)],
)  # fmt: skip
def test_the_sex_beside_a_name_is_no_part_of_it(said, sex):
    row = read_row(name=said, Năm_sinh="1963")
    assert (row.name, row.sex) == ("Đỗ Sáu", sex)
    assert read_row(name="Đỗ Sáu (A)").name == "Đỗ Sáu (A)"
