"""Lists as offices really send them, each of its kind, with neighbours:
what must be read of them, and what must be said.
"""

import io
import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from components.files import list_parser, staging_redaction, workbook_reader
from components.files.list_parser import ParsedList
from components.files.sheet_marks import SheetMarks
from components.files.workbook_reader import WorkbookSheet
from db.errors import Invalid
from db.imports.read_options import CONVERT, DAY, LEAVE, TAKE, YEAR, ReadOptions

FILES = Path(__file__).parent / "files"
CELL, OTHER = "Chi bộ thôn Đồng Bào", "Chi bộ tổ dân phố số 9"


def case(name: str, choices: ReadOptions | None = None) -> ParsedList:
    return list_parser.parse(workbook_reader.read_sheets((FILES / f"{name}.xlsx").read_bytes()), choices)


def see(
    *rows: list, name: str = "Sheet", marks: SheetMarks = workbook_reader.NONE, choices: ReadOptions | None = None
) -> ParsedList:
    width = max(map(len, rows))
    return list_parser.parse(
        [WorkbookSheet(name, False, [[*row, *[None] * (width - len(row))] for row in rows], marks)], choices
    )


def names(seen: ParsedList) -> list[str]:
    return [row.name for row in seen.rows]


def merged(*areas: list[int]) -> SheetMarks:
    return SheetMarks([], [], list(areas), [])


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
def test_a_name_over_several_columns_is_whole_with_headings_below_or_without(rows, marks):
    first = see(*rows, marks=marks).rows[0]
    assert first.name == "Lê Văn Khải"
    assert first.born in ("1958", "1958-05-01")


def test_each_block_stands_in_the_cell_that_its_title_names():
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
def test_a_title_that_names_a_cell_is_heard_and_columns_may_come_in_another_order(title):
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
def test_a_name_of_a_cell_that_begins_as_a_word_of_a_sentence_does_without_its_marks_is_heard(cell):
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


def test_an_empty_sheet_beside_the_list_is_nothing():
    empty = WorkbookSheet("Sheet2", False, [])
    listed = WorkbookSheet("Sheet1", False, [["Họ và tên", "Năm sinh"], ["Lê Văn Khải", "1958"]])
    assert names(list_parser.parse([listed, empty])) == ["Lê Văn Khải"]
    with pytest.raises(Invalid, match="import_no_headings"):
        list_parser.parse([empty])


def test_every_sheet_with_people_is_offered_and_what_is_left_is_counted():
    seen = case("sheet-per-cell")
    assert [(sheet.name, sheet.entries, sheet.places, sheet.taken) for sheet in seen.sheets] == [
        ("Thôn Đồng Bào", 1, [CELL], True),
        ("TDP 9", 2, [OTHER], True),
    ]
    assert len({row.number for row in seen.rows}) == 3
    left = case("sheet-per-cell", ReadOptions(sheets={1: LEAVE}))
    assert names(left) == ["Lê Văn Khải"]
    assert [(sheet.entries, sheet.taken) for sheet in left.sheets] == [(1, True), (2, False)]


def test_hidden_sheets_and_lists_of_others_than_members_are_offered_and_left():
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


def test_a_section_is_nobody_whatever_columns_it_is_spread_over():
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
def test_what_a_section_says_holds_for_everybody_below_it(section, says):
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


def test_of_people_below_a_section_of_those_exempt_from_introduction_nothing_waits():
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


def test_a_tick_says_who_is_a_woman_and_leaves_the_day_of_birth():
    (row,) = case("ticks").rows
    assert (row.born, row.sex) == ("1962-10-20", "female")


@pytest.mark.parametrize(
    "tick", ["x", "X", "✓", "✔", "v", "V", 1.0, "1", "có", "•", "+", "*", "☑", "√", "ü", "●", True, "nữ"]
)
def test_any_sign_ticks(tick):
    (row,) = see(["Họ tên", "Ngày sinh", "Nam", "Nữ"], ["Trần Thị Mơ", "20/10/1962", None, tick]).rows
    assert (row.born, row.sex, row.fault) == ("1962-10-20", "female", None)


