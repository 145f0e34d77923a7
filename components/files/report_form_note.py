"""A line added to a superior's form that has no placeholder for it:
at the end of a document, or below everything in a sheet.
"""

import re
from typing import Any

from lxml import etree

from components.files import report_form_text
from components.files.report_form_cells import SHEETS
from components.files.report_form_text import SHEET, SPACE, WORD

BODY = "word/document.xml"


def add_line(kind: str, data: bytes, text: str) -> bytes:
    """Return the form with one more line, as text."""
    parts = report_form_text.read_parts(data)
    text = report_form_text.UNPRINTABLE.sub("", text)
    if kind == "docx":
        parts[BODY] = _in_document(parts[BODY], text)
    else:
        first = min(filter(SHEETS.fullmatch, parts), key=_number)
        parts[first] = _in_sheet(parts[first], text)
    return report_form_text.write_parts(parts)


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name) or 0)


def _in_document(content: bytes, text: str) -> bytes:
    """Add it as a paragraph in italics at the end, before the section properties with the page size."""
    root = report_form_text.parse_xml(content)
    body = root.find(f"{WORD}body")
    line = etree.Element(f"{WORD}p")
    piece = etree.SubElement(line, f"{WORD}r")
    etree.SubElement(etree.SubElement(piece, f"{WORD}rPr"), f"{WORD}i")
    said = etree.SubElement(piece, f"{WORD}t")
    said.text = text
    said.set(SPACE, "preserve")
    size = body.find(f"{WORD}sectPr")
    if size is None:
        body.append(line)
    else:
        size.addprevious(line)
    return report_form_text.to_xml_bytes(root)


def _in_sheet(content: bytes, text: str) -> bytes:
    """Add it in the first column, leaving one row blank below the last one."""
    root = report_form_text.parse_xml(content)
    data: Any = root.find(f"{SHEET}sheetData")
    last = max((int(row.get("r", 0)) for row in data), default=0)
    row = etree.SubElement(data, f"{SHEET}row", r=str(last + 2))
    cell = etree.SubElement(row, f"{SHEET}c", r=f"A{last + 2}", t="inlineStr")
    said = etree.SubElement(etree.SubElement(cell, f"{SHEET}is"), f"{SHEET}t")
    said.text = text
    size = root.find(f"{SHEET}dimension")
    if size is not None:  # it would be wrong now, and no program needs it
        root.remove(size)
    return report_form_text.to_xml_bytes(root)
