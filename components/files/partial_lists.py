"""Workbooks that hold a part of a list only:
rows that came back to be mended, also copied into another workbook, or a few of our own list.
"""

from components.files.cell_values import SEALED
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import fold

ONLY = "chi nguoi duoc mien hoac di vang"  # a line above our own list of those
RETURNED_HEADING = "Lý do trả lại"  # the heading of our reasons, on no list of somebody else's


def is_partial(sheets: list[WorkbookSheet]) -> bool:
    """Whether a workbook says of itself that it is no whole list:
    it has the heading of returned rows, or a number that we sealed.
    """
    return any(_says_so(value) for sheet in sheets for row in sheet.rows for value in row if isinstance(value, str))


def _says_so(said: str) -> bool:
    return (len(said) < 40 and fold(said) in (fold(RETURNED_HEADING), ONLY)) or (
        "#" in said and SEALED.search(said) is not None
    )