def test_what_is_no_tick_says_nothing_and_two_ticks_are_said():
    (row,) = see(["Họ tên", "Ngày sinh", "Nam", "Nữ"], ["Trần Thị Mơ", "20/10/1962", "-", "x"]).rows
    assert (row.sex, row.noted) == ("female", [])
    (row,) = see(["Họ tên", "Ngày sinh", "Nam", "Nữ"], ["Trần Thị Mơ", "20/10/1962", "x", "x"]).rows
    assert (row.sex, row.noted) == (None, [["left_out", "sex", "x · x", ""]])


def test_a_remark_where_a_value_belongs_is_left_out_and_said_and_the_person_taken():
    rows = case("remarks").rows
    assert [(row.name, row.phone, row.card and row.card.last4, row.fault) for row in rows] == [
        ("Lê Văn Khải", None, "3401", None),
        ("Trần Thị Mơ", "0912345602", "3402", None),
        ("Đỗ Đình Ước", "0912345603", None, None),
    ]
    assert [row.noted for row in rows] == [
        [["left_out", "phone", "-", ""]],
        [["first_taken", "phone", "0912345602 - 0987654321", "0912345602"]],
        [["left_out", "card", "Chưa có", ""]],
    ]


@pytest.mark.parametrize(
    ("heading", "typed", "kept", "code"),
    [
        ("Điện thoại", "0912345602/0987654321", "0912345602", "first_taken"),
        ("Điện thoại", "0912345602-0987654321", "0912345602", "first_taken"),
        ("Điện thoại", "0912.345.602; 0987.654.321", "0912345602", "first_taken"),
        ("Điện thoại", "0912345602 (vợ)", "0912345602", "first_taken"),
        ("Điện thoại", "không có", None, "left_out"),
        ("Ngày sinh", "không rõ", None, "left_out"),
        ("Ngày vào Đảng", "đang xác minh", None, "left_out"),
        ("Giới tính", "?", None, "left_out"),
        ("Tình trạng", "Miễn công tác và sinh hoạt", None, "left_out"),
    ],
)
def test_remarks_of_every_kind_are_said(heading, typed, kept, code):
    (row,) = see(["Họ tên", heading, "Chi bộ"], ["Lê Văn Khải", typed, CELL]).rows
    assert (row.fault, [note[0] for note in row.noted]) == (None, [code])
    assert row.phone == kept


def test_a_number_that_is_none_shows_no_more_than_its_last_digits():
    (row,) = see(["Họ tên", "Số CCCD", "Chi bộ"], ["Lê Văn Khải", "0990701234567", CELL]).rows
    assert (row.citizen, row.fault, row.noted) == (None, None, [["left_out", "citizen", "••••••••••567", ""]])
    (row,) = see(["Họ tên", "Số thẻ đảng", "Chi bộ"], ["Lê Văn Khải", "06.123401 (cũ)", CELL]).rows
    assert (row.card.last4, row.noted[0][0]) == ("3401", "first_taken")


@pytest.mark.parametrize(
    "heading",
    [
        "Họ và tên (viết hoa)",
        "Họ và tên [in hoa]",
        "HỌ VÀ TÊN *",
        "Họ và tên: ghi chữ in hoa",
        "Họ tên (như trong thẻ)",
        "Hä vµ tªn",
        "Hoï vaø teân",
    ],
)
def test_headings_with_an_explanation_or_of_an_old_typeface_are_read(heading):
    assert names(see(["STT", heading, "Ngày sinh (dd/mm/yyyy)"], [1.0, "LÊ VĂN KHẢI", "01/05/1958"])) == ["Lê Văn Khải"]


def test_bracketed_headings_are_read():
    assert [(row.name, row.born) for row in case("headings-bracketed").rows] == [("Lê Văn Khải", "1958-05-01")]


def test_columns_are_said_by_hand_where_headings_stay_unknown():
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


def test_a_column_said_not_to_be_read_is_not():
    rows = [["Họ tên", "Năm sinh", "Điện thoại"], ["Lê Ba", "1958", "0912345678"]]
    assert see(*rows, choices=ReadOptions(columns={(0, 2): "none"})).rows[0].phone is None


def test_a_year_in_a_cell_for_days_is_asked_and_read_only_then():
    (row,) = case("year-in-date-cell").rows
    assert (row.fault, row.values["typed"], row.values["year"]) == ("import_year", "11/05/1905", "1958")
    (row,) = case("year-in-date-cell", ReadOptions(years=YEAR)).rows
    assert (row.fault, row.born, row.admitted) == (None, "1958", "1980")
    assert [note[:2] for note in row.noted] == [["read_as", "born"], ["read_as", "admitted"]]
    assert case("year-in-date-cell", ReadOptions(years=LEAVE)).rows[0].born is None


