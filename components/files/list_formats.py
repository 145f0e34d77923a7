"""The kinds of list that a workbook may hold, and which of them it seems to be."""

from collections.abc import Sequence

from components.files.comment_request_lists import REQUEST_LISTS
from components.files.heading_rows import HeadingFinder
from components.files.introduction_lists import INTRODUCTION_LISTS
from components.files.list_format import ListFormat
from components.files.member_lists import MEMBER_LISTS
from components.files.unit_lists import UNIT_LISTS
from components.files.workbook_reader import WorkbookSheet

FORMATS = (MEMBER_LISTS, UNIT_LISTS, INTRODUCTION_LISTS, REQUEST_LISTS)


def by_code(code: str | None) -> ListFormat:
    """A kind by its code; for one that there is not, lists of members."""
    return next((kind for kind in FORMATS if kind.code == code), MEMBER_LISTS)


def recognise(
    sheets: list[WorkbookSheet], known: dict[str, dict[str, str]], among: Sequence[ListFormat] = FORMATS
) -> ListFormat:
    """The kind of which most headings are there, the first of those it is looked for `among` where none is known
    better.

    `known` are headings remembered, by the kind's code.
    """
    return max(among, key=lambda kind: _worth(sheets, known.get(kind.code, {}), kind))


def _worth(sheets: list[WorkbookSheet], known: dict[str, str], kind: ListFormat) -> int:
    """How many of the headings by which such lists are known the best sheet has; 0 where none is one."""
    finders = [HeadingFinder(sheet, kind.vocabulary, known) for sheet in sheets if sheet.rows]
    return max((finder.count_fields(head) for finder in finders if (head := finder.find())), default=0)
