"""Workbooks in and out: hostile ones are refused in a child process, and ours open again as they were written."""

import csv
import hashlib
import io
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import openpyxl
import pytest

from components.files import csv_writer, excel_writer, upload_check, workbook_reader
from components.files.excel_writer import SheetColumn, SheetTable, ValueKind
from db.errors import Invalid

COLUMNS = [
    SheetColumn("TT", ValueKind.NUMBER, 6),
    SheetColumn("Họ và tên", width=28),
    SheetColumn("Sinh ngày", width=12),
    SheetColumn("Từ ngày", ValueKind.DATE, 12),
    SheetColumn("Triệu tập", ValueKind.NUMBER, 10, adds=True),
    SheetColumn("Có mặt", ValueKind.NUMBER, 10, adds=True),
    SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(5, 4)),
]
ROWS = [
    [1, "=1+1", "1953", date(2020, 1, 2), 20, 19, 0.95],
    [2, "Nguyễn Thị\x07 Ẵng", "0012", None, 22, 18, 18 / 22],
    [3, "+84 912", "-", date(1990, 12, 31), 0, 0, None],
]
SHEET = "xl/worksheets/sheet1.xml"


def _written(rows=ROWS, columns=COLUMNS) -> tuple[bytes, excel_writer.WriteSummary]:
    target = io.BytesIO()
    written = excel_writer.write_workbook(
        target,
        SheetTable(
            "Danh sách", "DANH SÁCH ĐẢNG VIÊN", ["Xã Đông Hà", "Số liệu đến ngày 21/11/2026"], columns, rows, held=2
        ),
    )
    return target.getvalue(), written


def _with(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of ours with some parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_written()[0])) as source, zipfile.ZipFile(target, "w", compression) as changed:
        for name in source.namelist():
            if name not in parts:
                changed.writestr(name, source.read(name))
        for name, content in parts.items():
            changed.writestr(name, content)
    return target.getvalue()


def _sheet(cells: str, head: str = "") -> bytes:
    xml = f'<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    return _with({SHEET: xml})


HOSTILE = {
    "far apart": (
        lambda: _sheet('<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'),
        "file_too_many_cells",
    ),
    "far apart in single quotes": (lambda: _sheet("<row><c r='XFD2'/></row>"), "file_too_many_cells"),
    "far apart through an entity": (lambda: _sheet('<row><c r="&#88;FD2"/></row>'), "file_too_many_cells"),
    "far apart within a row's number": (lambda: _sheet('<row r="1"><c r="A999999"/></row>'), "file_too_many_cells"),
    "far apart with a prefix": (lambda: _sheet('<x:row xmlns:x="urn:x" r="1048576"/>'), "file_too_many_cells"),
    "cells without an address": (lambda: _sheet("<row>" + "<c/>" * 200 + "</row>"), "file_too_many_cells"),
    "an address that is none": (lambda: _sheet('<row><c r="1A"/></row>'), "file_unreadable"),
    "a letter that is not ours": (lambda: _sheet('<row><c r="Ạ1"/></row>'), "file_unreadable"),
    "a backward row": (lambda: _sheet('<row r="-5"><c/></row>'), "file_too_many_cells"),
    "a row without a number": (lambda: _sheet('<row r="x"/>'), "file_unreadable"),
    "a definition of types": (lambda: _sheet("", '<!DOCTYPE x [<!ENTITY a "b">]>'), "file_unreadable"),
    "broken XML": (lambda: _with({SHEET: "<worksheet>"}), "file_unreadable"),
    "much packed into little": (lambda: _with({"xl/media/a.bin": bytes(60 << 20)}), "file_too_much"),
    "too many parts": (lambda: _with({f"xl/media/{number}": b"" for number in range(600)}), "file_too_much"),
    "macros": (lambda: _with({"xl/vbaProject.bin": b"x"}), "file_has_macros"),
    "macros declared": (
        lambda: _with({"xl/a.xml": '<a ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'}),
        "file_has_macros",
    ),
    "the same part twice": (lambda: _with({"XL/Workbook.xml": "<a/>"}), "file_unreadable"),
    "no workbook in it": (lambda: _archive({"a.txt": b"x"}), "file_not_excel"),
    "not packed at all": (lambda: b"TT;Ho va ten", "file_unreadable"),
    "nothing": (lambda: b"", "file_unreadable"),
    "cut off": (lambda: _written()[0][:-200], "file_unreadable"),
    "old Excel": (lambda: upload_check.OLD_EXCEL + bytes(600), "file_old_excel"),
    "a password": (lambda: upload_check.OLD_EXCEL + bytes(600) + upload_check.PASSWORD, "file_has_password"),
    "too large": (lambda: bytes(upload_check.MOST_BYTES + 1), "file_too_large"),
}


