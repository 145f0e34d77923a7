"""Report forms as files, and the values they are filled with."""

import io
import re

import openpyxl
import pytest
from docx import Document

from components.files import report_form_cells, report_form_check, report_form_text
from components.files.report_form_text import FormValue
from db.errors import Invalid

KNOWN = {"unit name": "unit_name", "present": "present", "rate": "rate", "ty le": "rate", "secretary": "secretary"}
VALUES = {
    "unit name": FormValue("Xã Đông Hà & Hải"),
    "present": FormValue("1.371", 1371),
    "rate": FormValue("86,4 %", 86.4, 19 / 22),
    "ty le": FormValue("86,4 %", 86.4, 19 / 22),
    "secretary": FormValue('=cmd|"/c calc"!A1'),
}


def workbook(**cells: str) -> bytes:
    """A workbook of one sheet with these cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu 1"
    for place, value in cells.items():
        sheet[place] = value
    return saved(book)


def saved(made) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def document(*lines: str) -> bytes:
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    return saved(made)


def sheet_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


def with_shared_strings(data: bytes, si: str | None = None) -> bytes:
    """The workbook as Excel itself writes it, with its texts in a part of their own; here with one text for all if
    given.
    """
    parts = report_form_text.read_parts(data)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    found = re.findall(r't="inlineStr"><is>(.*?)</is></c>', sheet)
    for at, held in enumerate(found):
        sheet = sheet.replace(f't="inlineStr"><is>{held}</is></c>', f't="s"><v>{at}</v></c>', 1)
    strings = "".join(si or f"<si>{held}</si>" for held in found)
    space = report_form_text.SHEET.strip("{}")
    added = {"xl/sharedStrings.xml": f'<sst xmlns="{space}">{strings}</sst>'.encode()}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = f'<Override PartName="/{report_form_cells.STRINGS}" ContentType="{kind}"/></Types>'
    types = parts["[Content_Types].xml"].replace(b"</Types>", listed.encode())
    added |= {"[Content_Types].xml": types}
    return report_form_text.write_parts(parts | {"xl/worksheets/sheet1.xml": sheet.encode()} | added)


def refused(name: str, data: bytes) -> Invalid:
    with pytest.raises(Invalid) as found:
        report_form_check.require_fillable_form(name, data, KNOWN)
    return found.value
