"""Exports of the register brought in as lists: their figures are the register's own, and their names no new members."""

import re
from collections.abc import Sequence

from components.files import cell_values
from components.files.list_format import ListFormat
from components.files.member_lists import MEMBER_LISTS
from components.files.workbook_reader import WorkbookSheet
from db.errors import Invalid
from db.vietnamese import fold

AUTHOR = re.compile(r"Số liệu đến ngày \d\d/\d\d/\d{4} · người lập: .+")  # a line above each export
LINES = 10  # rows in which it stands
MEMBERS = re.compile("danh sach dang vien.*")


def refuse(sheets: list[WorkbookSheet], among: Sequence[ListFormat]) -> None:
    """Raise Invalid for an export, except the list of members, which is read again, if it is `among` the kinds that the
    user may import.
    """
    texts = [
        text for sheet in sheets[:1] for row in sheet.rows[:LINES] for text in map(cell_values.to_text, row) if text
    ]
    if any(map(AUTHOR.fullmatch, texts)) and not (MEMBER_LISTS in among and MEMBERS.fullmatch(fold(texts[0]))):
        raise Invalid("import_own_export", title=texts[0][:80])
