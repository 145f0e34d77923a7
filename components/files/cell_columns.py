"""Columns that hold the cells of people under a heading that does not say so: "Đơn vị", "Thuộc", "Thôn"."""

import re

from components.files import cell_values, non_data_rows
from components.files.heading_rows import HeadingRow
from components.files.heading_vocabulary import Vocabulary
from components.files.member_headings import MEMBER_HEADINGS
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import fold

PLACE = re.compile(r"(thon|ban|ap|xom|lang|buon|khu pho|khu dan cu|kdc|to dan pho|tdp|khoi pho|tieu khu)( .*)?")
FEW = 2  # cells of a row that is a title or a section


def headings_of_cells(
    sheet: WorkbookSheet, head: HeadingRow, vocabulary: Vocabulary, said: dict[int, str]
) -> dict[str, str]:
    """Return the folded heading of a column that holds cells, as headings are remembered; none if another one says so.

    Most of its values must be called a cell or, unless a title or section names the cell, a place where one is. Columns
    in `said` were set by hand.
    """
    if vocabulary is not MEMBER_HEADINGS or head.columns.keys() & {"cell", "home"} or "cell" in said.values():
        return {}
    unread = {*head.unknown, *head.columns.get("workplace", ())} - said.keys()
    for place in sorted(unread):
        below = [text for row in sheet.rows[head.below :] if (text := cell_values.to_text(row[place]))]
        heading = head.texts.get(place) or head.unknown.get(place, "")
        if _most(below, lambda text: non_data_rows.cell_named_in(text) is not None) or (
            _most(below, lambda text, heading=heading: _is_place(heading, text)) and not _names_a_cell(sheet, place)
        ):
            return {fold(heading): "cell"}
    return {}


def full_name(heading: str, said: str) -> str:
    """Return a cell as it is called: "9" below the heading "Tổ dân phố" is "Tổ dân phố 9"."""
    bare = PLACE.fullmatch(fold(heading)) and not non_data_rows.names_cell_or_place(said)
    return f"{heading} {said}" if bare and said else said


def _is_place(heading: str, text: str) -> bool:
    return non_data_rows.place_named_in(text) is not None or bool(PLACE.fullmatch(fold(heading)) and len(text) < 40)


def _most(texts: list[str], fits) -> bool:
    return sum(map(fits, texts)) * 2 > len(texts)


def _names_a_cell(sheet: WorkbookSheet, place: int) -> bool:
    """Return whether a title or section names a cell; `place` is the column in question."""
    for row in sheet.rows:
        texts = [text for at, value in enumerate(row) if at != place and (text := cell_values.to_text(value))]
        if 0 < len(texts) <= FEW and any(map(non_data_rows.cell_named_in, texts)):
            return True
    return False
