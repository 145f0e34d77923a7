"""Columns that are not read except for departures: those without a heading, and those for changes of the year."""

import re

from components.files import cell_values, member_states
from components.files.heading_rows import HeadingRow
from components.files.workbook_reader import Cell
from db.vietnamese import fold

CHANGES = re.compile("bien dong|tang giam|dien bien|tinh hinh|hien nay|theo doi")


def find_columns(head: HeadingRow, width: int) -> list[int]:
    """Return these columns of a sheet: what is said of relatives, cards or studies under other headings means no
    departure.
    """
    read = {place for places in head.columns.values() for place in places} | {*head.dropped, *head.twice}
    return [
        place
        for place in range(width)
        if place not in read and (place not in head.texts or CHANGES.match(fold(head.texts[place])))
    ]


def departures_in(row: list[Cell], places: list[int]) -> list[str]:
    """Return the texts of a row in these columns which say that somebody has left."""
    texts = [cell_values.to_text(row[place]) for place in places if isinstance(row[place], str)]
    return [text for text in texts if "gone" in member_states.parse_remarks(text, True).known]
