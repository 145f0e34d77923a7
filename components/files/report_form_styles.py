"""How cells of a superior's workbook are formatted: which of them show a percentage or a date.
A date format is added if needed.
"""

import re
from copy import deepcopy
from datetime import date
from typing import Any

from lxml import etree

from components.files import report_form_text
from components.files.report_form_text import BOOK, SHEET

STYLES = "xl/styles.xml"
PERCENTS, GENERAL = {9, 10}, 0  # Excel's built-in formats
DAYS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
DAY_FORMAT, FIRST_OWN = "dd/mm/yyyy", 164
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
BEGINNING, BEGINNING_1904 = date(1899, 12, 30), date(1904, 1, 1)  # day 0 of Excel, and of workbooks from old Macs


class CellStyles:
    """The formats of a workbook's cells by style number."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._root = report_form_text.parse_xml(parts[STYLES]) if STYLES in parts else None
        own = {} if self._root is None else {
            int(each.get("numFmtId", 0)): QUOTED.sub("", each.get("formatCode", ""))
            for each in self._root.iter(f"{SHEET}numFmt")
        }  # fmt: skip
        self._percents = PERCENTS | {key for key, code in own.items() if "%" in code}
        self._days = DAYS - own.keys() | {key for key, code in own.items() if re.search("[dy]", code, re.I)}
        self._last = max(own, default=0)
        found = None if self._root is None else self._root.find(f"{SHEET}cellXfs")
        self._styles: Any = [] if found is None else found
        self._added: dict[int, int] = {}
        book = report_form_text.parse_xml(parts[BOOK]).find(f"{SHEET}workbookPr")
        old = book is not None and book.get("date1904") in ("1", "true")
        self._beginning = BEGINNING_1904 if old else BEGINNING

    def shows_percent(self, cell: Any) -> bool:
        """Return whether a cell shows per cent."""
        return self._format(cell) in self._percents

    def fill_day(self, cell: Any, day: date) -> bool:
        """Put a date into an empty cell that shows dates, or has no format yet and gets one. Return whether this was
        possible: a cell with any other format keeps its text.
        """
        kind = self._format(cell)
        if kind == GENERAL and len(self._styles):
            cell.set("s", str(self._with_days(int(cell.get("s", 0)))))
        elif kind not in self._days:
            return False
        etree.SubElement(cell, f"{SHEET}v").text = str((day - self._beginning).days)
        return True

    def write_to(self, parts: dict[str, bytes]) -> None:
        """Write the added styles to the file."""
        if self._added:
            parts[STYLES] = report_form_text.to_xml_bytes(self._root)

    def _format(self, cell: Any) -> int:
        number = int(cell.get("s", 0))
        return int(self._styles[number].get("numFmtId", 0)) if number < len(self._styles) else GENERAL

    def _with_days(self, style: int) -> int:
        """Return the style that is like this one, but shows dates."""
        if style not in self._added:
            if not self._added:
                self._last = max(self._last + 1, FIRST_OWN)
                self._list_format()
            again = deepcopy(self._styles[style])
            again.set("numFmtId", str(self._last))
            again.set("applyNumberFormat", "1")
            self._styles.append(again)
            self._styles.set("count", str(len(self._styles)))
            self._added[style] = len(self._styles) - 1
        return self._added[style]

    def _list_format(self) -> None:
        formats = self._root.find(f"{SHEET}numFmts")
        if formats is None:
            formats = etree.Element(f"{SHEET}numFmts")
            self._root.insert(0, formats)
        etree.SubElement(formats, f"{SHEET}numFmt", numFmtId=str(self._last), formatCode=DAY_FORMAT)
        formats.set("count", str(len(formats)))
