"""Sheets that are no list of any kind read here, but can be told what they are: people in columns, households."""

import re
from collections.abc import Callable

from components.files import cell_values
from components.files.heading_rows import SEARCHED, HeadingFinder
from components.files.list_format import ListFormat
from components.files.workbook_reader import WorkbookSheet
from db.errors import Invalid
from db.vietnamese import fold

HOUSEHOLDS = re.compile(r"(ho (va )?ten |ten )?(cua )?(chu ho|ho gia dinh|ho dan)( .*)?")
OF_MEMBERS = re.compile(r".*\b(dang vien|chi bo|vao dang|the dang)\b.*")
MOST_ROWS = 60  # of a list whose people may be in columns


def refuse(sheets: list[WorkbookSheet], kind: ListFormat) -> None:
    """Raise Invalid, with a code for each, if a workbook without readable headings is one of these."""
    if any(_on_its_side(sheet, kind) for sheet in sheets):
        raise Invalid("import_on_its_side")
    if _any_text(sheets, HOUSEHOLDS.fullmatch) and not _any_text(sheets, OF_MEMBERS.fullmatch):
        raise Invalid("import_households")


def _on_its_side(sheet: WorkbookSheet, kind: ListFormat) -> bool:
    """Return whether the headings stand below one another, with a person in each column beside them."""
    if not 1 < len(sheet.rows) <= MOST_ROWS:
        return False
    turned = WorkbookSheet(sheet.name, sheet.hidden, [list(column) for column in zip(*sheet.rows, strict=True)])
    return HeadingFinder(turned, kind.vocabulary, {}).find() is not None


def _any_text(sheets: list[WorkbookSheet], matches: Callable[[str], object]) -> bool:
    rows = (row for sheet in sheets for row in sheet.rows[:SEARCHED])
    return any(matches(fold(cell_values.to_text(value))) for row in rows for value in row if isinstance(value, str))