def _archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_the_guard_refuses_hostile_workbooks(make, code):
    with pytest.raises(Invalid) as refused:
        upload_check.check_upload(make())
    assert refused.value.code == code


def test_a_part_with_a_false_checksum_is_refused():
    data = bytearray(_with({SHEET: "<worksheet/>"}, zipfile.ZIP_STORED))
    at = data.index(b"<worksheet/>")
    data[at : at + 12] = b"<worksheex/>"
    with pytest.raises(Invalid) as refused:
        upload_check.check_upload(bytes(data))
    assert refused.value.code == "file_unreadable"


def test_a_refusal_in_the_child_process_arrives_with_its_values():
    with pytest.raises(Invalid) as refused:
        workbook_reader.read_sheets(HOSTILE["far apart"][0]())
    assert (refused.value.code, refused.value.values) == ("file_too_many_cells", {"rows": 30_000, "columns": 100})


def test_a_file_that_crashes_the_reading_process_is_refused_and_nothing_else_falls(monkeypatch):
    monkeypatch.setattr(workbook_reader, "COMMAND", ["-c", "import os; os.abort()"])
    with pytest.raises(Invalid) as refused:
        workbook_reader.read_sheets(_written()[0])
    assert refused.value.code == "file_too_much"


def test_a_file_that_takes_too_long_to_read_is_refused(monkeypatch):
    monkeypatch.setattr(workbook_reader, "COMMAND", ["-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(workbook_reader, "READ_TIMEOUT", 0.5)
    with pytest.raises(Invalid) as refused:
        workbook_reader.read_sheets(_written()[0])
    assert refused.value.code == "file_too_much"


def test_a_list_of_twenty_thousand_rows_passes():
    row = "".join(
        f'<c r="{chr(65 + column)}{{0}}" t="inlineStr"><is><t>Nguyễn Văn An {{0}}</t></is></c>' for column in range(15)
    )
    data = _sheet("".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(1, 20_001)))
    rows = workbook_reader.read_sheets(data)[0].rows
    assert (len(rows), len(rows[0]), rows[-1][14]) == (20_000, 15, "Nguyễn Văn An 20000")


def test_what_we_write_is_read_back_with_its_types():
    first, check = workbook_reader.read_sheets(_written()[0])
    assert (first.name, first.hidden, check.name) == ("Danh sách", False, "Kiểm tra")
    assert first.rows[4][:4] == ["TT", "Họ và tên", "Sinh ngày", "Từ ngày"]
    assert first.rows[5] == [1.0, "=1+1", "1953", date(2020, 1, 2), 20.0, 19.0, 0.95]
    assert first.rows[6][:4] == [2.0, "Nguyễn Thị Ẵng", "0012", None]
    assert first.rows[8][1:] == ["Cộng", None, None, 42.0, 37.0, 37 / 42]


def test_a_table_too_wide_for_a_page_continues_with_who_it_is_about():
    for columns, pages, beside in ((4, 1, None), (10, 2, "$A:$B")):
        table = SheetTable(
            "Tờ",
            "DANH SÁCH",
            [],
            [SheetColumn(f"Cột {at}", width=30) for at in range(columns)],
            [["a"] * columns],
            held=2,
        )
        target = io.BytesIO()
        excel_writer.write_workbook(target, table)
        sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue())).worksheets[0]
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.page_setup.orientation) == (
            pages,
            0,
            "landscape",
        )
        assert sheet.print_title_cols == beside


def test_a_workbook_is_ready_for_filtering_and_printing():
    sheet = openpyxl.load_workbook(io.BytesIO(_written()[0])).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C6", "A5:G8", "$5:$5")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.right.text == "&P/&N"
    assert sheet["D6"].value == datetime(2020, 1, 2)
    assert [sheet[cell].number_format for cell in ("D6", "E6", "G6")] == ["dd/mm/yyyy", "#,##0", "0.0%"]
    assert sheet.column_dimensions["B"].width == 28


def test_text_that_looks_like_a_formula_stays_text_when_edited_again():
    sheet = openpyxl.load_workbook(io.BytesIO(_written()[0])).worksheets[0]
    assert [(sheet[cell].data_type, sheet[cell].quotePrefix) for cell in ("B6", "B7", "B8")] == [
        ("s", True),
        ("s", False),
        ("s", True),
    ]


