"""Lists as offices really send them, one of each kind with close variants: what must be read from them, and what must
be noted.
"""

import io

import openpyxl
import pytest

from components.files import list_parser, staging_redaction, workbook_reader
from components.files.workbook_reader import WorkbookSheet
from db.errors import Invalid
from db.imports.read_options import CONVERT, LEAVE, TAKE, ReadOptions
from tests.list_cases import CELL, OTHER, case, merged, names, see


def test_each_block_belongs_to_the_cell_in_its_title():
    seen = case("stacked-titles")
    assert [(row.name, row.cell) for row in seen.rows] == [
        ("Lê Văn Khải", CELL),
        ("Đỗ Đình Ước", "CHI BỘ TỔ DÂN PHỐ SỐ 9"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH ĐẢNG VIÊN CHI BỘ THÔN ĐÔNG",
        "Danh sách đảng viên chi bộ thôn Đông (tính đến 01/11/2026)",
        "II. Chi bộ: thôn Đông",
        "CHI BỘ THÔN ĐÔNG - XÃ AN BÌNH",
    ],
)
def test_a_title_naming_a_cell_is_recognised_and_columns_may_change_their_order(title):
    seen = see(
        ["Chi bộ 1"], ["STT", "Họ tên", "Năm sinh"], [1.0, "Lê Văn Khải", 1958.0],
        [None, title], ["STT", "Năm sinh", "Họ tên"], [1.0, 1962.0, "Trần Thị Mơ"],
    )  # fmt: skip
    assert [(row.name, row.born) for row in seen.rows] == [("Lê Văn Khải", "1958"), ("Trần Thị Mơ", "1962")]
    assert [row.cell.lower().replace("bộ:", "bộ") for row in seen.rows] == ["chi bộ 1", "chi bộ thôn đông"]


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "Chi bộ Nam Tiến",
            "CHI BỘ HỢP THÀNH",
            "Chi bộ Đá Bạc",
            "Chi bộ Minh Khai",
            "Chi bộ Tả Phìn",
            "Chi bộ Ta Lét",
        ),
        *("Chi bộ Đề Thám", "CHI BỘ CỔ LINH", "CB Đà Bắc", "Chi bộ Tháng Tám", "Chi bo Nam Tien"),
    ],
)
def test_a_cell_name_that_begins_like_a_sentence_is_recognised_without_quotation_marks(cell):
    heads = ["STT", "Họ và tên", "Ngày sinh"]
    seen = see([CELL], heads, [1.0, "Lê Văn Khải", "1958"], ["II", cell], [2.0, "Trần Thị Mơ", "1962"])
    assert [row.cell for row in seen.rows] == [CELL, cell]


@pytest.mark.parametrize(
    "said",
    ["Chi bộ có 25 đảng viên", "CHI BỘ NĂM 2026", "Chi bộ họp ngày 3", "Đảng viên chi bộ ta", "Chi bo co 25 dang vien"],
)
def test_a_sentence_about_the_cell_names_no_cell(said):
    heads = ["STT", "Họ và tên", "Ngày sinh"]
    (row,) = see([CELL], [said], heads, [1.0, "Lê Văn Khải", "1958"]).rows
    assert row.cell == CELL


def test_an_empty_sheet_beside_the_list_is_ignored():
    empty = WorkbookSheet("Sheet2", False, [])
    listed = WorkbookSheet("Sheet1", False, [["Họ và tên", "Năm sinh"], ["Lê Văn Khải", "1958"]])
    assert names(list_parser.parse([listed, empty])) == ["Lê Văn Khải"]
    with pytest.raises(Invalid, match="import_no_headings"):
        list_parser.parse([empty])


def test_every_sheet_with_people_is_offered_and_those_left_out_are_counted():
    seen = case("sheet-per-cell")
    assert [(sheet.name, sheet.entries, sheet.places, sheet.taken) for sheet in seen.sheets] == [
        ("Thôn Đồng Bào", 1, [CELL], True),
        ("TDP 9", 2, [OTHER], True),
    ]
    assert len({row.number for row in seen.rows}) == 3
    left = case("sheet-per-cell", ReadOptions(sheets={1: LEAVE}))
    assert names(left) == ["Lê Văn Khải"]
    assert [(sheet.entries, sheet.taken) for sheet in left.sheets] == [(1, True), (2, False)]


