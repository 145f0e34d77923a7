"""Layouts of member lists: titles, headings in one row or two, sections, sheets, and what of them is no person."""

import pytest

from components.files import list_parser
from components.files.member_headings import MEMBER_HEADINGS
from components.files.workbook_reader import WorkbookSheet
from db.errors import Invalid
from tests.list_cases import AN, CELL, HEADS, see


def test_the_official_export_is_read():
    (row,) = see(HEADS, AN).rows
    assert (row.number, row.name, row.born, row.admitted) == (2, "Nguyễn Văn An", "1957-03-02", "1980-02-03")
    assert (row.cell, row.home, row.fault) == ("Chi bộ thôn Đông", "Chi bộ thôn Đông", None)


def test_titles_two_rows_of_headings_sections_totals_and_signatures_are_told_from_people():
    seen = see(
        ["ĐẢNG BỘ XÃ ĐÔNG HÀ"],
        ["DANH SÁCH ĐẢNG VIÊN (đến ngày 21/11/2026)"],
        [],
        ["STT", "Họ và tên", "Ngày, tháng, năm", None, "Chi bộ", None, "Ghi chú"],
        [None, None, "Sinh", "Kết nạp", "Đang sinh hoạt", "Nơi cư trú"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["I. Chi ủy"],
        [1.0, "Nguyễn Văn An", "1957", "1980", "Chi bộ A", "Chi bộ B"],
        [None, "Cộng: 1 đồng chí"],
        ["STT", "Họ và tên", "Sinh", "Kết nạp"],
        [2.0, "Trần Thị Bình", "1964", "1990", "Chi bộ A", "Chi bộ A"],
        [None, None, None, None, "T/M ĐẢNG ỦY"],
        [None, "NGƯỜI LẬP BIỂU", None, None, "BÍ THƯ"],
        [None, None, None, None, "(Ký, ghi rõ họ tên)"],
    )
    assert [(row.number, row.name, row.born, row.cell, row.home) for row in seen.rows] == [
        (8, "Nguyễn Văn An", "1957", "Chi bộ A", "Chi bộ B"),
        (11, "Trần Thị Bình", "1964", "Chi bộ A", "Chi bộ A"),
    ]
    assert seen.unknown == []
    assert {kind: len(rows) for kind, rows in seen.skipped.items()} == {
        "heading": 2,
        "section": 1,
        "total": 1,
        "signature": 3,
    }


def test_names_in_two_columns_and_births_by_sex_are_read():
    seen = see(
        ["TT", "Họ đệm", "Tên", "Năm sinh", None],
        [None, None, None, "Nam", "Nữ"],
        ["1", "Nguyễn Văn", "An", 1957.0, None],
        ["2", "Trần Thị", "Bình", None, 1964.0],
    )
    assert [(row.name, row.sex, row.born) for row in seen.rows] == [
        ("Nguyễn Văn An", "male", "1957"),
        ("Trần Thị Bình", "female", "1964"),
    ]


def test_the_first_person_is_not_a_second_row_of_headings():
    seen = see(
        ["STT", "Họ tên", "Giới tính", "Năm sinh"],
        [1.0, "Nguyễn Văn An", "Nam", 1957.0],
        [2.0, "Trần Thị Bình", "Nữ", 1964.0],
    )
    assert [(row.name, row.sex) for row in seen.rows] == [("Nguyễn Văn An", "male"), ("Trần Thị Bình", "female")]


def test_a_list_without_a_cell_column_is_about_the_cell_in_its_title_or_section():
    seen = see(
        ["CHI BỘ THÔN ĐÔNG"],
        ["STT", "Họ tên", "Năm sinh"],
        [1.0, "Nguyễn Văn An", 1957.0],
        ["Chi bộ thôn Đoài"],
        [2.0, "Trần Thị Bình", 1964.0],
    )
    assert [row.cell for row in seen.rows] == ["CHI BỘ THÔN ĐÔNG", "Chi bộ thôn Đoài"]
    assert (
        see(["STT", "Họ tên", "Năm sinh"], [1.0, "Nguyễn Văn An", 1957.0], name="Thôn Đông").rows[0].cell == "Thôn Đông"
    )


def test_hidden_and_unrelated_sheets_are_left_alone():
    other = WorkbookSheet("Check", False, [["Rows", 1.0]])
    hidden = WorkbookSheet("x", True, [HEADS, [1.0, "Người Ẩn", *AN[2:]]])
    assert [row.name for row in list_parser.parse([other, hidden, WorkbookSheet("y", False, [HEADS, AN])]).rows] == [
        "Nguyễn Văn An"
    ]


@pytest.mark.parametrize("rows", [[["a"], ["c"]], [[]], [["Họ và tên"]]])
def test_a_sheet_without_headings_is_refused(rows):
    with pytest.raises(Invalid, match="import_no_headings"):
        see(*rows)


def test_headings_alone_are_refused():
    with pytest.raises(Invalid, match="import_nobody"):
        see(HEADS)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("HỌ VÀ TÊN", "name"), ("Họ, tên đảng viên", "name"), ("Ngày, tháng, năm sinh", "born"), ("Ngay sinh", "born"),
        ("Nam, nữ", "sex"), ("Nam", "male"),
        ("Ngày vào Đảng", "admitted"), ("Ngày kết nạp", "admitted"), ("Ngày chính thức", "official"),
        ("Số thẻ đảng viên", "card"), ("Số định danh", "citizen"),
        ("Chi bộ nơi công tác", "cell"), ("Chi bộ nơi cư trú", "home"), ("Nơi cư trú", "address"),
        ("Chỗ ở hiện nay", "address"), ("Cơ quan", "workplace"),
        ("Đơn vị công tác", "workplace"), ("SĐT", "phone"), ("Tình trạng", "state"), ("Dân tộc", "ethnicity"),
        ("Tôn giáo", "religion"), ("Quê quán", None), ("Số thẻ ĐV", "card"), ("Sinh hoạt tại", "cell"),
        ("Đang sinh hoạt tại chi bộ", "cell"), ("Thuộc chi bộ", "cell"), ("NTNS", "born"), ("N.Sinh", "born"),
        ("Vào Đảng ngày", "admitted"), ("CMT", "citizen"), ("Giới", "sex"),
    ],
)  # fmt: skip
def test_headings_are_recognised_in_their_usual_variants(heading, field):
    assert MEMBER_HEADINGS.field_of(heading) == field