@pytest.mark.parametrize(
    ("born", "admitted", "fault"),
    [
        ("01/01/1912", "1950", "import_early"), ("1958", "1970", "import_early"), ("1958", datetime(1905, 6, 2),
        "import_year"), ("1958", "1976", None),
        ("1909", "03/02/1929", "import_early"), ("11/05/1905", None, "import_year"), ("15/05/1958", "20/05/1976", None),
        ("15/05/1958", "10/05/1976", "import_early"),
    ],
)  # fmt: skip
def test_days_that_can_hardly_be_are_asked(born, admitted, fault):
    rows = [["Họ tên", "Ngày sinh", "Ngày vào Đảng", "Chi bộ"], ["Lê Ba", born, admitted, CELL]]
    assert see(*rows).rows[0].fault == fault
    if fault == "import_early":
        assert see(*rows, choices=ReadOptions(early=DAY)).rows[0].fault is None


def test_texts_of_old_typefaces_wait_until_they_may_be_converted():
    seen = case("tcvn3-vni")
    assert seen.converted == [
        [2, 1, "NguyÔn V¨n Kh¶i", "Nguyễn Văn Khải"],
        [3, 1, "Nguyeãn Thò Höôùng", "Nguyễn Thị Hướng"],
    ]
    assert [row.fault for row in seen.rows] == ["import_typeface", "import_typeface", None]
    assert seen.rows[2].noted == [["read_as", "name", "NGUYễN VăN LƯỢNG", "Nguyễn Văn Lượng"]]
    assert names(case("tcvn3-vni", ReadOptions(typefaces={(0, 1): CONVERT}))) == [
        "Nguyễn Văn Khải",
        "Nguyễn Thị Hướng",
        "Nguyễn Văn Lượng",
    ]
    assert names(case("tcvn3-vni", ReadOptions(typefaces={(0, 1): LEAVE})))[0] == "NguyÔn V¨n Kh¶i"


def test_each_column_of_an_old_typeface_is_converted_only_when_it_is_said_of_that_column():
    rows = [
        ["Họ tên", "Địa chỉ", "Nơi công tác", "Chi bộ"],
        ["NguyÔn V¨n Th¾ng", "Ñöôøng Nguyeãn Traõi", "Công ty Than", CELL],
    ]
    read = lambda row: (row.name, row.address, row.workplace, row.fault)  # noqa: E731
    seen = see(*rows)
    assert ([text[1] for text in seen.converted], seen.rows[0].fault) == ([0, 1], "import_typeface")
    (row,) = see(*rows, choices=ReadOptions(typefaces={(0, 0): CONVERT})).rows
    assert (row.name, row.fault) == ("Nguyễn Văn Thắng", "import_typeface")
    (row,) = see(*rows, choices=ReadOptions(typefaces={(0, 0): CONVERT, (0, 1): LEAVE})).rows
    assert read(row) == ("Nguyễn Văn Thắng", "Ñöôøng Nguyeãn Traõi", "Công ty Than", None)
    (row,) = see(*rows, choices=ReadOptions(typefaces={(0, 0): LEAVE, (0, 1): CONVERT})).rows
    assert read(row) == ("NguyÔn V¨n Th¾ng", "Đường Nguyễn Trãi", "Công ty Than", None)
    only = see(
        rows[0],
        ["NguyÔn V¨n Th¾ng", "Đường Nguyễn Trãi", "Công ty Than", CELL],
        choices=ReadOptions(typefaces={(0, 0): CONVERT}),
    )
    assert read(only.rows[0]) == ("Nguyễn Văn Thắng", "Đường Nguyễn Trãi", "Công ty Than", None)
    assert [text[1] for text in only.converted] == [0]


def test_hidden_people_are_counted_and_taken_only_as_it_is_said():
    seen = case("hidden-rows")
    assert (names(seen), seen.hidden) == (["Lê Văn Khải"], [3])
    assert names(case("hidden-rows", ReadOptions(hidden=TAKE))) == ["Lê Văn Khải", "Trần Thị Mơ"]