def test_hidden_sheets_and_lists_that_are_not_of_members_are_offered_but_left_out():
    list_of = [["Họ tên", "Năm sinh", "Chi bộ"], ["Lê Ba", 1958.0, CELL]]
    sheets = [
        WorkbookSheet("A", False, list_of),
        WorkbookSheet("B", True, list_of),
        WorkbookSheet("Quần chúng ưu tú", False, list_of),
        WorkbookSheet("Ghi chép", False, [["x"]]),
    ]
    seen = list_parser.parse(sheets)
    assert [(sheet.name, sheet.taken) for sheet in seen.sheets] == [
        ("A", True),
        ("B", False),
        ("Quần chúng ưu tú", False),
    ]
    assert seen.others == ["Ghi chép"]
    assert len(list_parser.parse(sheets, ReadOptions(sheets={1: TAKE})).rows) == 2


def test_a_sheet_of_mere_names_beside_a_fuller_one_is_offered_but_left_out():
    full = WorkbookSheet("DS", False, [["STT", "Họ và tên", "Ngày sinh", "Chi bộ"], [1.0, "Lê Văn Khải", "1958", CELL]])
    dues = [["STT", "Họ và tên", "Tháng 1"], [1.0, "Lê Văn Khải", 20000.0], [2.0, "Đỗ Văn Ba", 20000.0]]
    sheets = [full, WorkbookSheet("Đảng phí", False, dues)]
    seen = list_parser.parse(sheets)
    assert [(sheet.name, sheet.entries, sheet.taken) for sheet in seen.sheets] == [
        ("DS", 1, True),
        ("Đảng phí", 2, False),
    ]
    assert (names(seen), seen.beside) == (["Lê Văn Khải"], ["Lê Văn Khải", "Đỗ Văn Ba"])
    assert len(list_parser.parse(sheets, ReadOptions(sheets={1: TAKE})).rows) == 3
    assert names(list_parser.parse(sheets[1:])) == ["Lê Văn Khải", "Đỗ Văn Ba"]


def test_a_section_heading_is_not_a_person_whatever_columns_it_spans():
    seen = case("section-two-cells")
    assert [(row.name, row.cell) for row in seen.rows] == [("Lê Văn Khải", CELL)]
    assert seen.texts[3] == "I · Đảng viên chính thức"


@pytest.mark.parametrize(
    ("section", "says"),
    [
        (["II", "Đảng viên dự bị", None], {"probationary": True}),
        (["Đảng viên dự bị", None, 2.0], {"probationary": True}),
        ([2.0, "Đảng viên dự bị", None], {"probationary": True}),
        (["B.", None, "Đảng viên dự bị: 2 đồng chí"], {"probationary": True}),
        ([None, "Đảng viên 213", None], {"kind": "contact", "home": "Chi bộ 1", "cell": None}),
        (["III", "ĐẢNG VIÊN GIỮ MỐI LIÊN HỆ NƠI CƯ TRÚ", None], {"kind": "contact", "home": "Chi bộ 1", "cell": None}),
        (["III", "Đảng viên đã chuyển sinh hoạt đi", None], {"gone": "Đảng viên đã chuyển sinh hoạt đi"}),
        (["I", "Chi bộ thôn Đông", None], {"cell": "Chi bộ thôn Đông"}),
        (["I", "Chi ủy", None], {"cell": "Chi bộ 1"}),
    ],
)
def test_a_section_heading_applies_to_everybody_below_it(section, says):
    seen = see(
        ["Chi bộ 1"],
        ["STT", "Họ tên", "Năm sinh"],
        [1.0, "Lê Văn Khải", 1958.0],
        section,
        [2.0, "Trần Thị Mơ", 1962.0],
        ["II", "Đảng viên chính thức"],
        [3.0, "Lý Ba", 1960.0],
    )
    assert names(seen) == ["Lê Văn Khải", "Trần Thị Mơ", "Lý Ba"]
    assert {field: getattr(seen.rows[1], field) for field in says} == says
    assert not seen.rows[0].probationary
    assert (seen.rows[2].probationary, seen.rows[2].kind, seen.rows[2].gone) == (False, None, None)


def test_people_whose_names_sound_like_a_section_are_people():
    people = [[1.0, "Đặng Viên", 1958.0], ["V", "Chi Ủy Mai", 1960.0], [3.0, "Danh Sách", 1961.0]]
    assert len(see(["Chi bộ 1"], ["STT", "Họ tên", "Năm sinh"], people[0], people[2]).rows) == 2


