"""Workbooks that hold only part of a list:
rows that came back for correction, also copied into another workbook, or a selection of our own list.
"""

from components.files.cell_values import SEALED
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import fold

ONLY = "chi nguoi duoc mien hoac di vang"  # a line above such a selection of our own list
RETURNED_HEADING = "Lý do trả lại"  # the heading of our reasons, which no other list has


def is_partial(sheets: list[WorkbookSheet]) -> bool:
    """Return whether a workbook shows that it is not a complete list: it has the heading of returned rows, or a number
    that we sealed.
    """
    return any(_says_so(value) for sheet in sheets for row in sheet.rows for value in row if isinstance(value, str))


def _says_so(said: str) -> bool:
    return (len(said) < 40 and fold(said) in (fold(RETURNED_HEADING), ONLY)) or (
        "#" in said and SEALED.search(said) is not None
    )
