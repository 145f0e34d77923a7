"""Ticks, remarks, numbers and text in legacy fonts in lists: what is read, and what is noted."""

import io
import re
from zipfile import ZipFile

import openpyxl
import pytest

from components.files import list_parser, staging_redaction, workbook_reader
from components.files.workbook_reader import WorkbookSheet
from db.imports.read_options import CONVERT, LEAVE, ReadOptions
from tests.list_cases import CELL, case, names, see


def test_a_tick_says_who_is_a_woman_and_leaves_the_birth_date():
    (row,) = case("ticks").rows
    assert (row.born, row.sex) == ("1962-10-20", "female")


@pytest.mark.parametrize(
    "tick", ["x", "X", "✓", "✔", "v", "V", 1.0, "1", "có", "•", "+", "*", "☑", "√", "ü", "●", True, "nữ"]
)
def test_any_sign_counts_as_a_tick(tick):
    (row,) = see(["Họ tên", "Ngày sinh", "Nam", "Nữ"], ["Trần Thị Mơ", "20/10/1962", None, tick]).rows
    assert (row.born, row.sex, row.fault) == ("1962-10-20", "female", None)


def test_a_dash_is_not_a_tick_and_two_ticks_are_noted():
    (row,) = see(["Họ tên", "Ngày sinh", "Nam", "Nữ"], ["Trần Thị Mơ", "20/10/1962", "-", "x"]).rows
    assert (row.sex, row.noted) == ("female", [])
    (row,) = see(["Họ tên", "Ngày sinh", "Nam", "Nữ"], ["Trần Thị Mơ", "20/10/1962", "x", "x"]).rows
    assert (row.sex, row.noted) == (None, [["left_out", "sex", "x · x", ""]])


def test_a_remark_in_place_of_a_value_is_left_out_and_noted_but_the_person_is_imported():
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
        ("Điện thoại", "84912345602", "0912345602", "read_as"),
        ("Điện thoại", "+84 912 345 602", "0912 345 602", "read_as"),
        ("Điện thoại", "912345602", "0912345602", "read_as"),
        ("Điện thoại", "không có", None, "left_out"),
        ("Ngày sinh", "không rõ", None, "left_out"),
        ("Ngày vào Đảng", "đang xác minh", None, "left_out"),
        ("Giới tính", "?", None, "left_out"),
        ("Tình trạng", "Miễn công tác và sinh hoạt", None, "left_out"),
    ],
)
def test_remarks_of_every_kind_are_noted(heading, typed, kept, code):
    (row,) = see(["Họ tên", heading, "Chi bộ"], ["Lê Văn Khải", typed, CELL]).rows
    assert (row.fault, [note[0] for note in row.noted]) == (None, [code])
    assert row.phone == kept


def test_an_invalid_number_is_shown_only_by_its_last_digits():
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
def test_headings_with_an_explanation_or_in_a_legacy_font_are_recognised(heading):
    assert names(see(["STT", heading, "Ngày sinh (dd/mm/yyyy)"], [1.0, "LÊ VĂN KHẢI", "01/05/1958"])) == ["Lê Văn Khải"]


def test_text_in_legacy_fonts_waits_until_converting_it_is_allowed():
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
    (left, *_) = case("tcvn3-vni", ReadOptions(typefaces={(0, 1): LEAVE})).rows
    assert (left.fault, left.values) == ("import_name_letters", {"typed": "NguyÔn V¨n Kh¶i", "letters": "¨¶"})


def test_each_legacy_font_column_is_converted_only_when_that_column_is_confirmed():
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
    assert read(row) == ("", "Đường Nguyễn Trãi", "Công ty Than", "import_name_letters")
    only = see(
        rows[0],
        ["NguyÔn V¨n Th¾ng", "Đường Nguyễn Trãi", "Công ty Than", CELL],
        choices=ReadOptions(typefaces={(0, 0): CONVERT}),
    )
    assert read(only.rows[0]) == ("Nguyễn Văn Thắng", "Đường Nguyễn Trãi", "Công ty Than", None)
    assert [text[1] for text in only.converted] == [0]


def test_an_error_and_a_formula_without_a_result_are_noted_and_nobodys_name():
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


def test_a_staged_list_holds_no_numbers_and_no_ethnicity_whatever_the_heading():
    rows = [
        ["Họ tên", "Năm sinh", "Mã", "Dân tộc", "Ghi chú"],
        ["Lê Ba", "1958", "099070123456", "Cờ Lao", "CMND 123456789 cũ"],
        ["Lê Tư", "1960", 6123401.0, "Kinh", None],
    ]
    kept = str(staging_redaction.redact(WorkbookSheet("x", False, rows), {}, False).rows)
    assert not any(said in kept for said in ("099070123456", "123456789", "Cờ Lao"))


@pytest.mark.parametrize("mark", ["nt", "-nt-", '"', "″", "Như trên", "''"])
def test_a_ditto_mark_repeats_the_value_above(mark):
    seen = see(
        ["STT", "Họ tên", "Năm sinh", "Chi bộ", "Chỗ ở"],
        [1.0, "Lê Văn Khải", 1958.0, CELL, "Thôn Đồng Bào"],
        [2.0, "Trần Thị Mơ", 1962.0, mark, mark],
        [3.0, "Đỗ Đình Ước", 1955.0, mark, "-"],
    )
    assert [row.cell for row in seen.rows] == [CELL] * 3
    assert seen.rows[1].address == "Thôn Đồng Bào"