def test_nothing_is_staged_about_people_in_a_section_exempt_from_introduction():
    rows = [
        ["STT", "Họ tên", "Năm sinh"],
        [1.0, "Lê Ba", 1958.0],
        ["II", "Đảng viên miễn giới thiệu", None],
        [2.0, "Trần Thị Mơ", 1962.0],
    ]
    sheet = staging_redaction.redact(WorkbookSheet("x", False, rows), {}, False)
    assert "Mơ" not in str(sheet.rows)
    assert [(row.name, row.fault) for row in list_parser.parse([sheet]).rows] == [
        ("Lê Ba", None),
        ("", "import_exempt"),
    ]


def test_bracketed_headings_are_recognised():
    assert [(row.name, row.born) for row in case("headings-bracketed").rows] == [("Lê Văn Khải", "1958-05-01")]


def test_columns_are_set_by_hand_if_headings_stay_unknown():
    rows = [["Mã", "Nhân sự", "Mốc A", "Thuộc"], ["a", "Lê Văn Khải", "1958", CELL], ["b", "Trần Thị Mơ", "1962", CELL]]
    seen = see(*rows)
    assert (seen.rows, seen.sheets[0].heading, len(seen.sheets[0].columns)) == ([], None, 4)
    columns = {(0, 1): "name", (0, 2): "born", (0, 3): "cell"}
    again = see(*rows, choices=ReadOptions(columns=columns, heads={0: 1}))
    assert [(row.name, row.born, row.cell) for row in again.rows] == [
        ("Lê Văn Khải", "1958", CELL),
        ("Trần Thị Mơ", "1962", CELL),
    ]
    remembered = ReadOptions(headings={"nhan su": "name", "moc a": "born", "thuoc": "cell"})
    assert names(see(*rows, choices=remembered)) == ["Lê Văn Khải", "Trần Thị Mơ"]
    assert names(see(*rows[1:], choices=ReadOptions(columns=columns))) == ["Lê Văn Khải", "Trần Thị Mơ"]


def test_a_column_set_to_be_ignored_is_not_read():
    rows = [["Họ tên", "Năm sinh", "Điện thoại"], ["Lê Ba", "1958", "0912345678"]]
    assert see(*rows, choices=ReadOptions(columns={(0, 2): "none"})).rows[0].phone is None


def test_hidden_people_are_counted_and_imported_only_on_request():
    seen = case("hidden-rows")
    assert (names(seen), seen.hidden) == (["Lê Văn Khải"], [3])
    assert names(case("hidden-rows", ReadOptions(hidden=TAKE))) == ["Lê Văn Khải", "Trần Thị Mơ"]


def test_struck_out_people_are_counted_as_hidden_and_a_struck_number_is_dropped():
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (
        ["Họ tên", "Năm sinh", "Điện thoại"],
        ["Lê Văn Khải", "1958", "0912345678"],
        ["Trần Thị Mơ", "1962", ""],
    ):
        book.active.append(row)
    book.active["C2"].font = book.active["A3"].font = openpyxl.styles.Font(strike=True)
    book.save(target)
    sheets = workbook_reader.read_sheets(target.getvalue())
    seen = list_parser.parse(sheets)
    assert (names(seen), seen.hidden, seen.beside) == (["Lê Văn Khải"], [3], ["Trần Thị Mơ"])
    assert names(list_parser.parse(sheets, ReadOptions(hidden=TAKE))) == ["Lê Văn Khải", "Trần Thị Mơ"]


def test_people_on_hidden_rows_or_omitted_sheets_are_reported_by_name():
    assert (case("hidden-rows").beside, case("hidden-rows", ReadOptions(hidden=TAKE)).beside) == (["Trần Thị Mơ"], [])
    sheets = case("sheet-per-cell").sheets
    assert len(sheets) == 2
    left = case("sheet-per-cell", ReadOptions(sheets={sheets[1].at: LEAVE}))
    everybody = names(case("sheet-per-cell"))
    assert left.beside
    assert sorted([*names(left), *left.beside]) == sorted(everybody)