def test_who_is_struck_out_is_counted_with_the_hidden_and_a_struck_number_leaves_him():
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


def test_an_error_and_a_formula_without_a_result_are_said_and_nobodys_name():
    texts = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    heads, phone = "".join(map(texts, ["Họ tên", "Năm sinh", "Điện thoại"])), texts("0912345678")
    cells = [
        '<c t="str"><f>A1</f><v>Lê Văn Khải</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        texts("Trần Thị Mơ") + '<c><f>YEAR("099070123456")</f></c>',
        '<c t="e"><f>VLOOKUP(1,A1,1)</f><v>#N/A</v></c><c><v>1955</v></c>',
        texts("Đỗ Đình Ước") + '<c t="str"><f>""</f><v></v></c>' + phone,
    ]
    rows = "".join(f"<row>{cells}</row>" for cells in [heads, *cells])
    plain, target = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with ZipFile(plain) as source, ZipFile(target, "w") as filled:
        for part in source.namelist():
            text = re.sub("<sheetData ?/>", f"<sheetData>{rows}</sheetData>", source.read(part).decode())
            filled.writestr(part, text.replace("<sheetData></sheetData>", f"<sheetData>{rows}</sheetData>"))
    seen = list_parser.parse(workbook_reader.read_sheets(target.getvalue()))
    assert [(row.name, row.noted, row.fault) for row in seen.rows] == [
        ("Lê Văn Khải", [["left_out", "born", "#DIV/0!", ""]], None),
        ("Trần Thị Mơ", [["left_out", "born", "=YEAR(…", ""]], None),
        ("", [["left_out", "name", "#N/A", ""]], "name_short"),
        ("Đỗ Đình Ước", [], None),
    ]


def test_who_stands_on_hidden_rows_or_on_sheets_that_are_left_out_is_told_by_name():
    assert (case("hidden-rows").beside, case("hidden-rows", ReadOptions(hidden=TAKE)).beside) == (["Trần Thị Mơ"], [])
    sheets = case("sheet-per-cell").sheets
    assert len(sheets) == 2
    left = case("sheet-per-cell", ReadOptions(sheets={sheets[1].at: LEAVE}))
    everybody = names(case("sheet-per-cell"))
    assert left.beside
    assert sorted([*names(left), *left.beside]) == sorted(everybody)


def test_hidden_columns_and_fonts_are_seen():
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


def test_two_columns_of_one_field_and_columns_without_a_heading_are_said():
    seen = see(
        ["Họ tên", "Năm sinh", "Điện thoại", "Số điện thoại 2", None],
        ["Lê Ba", "1958", "0912345678", "0987654321", "a"],
        ["Lê Tư", "1959", None, None, "b"],
    )
    assert seen.twice == [["Số điện thoại 2", "Điện thoại"]]
    assert seen.unknown == ["(E)"]


def test_what_waits_holds_no_number_and_nothing_of_ethnicity_whatever_its_heading_is():
    rows = [
        ["Họ tên", "Năm sinh", "Mã", "Dân tộc", "Ghi chú"],
        ["Lê Ba", "1958", "099070123456", "Cờ Lao", "CMND 123456789 cũ"],
        ["Lê Tư", "1960", 6123401.0, "Kinh", None],
    ]
    kept = str(staging_redaction.redact(WorkbookSheet("x", False, rows), {}, False).rows)
    assert not any(said in kept for said in ("099070123456", "123456789", "Cờ Lao"))


@pytest.mark.parametrize("middle", ["Tên đệm", "Đệm", "Chữ lót", "Chữ đệm"])
def test_a_name_in_three_columns_is_whole(middle):
    seen = see(
        ["TT", "Họ", middle, "Tên", "Năm sinh"], [1.0, "Lê", "Văn", "Khải", "1958"], [2.0, "Trần", None, "Mơ", "1962"]
    )
    assert (names(seen), seen.twice) == (["Lê Văn Khải", "Trần Mơ"], [])


def test_a_cell_merged_over_several_rows_stands_in_each_and_in_no_other():
    rows = [
        ["Họ tên", "Năm sinh", "Chi bộ"],
        ["Lê Ba", "1958", CELL],
        ["Lê Tư", "1959", None],
        ["Lê Năm", "1960", OTHER],
        ["Lê Sáu", "1961", None],
    ]
    assert [row.cell for row in see(*rows, marks=merged([2, 3, 3, 3])).rows] == [CELL, CELL, OTHER, None]


