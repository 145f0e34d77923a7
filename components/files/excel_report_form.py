"""Excel forms from superiors:
placeholders in cells, sheet names, headers, footers, text boxes, charts and comments, and how they are filled.

A cell that holds one placeholder and nothing else becomes a number or a date, so that the form's own formulas can use
it; any other becomes text, never a formula. The file is not rewritten by a library: pictures, drop-down lists, widths,
print areas, text boxes and charts stay as they were.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lxml import etree

from components.files import report_form_cells, report_form_sheet_renaming, report_form_text, report_form_unit_rows
from components.files.report_form_cells import SHEETS, STRINGS
from components.files.report_form_styles import CellStyles
from components.files.report_form_text import BOOK, DRAWING, SHEET, FormLine, FormPlaceholder, FormValue, Values
from components.files.report_form_unit_rows import FILLED
from components.i18n import _

DRAWN = re.compile(r"xl/(drawings|charts|diagrams)/[^/]*\.xml")
COMMENTS = re.compile(r"xl/(comments[^/]*|comments/[^/]*)\.xml")
MOST_HEAD = 255  # characters that Excel allows in a page header


def scan_placeholders(parts: dict[str, bytes]) -> Iterator[FormPlaceholder]:
    """Yield all placeholders with their places, including those inside formulas."""
    owners, strings = report_form_cells.sheet_names_by_part(parts), report_form_cells.shared_strings(parts)
    for name in filter(SHEETS.fullmatch, parts):
        sheet, root = owners.get(name, ""), report_form_text.parse_xml(parts[name])
        for cell in root.iter(f"{SHEET}c"):
            place = _("sheet {sheet}, cell {cell}", sheet=sheet, cell=cell.get("r", ""))
            formula = report_form_sheet_renaming.without_names(cell.findtext(f"{SHEET}f") or "")
            if "{{" in formula:
                yield FormPlaceholder(formula, place, braces=False)
            elif cell.find(f"{SHEET}f") is None:
                yield from report_form_text.find_placeholders(report_form_cells.cell_text(cell, strings), place)
    yield from scan_beside_cells(parts)


def scan_beside_cells(parts: dict[str, bytes]) -> Iterator[FormPlaceholder]:
    """Yield the placeholders in sheet names, page headers and footers, text boxes, charts and comments."""
    owners = report_form_cells.sheet_names_by_part(parts)
    yield from report_form_sheet_renaming.scan_names(parts)
    for name in filter(SHEETS.fullmatch, parts):
        place = _("sheet {sheet}, page header or footer", sheet=owners.get(name, ""))
        for head in _heads(report_form_text.parse_xml(parts[name])):
            yield from report_form_text.find_placeholders(head.text or "", place)
    for name, line in _outside_lines(parts, owners):
        del name
        yield from report_form_text.find_placeholders(line.text, line.place)


def fill_form(data: bytes, values: Values, below: Callable[[], Sequence[Values]]) -> bytes:
    """Return the form with its values. `below` is called for the values of each unit below if rows are
    repeated for them.
    """
    parts = report_form_text.read_parts(data)
    styles, strings = CellStyles(parts), report_form_cells.shared_strings(parts)
    report_form_unit_rows.repeat_rows(parts, values, below, styles)
    for name in list(filter(SHEETS.fullmatch, parts)):
        root = report_form_text.parse_xml(parts[name])
        for cell in root.iter(f"{SHEET}c"):
            if cell.find(f"{SHEET}f") is not None:
                _forget_result(cell)
            elif cell.attrib.pop(FILLED, None) is None:
                report_form_cells.fill_cell(cell, strings, values, styles)
        for head in _heads(root):
            head.text = _head(head.text or "", values)
        parts[name] = report_form_text.to_xml_bytes(root)
    for name in list(parts):
        if DRAWN.fullmatch(name) or COMMENTS.fullmatch(name):
            root = report_form_text.parse_xml(parts[name])
            found = list(_lines_of(name, root, ""))
            for line in found:
                report_form_text.fill_line(line, values)
            if found:
                parts[name] = report_form_text.to_xml_bytes(root)
    styles.write_to(parts)
    report_form_sheet_renaming.fill_names(parts, values)
    _empty_strings(parts)
    _recount_on_opening(parts)
    return report_form_text.write_parts(parts)


def protected_sheets(parts: dict[str, bytes]) -> list[str]:
    """Return the names of the protected sheets."""
    owners = report_form_cells.sheet_names_by_part(parts)
    return [owners.get(name, "") for name in filter(SHEETS.fullmatch, parts) if b"<sheetProtection" in parts[name]]


def _forget_result(cell: Any) -> None:
    """Drop the cached result of a formula, which was computed from the empty form, so that it is computed anew."""
    for kept in cell.findall(f"{SHEET}v"):
        cell.remove(kept)
    cell.attrib.pop("t", None)


def _heads(root: Any) -> list[Any]:
    return [line for held in root.iter(f"{SHEET}headerFooter") for line in held]


def _head(text: str, values: Values) -> str:
    """Fill a page header: ampersands are doubled there, and what is too long for Excel is shortened."""
    for longest in range(MOST_HEAD, 0, -5):
        short = {key: FormValue(_shortened(value.text, longest).replace("&", "&&"), share=value.share)
                 for key, value in values.items()} if "{{" in text else {}  # fmt: skip
        if len(made := report_form_text.fill_text(text, short)) <= MOST_HEAD:
            return made
    return text


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _outside_lines(parts: dict[str, bytes], owners: dict[str, str]) -> Iterator[tuple[str, FormLine]]:
    """Yield the lines in text boxes, charts and comments, each with the part that holds it."""
    for name in parts:
        if DRAWN.fullmatch(name) or COMMENTS.fullmatch(name):
            for line in _lines_of(name, report_form_text.parse_xml(parts[name]), owners.get(name, "")):
                yield name, line


def _lines_of(name: str, root: Any, sheet: str) -> Iterator[FormLine]:
    box = _("sheet {sheet}, text box", sheet=sheet) if sheet else _("text box")
    note = _("sheet {sheet}, comment", sheet=sheet) if sheet else _("comment")
    if DRAWN.fullmatch(name):
        yield from report_form_text.lines_with_braces(root, f"{DRAWING}p", f"{DRAWING}t", lambda _paragraph: box)
    else:
        yield from report_form_text.lines_with_braces(root, f"{SHEET}text", f"{SHEET}t", lambda _paragraph: note)


def _empty_strings(parts: dict[str, bytes]) -> None:
    """Empty the shared strings with placeholders, since no cell uses them any more."""
    if STRINGS not in parts or b"{{" not in parts[STRINGS]:
        return
    root = report_form_text.parse_xml(parts[STRINGS])
    for held in root.iter(f"{SHEET}si"):
        if "{{" in "".join(text.text or "" for text in report_form_cells.text_elements(held)):
            for child in list(held):
                held.remove(child)
            etree.SubElement(held, f"{SHEET}t")
    parts[STRINGS] = report_form_text.to_xml_bytes(root)


def _recount_on_opening(parts: dict[str, bytes]) -> None:
    """Have Excel compute all formulas anew when the file is opened."""
    root = report_form_text.parse_xml(parts[BOOK])
    found = root.find(f"{SHEET}calcPr")
    if found is None:
        found = etree.Element(f"{SHEET}calcPr")
        before = ("definedNames", "externalReferences", "functionGroups", "sheets")
        above = next(each for each in (root.find(f"{SHEET}{name}") for name in before) if each is not None)
        above.addnext(found)
    found.set("fullCalcOnLoad", "1")
    parts[BOOK] = report_form_text.to_xml_bytes(root)
