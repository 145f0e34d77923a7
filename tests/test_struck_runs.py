"""Names struck out within their cell, in whole or in part: not taken unless the user says so."""

import io
import re
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from components.files import list_parser, workbook_reader
from db.imports.read_options import TAKE, ReadOptions
from tests.list_cases import names

PROPERTIES = '<rPr><sz val="11"/><strike{}/></rPr>'


def saved(khai) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["Họ tên", "Năm sinh"], ["Lê Văn Khải", "1958"], ["Trần Thị Mơ", "1962"]):
        book.active.append(row)
    book.active["A2"] = khai
    book.save(target)
    return target.getvalue()


def shared(*runs: tuple[str, str | None]) -> bytes:
    """A workbook as Excel saves it: the name as a shared text of several runs, each with its mark for striking."""
    made = "".join(
        f"<r>{'' if mark is None else PROPERTIES.format(mark)}<t xml:space='preserve'>{text}</t></r>"
        for text, mark in runs
    )
    source, target = io.BytesIO(saved("Lê Văn Khải")), io.BytesIO()
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                data, changed = re.subn('<c r="A2"[^>]*>.*?</c>', '<c r="A2" t="s"><v>0</v></c>', data)
                assert changed == 1
            if name != "xl/sharedStrings.xml":
                new.writestr(name, data)
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}" count="1" uniqueCount="1"><si>{made}</si></sst>')
    return target.getvalue()


STRUCK = [
    shared(("Lê Văn Khải", "")),
    shared(("Lê Văn Khải", ""), (" Đỗ Văn Ba", None)),
    saved(CellRichText(TextBlock(InlineFont(strike=True), "Lê Văn Khải"))),
    saved(CellRichText(TextBlock(InlineFont(b=True), "Lê Văn"), TextBlock(InlineFont(strike=True), " Khải"))),
]
NOT_STRUCK = [
    saved("Lê Văn Khải"),
    shared(("Lê Văn Khải", ' val="0"')),
    shared((" ", ""), ("Lê Văn Khải", None)),
    saved(CellRichText(TextBlock(InlineFont(b=True), "Lê Văn Khải"))),
]


@pytest.mark.parametrize("data", STRUCK)
def test_a_name_struck_out_within_its_cell_is_counted_and_taken_only_on_request(data):
    sheets = workbook_reader.read_sheets(data)
    seen = list_parser.parse(sheets)
    assert (names(seen), seen.hidden) == (["Trần Thị Mơ"], [2])
    assert names(list_parser.parse(sheets, ReadOptions(hidden=TAKE)))[-1] == "Trần Thị Mơ"


@pytest.mark.parametrize("data", NOT_STRUCK)
def test_a_name_of_which_nothing_is_struck_out_is_taken(data):
    seen = list_parser.parse(workbook_reader.read_sheets(data))
    assert (names(seen), seen.hidden) == (["Lê Văn Khải", "Trần Thị Mơ"], [])