@pytest.mark.parametrize(
    "heads", [["Họ và tên", "Ngày đi", "Ngày về"], ["Chức vụ", "Họ và tên", "Ngày bầu"], ["Năm", "Họ tên cháu", "Lớp"]]
)
def test_nobody_is_taken_from_below_headings_that_are_not_those_of_members(heads):
    at = next(place for place, text in enumerate(heads) if text.startswith("Họ"))
    below = ["20/10/1999", "21/10/1999"]
    below.insert(at, "Trần Thị Mơ")
    seen = see(["Chi bộ A"], ["Họ và tên", "Ngày sinh", "Ngày vào Đảng"], ["Lê Văn Khải", "1958", "1980"], heads, below)
    assert [(row.name, row.born, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", "1958", None),
        ("Trần Thị Mơ", None, "import_other_table"),
    ]
    assert seen.rows[1].values == {"headings": " · ".join(heads)}
    assert (seen.skipped["heading"], seen.texts[4]) == ([4], " · ".join(heads))


def test_members_below_headings_that_fit_again_are_taken_after_another_table():
    heads = ["Họ và tên", "Ngày sinh", "Ngày vào Đảng"]
    seen = see(
        ["Chi bộ A"], heads, ["Lê Văn Khải", "1958", "1980"], ["Họ và tên", "Ngày đi", "Ngày về"],
        ["Đỗ Văn Ba", "1/1/2020", "2/2/2020"], heads, ["Trần Thị Mơ", "1962", "1985"],
    )  # fmt: skip
    assert [(row.name, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", None),
        ("Đỗ Văn Ba", "import_other_table"),
        ("Trần Thị Mơ", None),
    ]


@pytest.mark.parametrize(
    "again",
    [["Họ và tên", "Ngày sinh", "Quê quán"], ["Họ và tên", "Ngày sinh", None], [None, "Ngày sinh", "Quê quán"]],
)
def test_headings_printed_again_on_each_page_keep_their_meaning(again):
    heads = ["Họ và tên", "Ngày sinh", "Quê quán"]
    seen = see(["Chi bộ A"], heads, ["Lê Văn Khải", "1958", "Hà Nam"], again, ["Trần Thị Mơ", "1962", "Huế"])
    assert [(row.name, row.born, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", "1958", None),
        ("Trần Thị Mơ", "1962", None),
    ]


def test_a_post_that_is_also_a_heading_begins_no_other_table():
    heads = ["Họ và tên", "Ngày sinh", "Chức vụ"]
    seen = see(["Chi bộ A"], heads, ["Lê Văn Khải", "1958", "Bí thư"], ["Trần Thị Mơ", None, "Đảng viên"])
    assert [(row.name, row.fault) for row in seen.rows] == [("Lê Văn Khải", None), ("Trần Thị Mơ", None)]


@pytest.mark.parametrize(
    ("heads", "first", "second"),
    [
        (["Chi ủy", "Chức vụ"], ["Trần Thị Mơ", "Bí thư"], ["Bùi Văn Tám", "Phó Bí thư"]),
        (["TT", "Họ và tên", "Chức vụ"], [1.0, "Trần Thị Mơ", "Bí thư"], [2.0, "Bùi Văn Tám", "Phó Bí thư"]),
        (["STT", "Tổ phó", "Chức vụ"], [1.0, "Cao Văn Lực", "Tổ trưởng"], [2.0, "Vũ Thị Lan", "Tổ phó"]),
        (["Họ và tên", "Năm sinh", "Chức vụ"], ["Cao Văn Lực", "2000", "Bí thư"], ["Vũ Thị Lan", "2001", None]),
    ],
)
def test_a_shorter_table_directly_beside_a_list_says_nothing_about_its_people(heads, first, second):
    khai, mo = [1.0, "Lê Văn Khải", "01/05/1958"], [2.0, "Trần Thị Mơ", "20/10/1962"]
    tam, nothing = [3.0, "Bùi Văn Tám", "03/04/1981"], [None] * len(heads)
    seen = see(
        [CELL],
        ["STT", "Họ và tên", "Ngày sinh", *heads, "Số điện thoại"],
        [*khai, *first, "0912345601"],
        [*mo, *second, "0912345602"],
        [*tam, *nothing, "0912345603"],
    )
    assert [(row.name, row.born, row.position, row.phone, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", "1958-05-01", None, "0912345601", None),
        ("Trần Thị Mơ", "1962-10-20", None, "0912345602", None),
        ("Bùi Văn Tám", "1981-04-03", None, "0912345603", None),
    ]
    assert sorted(seen.unknown) == sorted(heads)


def test_a_column_that_names_other_people_of_the_list_is_no_table_beside_it():
    rows = [[1.0, "Lê Văn Khải", "1958", "Trần Thị Mơ", "Bí thư"], [2.0, "Trần Thị Mơ", "1962", "Lê Văn Khải", None]]
    rows += [[3.0, "Bùi Văn Tám", "1981", "Trần Thị Mơ", "Phó Bí thư"]]
    seen = see([CELL], ["STT", "Họ và tên", "Năm sinh", "Người giới thiệu", "Chức vụ"], *rows)
    assert [row.position for row in seen.rows] == ["Bí thư", None, "Phó Bí thư"]
    rows[2][3] = "Bùi Văn Tám"  # now each of the three is named once: who holds which post
    seen = see([CELL], ["STT", "Họ và tên", "Năm sinh", "Chi ủy", "Chức vụ"], *rows)
    assert [row.position for row in seen.rows] == [None, None, None]
    assert seen.unknown == ["Chi ủy", "Chức vụ"]


@pytest.mark.parametrize("heading", ["Số thứ tự", "STT", "Số TT"])
@pytest.mark.parametrize("nation", [["Kinh", "Kinh"], ["Kinh", "Tày"], [None, None]])
def test_numbers_of_a_list_itself_begin_no_table_although_the_last_person_has_none(heading, nation):
    heads = ["TT", "Họ và tên", heading, "Ngày sinh", "Dân tộc"]
    rows = [[1.0, "Lê Văn Khải", 4.0, "01/05/1958", nation[0]], [2.0, "Trần Thị Mơ", 7.0, "20/10/1962", nation[1]]]
    seen = see([CELL], heads, *rows, [3.0, "Bùi Văn Tám", None, None, None])
    assert [row.born for row in seen.rows] == ["1958-05-01", "1962-10-20", None]


@pytest.mark.parametrize("heading", ["Vợ/chồng", "Người giới thiệu", "Đảng viên giúp đỡ", "Phụ trách"])
def test_a_column_for_somebody_who_has_to_do_with_the_person_leaves_the_columns_behind_it_to_the_list(heading):
    rows = [[1.0, "Lê Văn Khải", "1958", "Trần Thị Mơ", "Bí thư"], [2.0, "Trần Thị Mơ", "1962", "Lê Văn Khải", "Phó"]]
    rows += [[3.0, "Bùi Văn Tám", "1981", None, None]]
    seen = see([CELL], ["STT", "Họ và tên", "Năm sinh", heading, "Chức vụ"], *rows)
    assert [row.position for row in seen.rows] == ["Bí thư", "Phó", None]