def test_who_signs_below_a_list_is_no_member_of_it():
    rows = [["Chi bộ thôn Đông"], ["STT", "Họ tên", "Năm sinh", "Giới tính"], [1.0, "Lê Ba", "1958", "Nam"]]
    signed = [[None, "NGƯỜI LẬP BIỂU", None, "T/M CHI ỦY"], [None, "Nguyễn Văn Lập", None, "Trần Văn Thư"]]
    again = [["Chi bộ thôn Tây"], ["STT", "Họ tên", "Năm sinh", "Giới tính"], [None, "Lê Tư", None, "Nam"]]
    seen = see(*rows, *signed)
    assert (names(seen), seen.skipped["signature"]) == (["Lê Ba"], [4, 5])
    assert seen.texts[5] == "Nguyễn Văn Lập · Trần Văn Thư"
    assert names(see(*rows, *signed, *again)) == ["Lê Ba", "Lê Tư"]


def test_who_signs_in_the_column_of_cells_is_no_member_either():
    rows = [["STT", "Họ tên", "Năm sinh", "Chi bộ"], [1.0, "Lê Ba", "1958", CELL]]
    signed = [[None, "Người lập biểu", None, "Bí thư"], [None, "Lê Thị Lập", None, "Nguyễn Văn Bí"]]
    assert names(see(*rows, *signed)) == ["Lê Ba"]
    assert names(see(*rows, *signed, [2.0, "Lê Tư", "1959", CELL])) == ["Lê Ba", "Lê Tư"]


@pytest.mark.parametrize(
    "typed", ["1. Lê Văn Khải", "12) LÊ VĂN KHẢI", "Lê Văn Khải (BT)", "Lê Văn Khải - CUV", "Lê Văn Khải (Phó bí thư)"]
)
def test_a_number_before_a_name_and_a_post_behind_it_are_no_part_of_it_and_said(typed):
    (row,) = see(["Họ tên", "Năm sinh", "Chi bộ"], [typed, "1958", CELL]).rows
    assert (row.name, row.noted) == ("Lê Văn Khải", [["read_as", "name", typed, "Lê Văn Khải"]])


@pytest.mark.parametrize(
    "typed",
    ["01.05.1958", "1-5-1958", "01 / 05 / 1958", "01\\05\\1958", "'01/05/1958", "’01/05/1958", "1958-05-01 00:00:00",
    "ngày 01 tháng 5 năm 1958", 21306.0,
     1051958.0, datetime(1958, 5, 1, 7, 30), "\u200e01/05/1958"],
)  # fmt: skip
def test_a_day_in_whatever_separators_is_one_day(typed):
    assert see(["Họ tên", "Ngày sinh", "Chi bộ"], ["Lê Ba", typed, CELL]).rows[0].born == "1958-05-01"


def one_day(heading: str, said, born: str = "1958"):
    """The row of somebody in whose list this stands under a heading of a day."""
    return see(["STT", "Họ và tên", "Năm sinh", heading, "Chi bộ"], [1.0, "Lê Văn Khải", born, said, CELL]).rows[0]


@pytest.mark.parametrize(
    ("said", "born"),
    [
        ("01/05/58", "1958-05-01"),
        ("20.10.62", "1962-10-20"),
        ("58", "1958"),
        (58.0, "1958"),
        ("5/58", "1958-05"),
        ("3/05", "2005-03"),
        ("010562", "1962-05-01"),
        ("21306", "1958-05-01"),
        ("Sinh năm 1962", "1962"),
        ("1955 (theo CMND)", "1955"),
        ("00/00/1950", "1950"),
        ("__/5/1951", "1951-05"),
        ("?/?/1952", "1952"),
        ("19580501", "1958-05-01"),
        (19580501.0, "1958-05-01"),
        ("1.962", "1962"),
        ("1-May-58", "1958-05-01"),
        ("01 Dec 1962", "1962-12-01"),
    ],
)
def test_a_day_of_birth_written_otherwise_is_read_and_said(said, born):
    (row,) = see(["STT", "Họ và tên", "Ngày sinh", "Chi bộ"], [1.0, "Lê Văn Khải", said, CELL]).rows
    assert (row.fault, row.born) == (None, born)
    assert [note[:2] for note in row.noted] == [["read_as", "born"]]