def test_hidden_columns_and_fonts_are_detected():
    book, target = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["Họ tên", "Năm sinh", "Điện thoại", "Chi bộ"])
    sheet.append(["nguyÔn an", "1958", "0912345678", CELL])
    sheet["A2"].font = openpyxl.styles.Font(name=".VnTimeH")
    sheet.column_dimensions["C"].hidden = True
    book.save(target)
    sheets = workbook_reader.read_sheets(target.getvalue())
    seen = list_parser.parse(sheets, ReadOptions(typefaces={(0, 0): CONVERT}))
    assert [column.field for column in seen.sheets[0].columns if column.hidden] == ["phone"]
    assert (seen.rows[0].name, seen.rows[0].phone) == ("Nguyễn An", "0912345678")
    assert (
        list_parser.parse(sheets, ReadOptions(typefaces={(0, 0): CONVERT}, hidden_columns=LEAVE)).rows[0].phone is None
    )


def test_the_official_layout_keeps_the_cell_where_people_live():
    for lower in (["Chi bộ đang sinh hoạt", "Chi bộ nơi cư trú"], ["Đang sinh hoạt", "Nơi cư trú"]):
        (row,) = see(
            ["STT", "Họ và tên", "Ngày sinh", "Tổ chức đảng", None],
            [None, None, None, *lower],
            [1.0, "Lê Ba", "1958", "Chi bộ Sở", CELL],
        ).rows
        assert (row.cell, row.home) == ("Chi bộ Sở", CELL)


def test_two_columns_for_one_field_and_columns_without_a_heading_are_noted():
    seen = see(
        ["Họ tên", "Năm sinh", "Điện thoại", "Số điện thoại 2", None],
        ["Lê Ba", "1958", "0912345678", "0987654321", "a"],
        ["Lê Tư", "1959", None, None, "b"],
    )
    assert seen.twice == [["Số điện thoại 2", "Điện thoại"]]
    assert seen.unknown == ["(E)"]


def test_a_cell_merged_over_several_rows_applies_to_each_of_them_and_no_other():
    rows = [
        ["Họ tên", "Năm sinh", "Chi bộ"],
        ["Lê Ba", "1958", CELL],
        ["Lê Tư", "1959", None],
        ["Lê Năm", "1960", OTHER],
        ["Lê Sáu", "1961", None],
    ]
    assert [row.cell for row in see(*rows, marks=merged([2, 3, 3, 3])).rows] == [CELL, CELL, OTHER, None]


def test_those_who_sign_below_a_list_are_not_members_of_it():
    rows = [["Chi bộ thôn Đông"], ["STT", "Họ tên", "Năm sinh", "Giới tính"], [1.0, "Lê Ba", "1958", "Nam"]]
    signed = [[None, "NGƯỜI LẬP BIỂU", None, "T/M CHI ỦY"], [None, "Nguyễn Văn Lập", None, "Trần Văn Thư"]]
    again = [["Chi bộ thôn Tây"], ["STT", "Họ tên", "Năm sinh", "Giới tính"], [None, "Lê Tư", None, "Nam"]]
    seen = see(*rows, *signed)
    assert (names(seen), seen.skipped["signature"]) == (["Lê Ba"], [4, 5])
    assert seen.texts[5] == "Nguyễn Văn Lập · Trần Văn Thư"
    assert names(see(*rows, *signed, *again)) == ["Lê Ba", "Lê Tư"]


def test_those_who_sign_in_the_column_of_cells_are_not_members_either():
    rows = [["STT", "Họ tên", "Năm sinh", "Chi bộ"], [1.0, "Lê Ba", "1958", CELL]]
    signed = [[None, "Người lập biểu", None, "Bí thư"], [None, "Lê Thị Lập", None, "Nguyễn Văn Bí"]]
    assert names(see(*rows, *signed)) == ["Lê Ba"]
    assert names(see(*rows, *signed, [2.0, "Lê Tư", "1959", CELL])) == ["Lê Ba", "Lê Tư"]


def test_two_lists_side_by_side_are_two_lists_each_with_its_own_title():
    seen = see(
        [CELL, None, None, OTHER, None, None],
        ["STT", "Họ và tên", "Năm sinh", "STT", "Họ và tên", "Năm sinh"],
        [1.0, "Lê Văn Khải", 1958.0, 1.0, "Đỗ Đình Ước", 1955.0],
        [2.0, "Trần Thị Mơ", 1962.0, None, None, None],
    )
    assert [(row.name, row.cell) for row in seen.rows] == [
        ("Lê Văn Khải", CELL), ("Trần Thị Mơ", CELL), ("Đỗ Đình Ước", OTHER),
    ]  # fmt: skip
    assert seen.twice == []


