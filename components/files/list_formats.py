"""The kinds of list that a workbook may hold, and how to tell which one it is."""

import re
from collections.abc import Sequence

from components.files import cell_values, non_data_rows
from components.files.comment_request_lists import REQUEST_LISTS
from components.files.heading_rows import HeadingFinder
from components.files.introduction_lists import INTRODUCTION_LISTS
from components.files.list_format import ListFormat
from components.files.member_lists import MEMBER_LISTS
from components.files.unit_lists import UNIT_LISTS
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import fold

CELL = re.compile(r"(chi bộ|chi bo|cb)\W+", re.IGNORECASE)
FORMATS = (MEMBER_LISTS, UNIT_LISTS, INTRODUCTION_LISTS, REQUEST_LISTS)


def by_code(code: str | None) -> ListFormat:
    """Return the kind with this code; the kind for lists of members if there is none."""
    return next((kind for kind in FORMATS if kind.code == code), MEMBER_LISTS)


def recognise(
    sheets: list[WorkbookSheet], known: dict[str, dict[str, str]], among: Sequence[ListFormat] = FORMATS
) -> ListFormat:
    """Return the kind whose headings are found most; on a tie, the first of those in `among`.

    `known` are headings that are remembered, by the kind's code.
    """
    found = max(among, key=lambda kind: _worth(sheets, known.get(kind.code, {}), kind))
    own = MEMBER_LISTS in among and any(_is_of_cell(sheet, known.get(MEMBER_LISTS.code, {})) for sheet in sheets)
    return MEMBER_LISTS if found is INTRODUCTION_LISTS and own else found


def _is_of_cell(sheet: WorkbookSheet, known: dict[str, str]) -> bool:
    """Return whether a title names the cell of a village or quarter whose members are listed below, with their letters:
    a workplace's list of introductions names none.
    """
    head = HeadingFinder(sheet, MEMBER_LISTS.vocabulary, known).find() if sheet.rows else None
    titles = [cell_values.to_text(value) for row in sheet.rows[: head.top if head else 0] for value in row]
    cells = [non_data_rows.cell_named_in(text) for text in titles if not fold(text).startswith("kinh gui")]
    return any(non_data_rows.place_named_in(CELL.sub("", cell)) is not None for cell in filter(None, cells))


def _worth(sheets: list[WorkbookSheet], known: dict[str, str], kind: ListFormat) -> int:
    """Return how many of the headings that identify such lists the best sheet has; 0 if no sheet is such a list."""
    finders = [HeadingFinder(sheet, kind.vocabulary, known) for sheet in sheets if sheet.rows]
    return max((finder.count_fields(head) for finder in finders if (head := finder.find())), default=0)