@pytest.mark.parametrize("said", ["1958 hoặc 1960", "05/21/58", "31/02/58", "12", "QĐ 12 ngày 3/2/1958", "O1/O5/1958"])
def test_a_day_that_may_be_read_in_two_ways_or_in_none_is_not_guessed(said):
    (row,) = see(["STT", "Họ và tên", "Ngày sinh", "Chi bộ"], [1.0, "Lê Văn Khải", said, CELL]).rows
    assert (row.fault, row.values["field"]) == ("date_unreadable", "born")


def test_two_digits_of_a_year_of_admission_are_a_year_after_the_age_of_admission():
    assert one_day("Ngày vào Đảng", "03/02/20", "1998").admitted == "2020-02-03"
    assert one_day("Ngày vào Đảng", "03/02/80").admitted == "1980-02-03"


@pytest.mark.parametrize("heading", ["Ngày vào Đảng - chính thức", "Ngày vào Đảng, ngày chính thức", "Ngày kết nạp"])
@pytest.mark.parametrize(
    "said", ["03/02/1980 - 03/02/1981", "03/02/1980\n03/02/1981", "3/2/80; 3/2/81", "03/02/1980 (CT: 03/02/1981)"]
)
def test_two_days_in_one_cell_are_admission_and_full_membership(heading, said):
    row = one_day(heading, said)
    assert (row.fault, row.admitted, row.official) == (None, "1980-02-03", "1981-02-03")
    assert [note[:2] for note in row.noted] == [["read_as", "admitted"], ["read_as", "official"]]


def test_two_days_in_a_column_beside_one_for_full_membership_are_not_guessed():
    seen = see(
        ["STT", "Họ và tên", "Năm sinh", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ"],
        [1.0, "Lê Văn Khải", 1958.0, "03/02/1980, 03/02/1985", "03/02/1986", CELL],
    )
    assert seen.rows[0].fault == "date_unreadable"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Đ/c Trần Thị Mơ", "Trần Thị Mơ"),
        ("Ông Trần Văn Mơ", "Trần Văn Mơ"),
        ("Trần Thị Mơ*", "Trần Thị Mơ"),
        ("Trần Thị Mơ (tức Lành)", "Trần Thị Mơ"),
        ("Trần Thị Mơ (chuyển đến 2020)", "Trần Thị Mơ"),
    ],
)
def test_what_is_written_beside_a_name_is_no_part_of_it(said, name):
    (row,) = see(["STT", "Họ và tên", "Năm sinh", "Chi bộ"], [1.0, said, 1962.0, CELL]).rows
    assert (row.name, row.gone, row.noted) == (name, None, [["read_as", "name", said, name]])


@pytest.mark.parametrize("said", ["Lê Văn Khải (mất 2020)", "Lê Văn Khải (đã chuyển đi)", "Lê Văn Khải, từ trần"])
def test_somebody_of_whom_it_is_written_beside_his_name_that_he_has_gone_is_nobody_new(said):
    (row,) = see(["STT", "Họ và tên", "Năm sinh", "Chi bộ"], [1.0, said, 1958.0, CELL]).rows
    assert (row.name, bool(row.gone)) == ("Lê Văn Khải", True)


def test_letters_that_tell_namesakes_apart_stay_and_small_letters_become_a_name():
    seen = see(["Họ và tên", "Năm sinh"], ["Lê Văn Khải (A)", 1958.0], ["lê văn khải", 1959.0])
    assert names(seen) == ["Lê Văn Khải (A)", "Lê Văn Khải"]


def test_a_year_behind_a_name_is_that_of_birth_where_no_column_has_one():
    seen = see(["STT", "Họ và tên", "Chi bộ"], [1.0, "Lê Văn Khải, 1958", CELL], [2.0, "Trần Thị Mơ (1962)", CELL])
    assert [(row.name, row.born) for row in seen.rows] == [("Lê Văn Khải", "1958"), ("Trần Thị Mơ", "1962")]


