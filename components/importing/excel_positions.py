"""Rows and columns of a list as Excel labels them."""

from components.files.list_sheet import OF_SHEET, column_letter
from components.i18n import _


def row_text(number: int) -> str:
    """Return a row's number, with its sheet unless it is the first."""
    sheet, row = divmod(number, OF_SHEET)
    return _("{row} (sheet {sheet})", row=row, sheet=sheet + 1) if sheet else str(row)


def rows_text(numbers: list[int], most: int = 12) -> str:
    """Return row numbers in one line."""
    return ", ".join(map(row_text, numbers[:most])) + (" …" if len(numbers) > most else "")


def column_text(place: int, heading: str) -> str:
    """Return a column's letter and heading."""
    return f"{column_letter(place)} · {heading}" if heading else column_letter(place)
