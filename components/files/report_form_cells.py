"""Cells of a superior's workbook: the pieces of their texts, and values put in as a number, a date or text."""

import posixpath
import re
from copy import deepcopy
from typing import Any

from lxml import etree

from components.files import report_form_text
from components.files.report_form_styles import CellStyles
from components.files.report_form_text import BOOK, PLACEHOLDER, SHEET, FormLine, FormValue, Values

SHEETS = re.compile(r"xl/worksheets/[^/]*\.xml")
STRINGS = "xl/sharedStrings.xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def shared_strings(parts: dict[str, bytes]) -> list[Any]:
    """Return the strings that cells share."""
    return list(report_form_text.parse_xml(parts[STRINGS]).iter(f"{SHEET}si")) if STRINGS in parts else []


def cell_text_pieces(cell: Any, strings: list[Any]) -> list[Any]:
    """Return the pieces of a cell's text; none for a number."""
    kind, kept = cell.get("t"), cell.find(f"{SHEET}v")
    if kind == "s" and kept is not None and int(kept.text or -1) < len(strings):
        return text_elements(strings[int(kept.text)])
    if kind == "inlineStr" and cell.find(f"{SHEET}is") is not None:
        return text_elements(cell.find(f"{SHEET}is"))
    return [kept] if kind == "str" and kept is not None else []


def cell_text(cell: Any, strings: list[Any]) -> str:
    """Return the whole text of a cell."""
    return "".join(piece.text or "" for piece in cell_text_pieces(cell, strings))


def text_elements(held: Any) -> list[Any]:
    """Return the pieces of a text, without its phonetic guides."""
    return [text for text in held.iter(f"{SHEET}t") if text.getparent().tag != f"{SHEET}rPh"]


def fill_cell(cell: Any, strings: list[Any], values: Values, styles: CellStyles) -> None:
    """Put the values into a cell: a single placeholder as a number or a date, anything else as text,
    never a formula.
    """
    text = cell_text(cell, strings)
    if "{{" not in text:
        return
    alone = PLACEHOLDER.fullmatch(text.strip())
    value = values.get(report_form_text.field_key(alone[1])) if alone else None
    held = deepcopy(strings[int(cell.findtext(f"{SHEET}v"))]) if cell.get("t") == "s" else cell.find(f"{SHEET}is")
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is not None and value.number is not None:
        etree.SubElement(cell, f"{SHEET}v").text = repr(_number(value, styles.shows_percent(cell)))
    elif value is not None and not value.text:
        return  # a blank cell counts as nothing
    elif value is None or value.day is None or not styles.fill_day(cell, value.day):
        cell.set("t", "inlineStr")
        if held is None:
            held = etree.Element(f"{SHEET}is")
            etree.SubElement(held, f"{SHEET}t").text = text
        held.tag = f"{SHEET}is"
        cell.append(held)
        report_form_text.fill_line(FormLine(text_elements(held), ""), values)


def _number(value: FormValue, percent: bool) -> float | int:
    """Return a share as a fraction for a cell with a per cent format, and as a percentage for any other."""
    found = value.share if percent and value.share is not None else value.number
    return found if found is not None else 0


def sheet_names_by_part(parts: dict[str, bytes]) -> dict[str, str]:
    """Return the name of the sheet that each part belongs to."""
    relations = _targets(parts, BOOK)
    sheets = report_form_text.parse_xml(parts[BOOK]).iter(f"{SHEET}sheet")
    found = {relations.get(sheet.get(RELATION), ""): sheet.get("name", "") for sheet in sheets}
    for name in [each for each in found if each in parts]:
        for part in _targets(parts, name).values():
            found.setdefault(part, found[name])
            for inner in _targets(parts, part).values():
                found.setdefault(inner, found[name])
    return found


def _targets(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """Return the parts that a part refers to, by relationship id."""
    folder, file = posixpath.split(name)
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    return {
        each.get("Id"): posixpath.normpath(posixpath.join("/" + folder, each.get("Target", ""))).lstrip("/")
        for each in (report_form_text.parse_xml(relations) if relations else ())
        if each.get("TargetMode") != "External"
    }