@pytest.mark.parametrize("mark", ["nt", "-nt-", '"', "″", "Như trên", "''"])
def test_a_ditto_mark_means_what_stands_above(mark):
    seen = see(
        ["STT", "Họ tên", "Năm sinh", "Chi bộ", "Chỗ ở"],
        [1.0, "Lê Văn Khải", 1958.0, CELL, "Thôn Đồng Bào"],
        [2.0, "Trần Thị Mơ", 1962.0, mark, mark],
        [3.0, "Đỗ Đình Ước", 1955.0, mark, "-"],
    )
    assert [row.cell for row in seen.rows] == [CELL] * 3
    assert seen.rows[1].address == "Thôn Đồng Bào"


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


def test_names_of_other_people_in_a_list_are_no_list_beside_it():
    seen = see(
        ["STT", "Họ và tên", "Năm sinh", "Họ và tên", "Chi bộ"],
        [1.0, "Lê Văn Khải", 1958.0, "Trần Thị Mơ", CELL],
    )
    assert names(seen) == ["Lê Văn Khải"]
    assert seen.twice == [["Họ và tên", "Họ và tên"]]


def test_the_number_of_a_paper_in_a_title_names_no_cell():
    seen = see(
        [CELL], ["(Kèm theo Báo cáo số 12-BC/CB ngày 20/11/2026)"], ["STT", "Họ, chữ đệm và tên", "Năm sinh"],
        [1.0, "Lê Văn Khải", 1958.0],
    )  # fmt: skip
    assert [row.cell for row in seen.rows] == [CELL]


def test_days_of_a_sheet_made_with_english_settings_are_asked_about_and_never_exchanged_unasked():
    """Typed as 03/02/1980 and 25/02/1981, the first has become the 2nd of March, the other has stayed a text."""
    rows = (
        ["STT", "Họ và tên", "Ngày sinh", "Ngày kết nạp", "Chi bộ"],
        [1.0, "Lê Văn Khải", datetime(1957, 5, 1), datetime(1980, 3, 2), "Chi bộ A"],
        [2.0, "Trần Thị Mơ", datetime(1960, 12, 20), "25/02/1981", "Chi bộ A"],
        [3.0, "Trần Thị Cúc", datetime(1961, 1, 30), datetime(1982, 2, 2), "Chi bộ A"],
    )
    seen = see(*rows)
    assert seen.exchanged == [[2, 3, "02/03/1980", "03/02/1980"]]
    assert [row.fault for row in seen.rows] == ["import_day_order", None, None]
    assert [row.admitted for row in see(*rows, choices=ReadOptions(orders={(0, 3): CONVERT})).rows] == [
        "1980-02-03",
        "1981-02-25",
        "1982-02-02",
    ]
    (kept, *_) = see(*rows, choices=ReadOptions(orders={(0, 3): LEAVE})).rows
    assert (kept.admitted, kept.fault) == ("1980-03-02", None)


def test_days_written_with_the_month_first_are_asked_about():
    rows = (
        ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"],
        [1.0, "Lê Văn Khải", "12/25/1957", "Chi bộ A"],
        [2.0, "Trần Thị Mơ", "03/02/1960", "Chi bộ A"],
        [3.0, "Trần Thị Cúc", datetime(1961, 3, 2), "Chi bộ A"],
        [4.0, "Trần Thị Na", "1962", "Chi bộ A"],
    )
    assert [row.fault for row in see(*rows).rows] == [*["import_day_order"] * 3, None]
    assert [row.born for row in see(*rows, choices=ReadOptions(orders={(0, 2): CONVERT})).rows] == [
        "1957-12-25",
        "1960-03-02",
        "1961-02-03",
        "1962",
    ]
    left = see(*rows, choices=ReadOptions(orders={(0, 2): LEAVE})).rows
    assert [(row.born, row.fault) for row in left] == [
        (None, "date_unreadable"),
        ("1960-02-03", None),
        ("1961-03-02", None),
        ("1962", None),
    ]


def test_days_as_they_are_written_here_are_not_asked_about():
    rows = (
        ["STT", "Họ và tên", "Ngày sinh", "Chi bộ"],
        [1.0, "Lê Văn Khải", "25/12/1957", "Chi bộ A"],
        [2.0, "Trần Thị Mơ", "03/02/1960", "Chi bộ A"],
        [3.0, "Trần Thị Cúc", datetime(1961, 2, 28), "Chi bộ A"],
    )
    assert (see(*rows).exchanged, [row.fault for row in see(*rows).rows]) == ([], [None] * 3)
