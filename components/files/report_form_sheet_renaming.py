"""Sheet names with placeholders in a superior's workbook: filled, and updated wherever the file refers to them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from components.files import report_form_text
from components.files.report_form_text import BOOK, SHEET, FormPlaceholder, Values
from components.i18n import _
from db.vietnamese import fold

LONGEST = 31  # characters that Excel allows in a sheet's name
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
CALLED = re.compile(r"'((?:[^']|'')+)'!")  # Excel quotes any name that holds a brace
NAMING = re.compile(r"xl/(workbook|worksheets/[^/]*|charts/[^/]*|pivotCache/[^/]*)\.xml|docProps/app\.xml")
TEXTS = {"f", "formula", "formula1", "formula2", "definedName", "lpstr"}
ATTRIBUTES = ("location", "sheet")  # of a link within the file, and of the source of a pivot table


def scan_names(parts: dict[str, bytes]) -> Iterator[FormPlaceholder]:
    """Yield the placeholders in sheet names."""
    for sheet in _sheets(report_form_text.parse_xml(parts[BOOK])):
        name = sheet.get("name", "")
        yield from report_form_text.find_placeholders(name, _("name of sheet {sheet}", sheet=name))


def without_names(formula: str) -> str:
    """Return a formula without the names of the sheets that it refers to."""
    return CALLED.sub("!", formula)


def fill_names(parts: dict[str, bytes], values: Values) -> None:
    """Name the sheets, each name unique and valid in Excel, and update all references in the file."""
    root = report_form_text.parse_xml(parts[BOOK])
    sheets = list(_sheets(root))
    taken = {fold(sheet.get("name", "")) for sheet in sheets if "{{" not in sheet.get("name", "")}
    named: dict[str, str] = {}
    for sheet in sheets:
        name = sheet.get("name", "")
        if "{{" in name:
            named[name] = _unlike(_fitting(report_form_text.fill_text(name, values)), taken)
            taken.add(fold(named[name]))
            sheet.set("name", named[name])
    if not named:
        return
    parts[BOOK] = report_form_text.to_xml_bytes(root)
    for part in [part for part in parts if NAMING.fullmatch(part) and b"{{" in parts[part]]:
        root = report_form_text.parse_xml(parts[part])
        _call(root, named)
        parts[part] = report_form_text.to_xml_bytes(root)


def _sheets(root: Any) -> Iterator[Any]:
    return root.iter(f"{SHEET}sheet")


def _fitting(name: str) -> str:
    """Return a valid Excel name, with a hyphen in place of forbidden characters."""
    return FORBIDDEN.sub("-", name).strip("' ")[:LONGEST].strip("' ")


def _unlike(name: str, taken: set[str]) -> str:
    """Return the name, with the first free number added if another sheet has it."""
    found, number = name, 1
    while not found or fold(found) in taken:
        number += 1
        mark = f" ({number})"
        found = (name or _("Sheet"))[: LONGEST - len(mark)] + mark
    return found


def _call(root: Any, named: dict[str, str]) -> None:
    told = _renaming(named)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        local = element.tag.rpartition("}")[2]
        if local in TEXTS and element.text:
            element.text = named.get(element.text, CALLED.sub(told, element.text))
        for attribute in ATTRIBUTES:
            if value := element.get(attribute):
                element.set(attribute, named.get(value, CALLED.sub(told, value)))


def _renaming(named: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """Return the function that renames a quoted name, or two of them joined by a colon."""

    def renamed(found: re.Match[str]) -> str:
        names = [named.get(name, name) for name in found[1].replace("''", "'").split(":")]
        return "'" + ":".join(names).replace("'", "''") + "'!"

    return renamed
