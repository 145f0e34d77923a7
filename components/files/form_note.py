"""A line added to a superior's form that has no placeholder for it: last in the document, or below all of a sheet."""

import re
from typing import Any

from lxml import etree

from components.files import report_form_text
from components.files.report_form_cells import SHEETS
from components.files.report_form_text import SHEET, SPACE, WORD

BODY = "word/document.xml"


def add_line(kind: str, data: bytes, text: str) -> bytes:
    """The form with one line more, as text."""
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
    """As a paragraph in italics at the end, before what says of which size its pages are."""
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
    """In the first column, a row below the last."""
    root = report_form_text.parse_xml(content)
    data: Any = root.find(f"{SHEET}sheetData")
    last = max((int(row.get("r", 0)) for row in data), default=0)
    row = etree.SubElement(data, f"{SHEET}row", r=str(last + 2))
    cell = etree.SubElement(row, f"{SHEET}c", r=f"A{last + 2}", t="inlineStr")
    said = etree.SubElement(etree.SubElement(cell, f"{SHEET}is"), f"{SHEET}t")
    said.text = text
    size = root.find(f"{SHEET}dimension")
    if size is not None:  # what it says would be wrong, and no program needs it
        root.remove(size)
    return report_form_text.to_xml_bytes(root)