def test_the_check_sheet_proves_the_rows():
    data, written = _written()
    first, check = workbook_reader.read_sheets(data)
    facts = {row[0]: row[1] for row in check.rows}
    assert (facts["Số dòng"], facts["Triệu tập"], facts["Có mặt"]) == (3.0, 42.0, 37.0)
    rows = [
        [_as_kind(value, column.kind) for value, column in zip(row, COLUMNS, strict=True)] for row in first.rows[5:8]
    ]
    again = hashlib.sha256(b"".join(excel_writer.checksum_line(row) for row in rows)).hexdigest()
    assert again == facts["Mã kiểm tra (SHA-256) của các dòng"] == written.checksum


def _as_kind(value, kind: ValueKind):
    return int(value) if kind == ValueKind.NUMBER else value


def test_a_list_longer_than_a_sheet_continues_on_another(monkeypatch):
    monkeypatch.setattr(excel_writer, "MOST_ROWS", 2)
    data, written = _written(ROWS * 2 + ROWS[:1])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Danh sách", "Danh sách 2", "Danh sách 3", "Danh sách 4", "Kiểm tra"]
    below = [[cell.value for cell in sheet["B"][5:]] for sheet in book.worksheets[:-1]]
    assert below == [["=1+1", "Nguyễn Thị Ẵng"], ["+84 912", "=1+1"], ["Nguyễn Thị Ẵng", "+84 912"], ["=1+1", "Cộng"]]
    assert [sheet.auto_filter.ref for sheet in book.worksheets[:-1]] == ["A5:G7"] * 3 + ["A5:G6"]
    assert [sheet["E5"].value for sheet in book.worksheets[:-1]] == ["Triệu tập"] * 4
    assert (written.rows, written.sums[4]) == (7, 2 * 42 + 20)
    assert written.checksum == hashlib.sha256(b"".join(map(excel_writer.checksum_line, _cleaned(7)))).hexdigest()


def _cleaned(count: int) -> list[list]:
    return [[excel_writer.clean_value(value) for value in row] for row in (ROWS * 3)[:count]]


def test_a_csv_is_read_as_written_and_no_text_in_it_becomes_a_formula():
    target = io.BytesIO()
    written = csv_writer.write_csv(
        target, SheetTable("Danh sách", "DANH SÁCH", [], COLUMNS, [*ROWS, [4, 'a "b",\nc', "", None, 0, 0, 0.5]])
    )
    data = target.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head == [column.title for column in COLUMNS]
    assert lines == [
        ["1", "'=1+1", "1953", "2020-01-02", "20", "19", "0.95"],
        ["2", "Nguyễn Thị Ẵng", "0012", "", "22", "18", str(18 / 22)],
        ["3", "'+84 912", "'-", "1990-12-31", "0", "0", ""],
        ["4", 'a "b",\nc', "", "", "0", "0", "0.5"],
    ]
    assert written.rows == 4


def test_one_changed_letter_changes_the_checksum():
    changed = [ROWS[0], [*ROWS[1][:1], "Nguyễn Thị Ặng", *ROWS[1][2:]], ROWS[2]]
    assert _written(changed)[1].checksum != _written()[1].checksum


def test_an_empty_list_is_a_workbook_with_its_headings():
    sheet = openpyxl.load_workbook(io.BytesIO(_written([])[0])).worksheets[0]
    assert [cell.value for cell in sheet[5]] == [column.title for column in COLUMNS]
    assert sheet.auto_filter.ref == "A5:G5"


def test_workbooks_are_read_one_at_a_time(monkeypatch):
    inside, most = [], []

    def read(data: bytes) -> list:
        inside.append(data)
        time.sleep(0)
        most.append(len(inside))
        inside.remove(data)
        return []

    monkeypatch.setattr(workbook_reader, "_read_apart", read)
    with ThreadPoolExecutor(8) as together:
        assert list(together.map(workbook_reader.read_sheets, [bytes([number]) for number in range(200)])) == [[]] * 200
    assert set(most) == {1}


def test_a_reader_that_waits_too_long_for_its_turn_is_refused_and_the_next_one_gets_it(monkeypatch):
    monkeypatch.setattr(workbook_reader, "_read_apart", lambda _data: [])
    monkeypatch.setattr(workbook_reader, "QUEUE_TIMEOUT", 0)
    with workbook_reader._turn, pytest.raises(Invalid, match="file_waits"):
        workbook_reader.read_sheets(b"x")
    assert workbook_reader.read_sheets(b"x") == []


def test_a_refused_reader_gives_up_its_turn():
    for _again in range(2):
        with pytest.raises(Invalid, match="file_"):
            workbook_reader.read_sheets(b"x")
