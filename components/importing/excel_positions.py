"""Rows and columns of a list as people find them in Excel."""

from components.files.list_sheet import OF_SHEET, column_letter
from components.i18n import _


def row_text(number: int) -> str:
    """The number of a row, with its sheet where it is not the first."""
    sheet, row = divmod(number, OF_SHEET)
    return _("{row} (sheet {sheet})", row=row, sheet=sheet + 1) if sheet else str(row)


def rows_text(numbers: list[int], most: int = 12) -> str:
    """Numbers of rows in a line."""
    return ", ".join(map(row_text, numbers[:most])) + (" …" if len(numbers) > most else "")


def column_text(place: int, heading: str) -> str:
    """A column by its letter and heading."""
    return f"{column_letter(place)} · {heading}" if heading else column_letter(place)