@pytest.mark.parametrize(
    "titles",
    [
        [[CELL, None, None, None, None, None]],
        [
            ["ĐẢNG BỘ XÃ AN BÌNH", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM", None, None],
            [None, None, CELL, None, None, None],
        ],
    ],
    ids=["one title", "a letterhead above it"],
)
def test_two_lists_side_by_side_below_one_title_both_belong_to_its_cell(titles):
    seen = see(
        *titles,
        ["STT", "Họ và tên", "Năm sinh", "STT", "Họ và tên", "Năm sinh"],
        [1.0, "Lê Văn Khải", 1958.0, 2.0, "Đỗ Đình Ước", 1955.0],
    )
    assert [(row.name, row.cell) for row in seen.rows] == [("Lê Văn Khải", CELL), ("Đỗ Đình Ước", CELL)]


def test_names_of_other_people_in_a_list_are_not_a_second_list():
    seen = see(
        ["STT", "Họ và tên", "Năm sinh", "Họ và tên", "Chi bộ"],
        [1.0, "Lê Văn Khải", 1958.0, "Trần Thị Mơ", CELL],
    )
    assert names(seen) == ["Lê Văn Khải"]
    assert seen.twice == [["Họ và tên", "Họ và tên"]]


def test_a_document_number_in_a_title_names_no_cell():
    seen = see(
        [CELL], ["(Kèm theo Báo cáo số 12-BC/CB ngày 20/11/2026)"], ["STT", "Họ, chữ đệm và tên", "Năm sinh"],
        [1.0, "Lê Văn Khải", 1958.0],
    )  # fmt: skip
    assert [row.cell for row in seen.rows] == [CELL]


def test_a_comment_on_a_cell_is_said_not_to_be_read():
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["Họ tên", "Năm sinh"], ["Lê Văn Khải", "1958"], ["Trần Thị Mơ", "1962"]):
        book.active.append(row)
    book.active["B3"].comment = openpyxl.comments.Comment("đã chuyển đi, CCCD 099057000001", "a")
    book.save(target)
    sheets = workbook_reader.read_sheets(target.getvalue())
    assert "099057000001" not in str(sheets)
    assert [row.noted for row in list_parser.parse(sheets).rows] == [[], [["comment", "name", "B3", ""]]]


@pytest.mark.parametrize(
    "title",
    [
        *("DANH SÁCH ĐỀ NGHỊ KẾT NẠP ĐẢNG", "Danh sách xét kết nạp Đảng", "DANH SÁCH HỘI VIÊN CỰU CHIẾN BINH"),
        *("Học viên lớp bồi dưỡng nhận thức về Đảng", "Danh sách người xin vào Đảng"),
    ],
)
def test_people_who_are_no_members_by_the_title_of_their_list_are_offered_and_not_taken(title):
    rows = [title], ["STT", "Họ tên", "Năm sinh", "Chi bộ"], [1.0, "Lê Văn Khải", 1998.0, CELL]
    (sheet,) = see(*rows).sheets
    assert (sheet.taken, sheet.entries, sheet.called) == (False, 1, title)


def test_a_list_of_members_admitted_lately_is_one_of_members():
    rows = ["Đảng viên mới kết nạp"], ["STT", "Họ tên", "Năm sinh", "Chi bộ"], [1.0, "Lê Văn Khải", 1998.0, CELL]
    assert names(see(*rows)) == ["Lê Văn Khải"]


@pytest.mark.parametrize(("second", "third"), [("Trần Thị Mơ", "Lê Văn Khải"), ("Đ/c Trần Thị Mơ", "LÊ VĂN KHẢI")])
def test_a_table_beside_a_list_that_names_its_people_in_another_order_gives_nobody_a_post(second, third):
    heads = ["STT", "Họ và tên", "Năm sinh", None, "Chi ủy", "Chức vụ"]
    khai, mo = [1.0, "Lê Văn Khải", "1958", None], [2.0, "Trần Thị Mơ", "1962", None]
    seen = see([CELL], heads, [*khai, second, "Bí thư"], [*mo, third, "Phó bí thư"])
    assert [(row.name, row.position) for row in seen.rows] == [("Lê Văn Khải", None), ("Trần Thị Mơ", None)]
    assert seen.unknown == ["Chi ủy", "Chức vụ"]
    seen = see([CELL], heads, [*khai, "Lê Văn Khải", "Bí thư"], [*mo, None, None])
    assert [row.position for row in seen.rows] == ["Bí thư", None]
