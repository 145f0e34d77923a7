"""Dates whose day and month may be swapped, from a sheet that was made, or opened, with English settings.

Such a spreadsheet takes 03/02/1980 for 2 March and leaves 25/02/1980 as text.
"""

import re
from datetime import date, datetime

from components.files import cell_values
from components.files.workbook_reader import Cell, WorkbookSheet

Exchanges = dict[tuple[int, int], Cell]  # by row and column from 0: the date with month and day swapped
MONTHS = 12
TEXT = re.compile(r"\s*(\d{1,2})([/.\-])(\d{1,2})[/.\-](\d{4})\s*")


def find_exchanged(sheet: WorkbookSheet, places: list[int], below: int) -> Exchanges:
    """Return the dates in these columns, from a row on, that may be meant differently from how they are read.

    A question is asked only where the column gives reason to: a text has its month first, or the dates whose day cannot
    be a month are texts and all others are not.
    """
    found: Exchanges = {}
    for place in places:
        cells = {(at, place): row[place] for at, row in enumerate(sheet.rows[below:], below)}
        texts = {key: said for key, value in cells.items() if (said := _numbers(value))}
        days = {key: value for key, value in cells.items() if isinstance(value, datetime | date)}
        ahead = any(first <= MONTHS < second for first, _, second, _ in texts.values())
        behind = any(second <= MONTHS < first for first, _, second, _ in texts.values())
        if ahead:
            found |= {key: _exchanged(said) for key, said in texts.items() if said[0] <= MONTHS and said[0] != said[2]}
        if (ahead or behind) and all(day.day <= MONTHS for day in days.values()):
            found |= {
                key: day.replace(month=day.day, day=day.month) for key, day in days.items() if day.day != day.month
            }
    return found


def apply_exchanged(sheet: WorkbookSheet, exchanged: Exchanges) -> WorkbookSheet:
    """Return the sheet with these dates in it."""
    if not exchanged:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for (row, place), value in exchanged.items():
        rows[row][place] = value
    return sheet._replace(rows=rows)


def _numbers(value: Cell) -> tuple[int, str, int, int] | None:
    said = TEXT.fullmatch(cell_values.to_text(value)) if isinstance(value, str) else None
    return (int(said[1]), said[2], int(said[3]), int(said[4])) if said else None


def _exchanged(said: tuple[int, str, int, int]) -> str:
    first, sign, second, year = said
    return f"{second:02}{sign}{first:02}{sign}{year}"
