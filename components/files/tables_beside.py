"""Tables beside a list that are none of its columns: who holds which post, say, or a second, shorter list."""

import re
from collections.abc import Collection, Sequence

from components.files import cell_values
from components.files.heading_vocabulary import Vocabulary
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import clean

FEWEST = 2  # people who make a table
# Headings of a list's own column, for somebody who has to do with the person of the row.
RELATED = re.compile(
    r".*\b(vợ|chồng|bố|cha|mẹ|con|người|giới thiệu|giúp đỡ|phụ trách|hướng dẫn|theo dõi)\b.*", re.IGNORECASE
)


def leave_out(
    sheet: WorkbookSheet,
    below: int,
    vocabulary: Vocabulary,
    columns: dict[str, list[int]],
    unknown: dict[int, str],
    twice: dict[int, str],
    texts: dict[int, str],
    said: Collection[int],
) -> None:
    """Make the headings of such a table unknown, except those `said` by hand. The list begins in the row `below`."""
    names = [at for field in vocabulary.names for at in columns.get(field, ())]
    free = {**{at: "relation" if RELATED.fullmatch(clean(texts.get(at, ""))) else "" for at in unknown}, **twice}
    table = [at for at in _table(sheet, names, below, free, vocabulary) if at in texts and at not in said]
    for at in table:
        unknown[at] = texts[at]
        twice.pop(at, None)
    for field, places in list(columns.items()):
        columns[field] = [at for at in places if at not in table]
        if not columns[field]:
            del columns[field]


def _table(
    sheet: WorkbookSheet, names: Sequence[int], below: int, free: dict[int, str], vocabulary: Vocabulary
) -> range:
    """Return the columns of such a table, which begins with a free heading: an unknown one, or one that the list has
    already (`free` says the field, or "relation").

    Either people of the list are named there, most of those named, and not all in their own rows, or names begin again,
    with or without numbers before them: a list may have other numbers of its own, such as those on the cell's sheet. If
    no empty column stands before it, it must be shorter than the list, without gaps in its rows, or name exactly its
    people.
    """
    rows = [row for row in sheet.rows[below:] if any(_plain(row[at]) for at in names)]
    people = [{_plain(row[at]) for at in names} for row in rows]
    listed = {name for row in people for name in row if name}
    for at in sorted(place for place in free if names and place > names[0]):
        gap = next((place for place in range(at - 1, names[0], -1) if _is_empty(sheet, place, below)), None)
        named = [(text, own) for row, own in zip(rows, people, strict=True) if (text := _plain(row[at]))]
        elsewhere = [text not in own for text, own in named if text in listed]
        again = len(elsewhere) >= FEWEST and len(elsewhere) * 2 > len(named) and any(elsewhere)
        if again and gap is not None:
            return range(gap + 1, len(sheet.rows[0]))
        length = _length(rows, at)
        alone = len({text for text, _ in named}) == len(named)  # each once, as few columns of a list have them
        others = again and alone and free[at] != "relation"
        starts = (
            others or free[at] in vocabulary.names or (free[at] == "index" and _names(rows, at + 1, free, vocabulary))
        )
        if length and starts and (length < len(rows) or (others and len(elsewhere) == len(rows))):
            end = next((place for place in range(at, len(sheet.rows[0])) if _last(rows, place) > length), None)
            return range(at, len(sheet.rows[0]) if end is None else end)
    return range(0)


def _names(rows: Sequence[list], place: int, free: dict[int, str], vocabulary: Vocabulary) -> bool:
    """Return whether a free column holds names: by its heading, or as texts of which each stands there once."""
    if place not in free or free[place] in vocabulary.names:
        return place in free
    texts = [_plain(row[place]) for row in rows if row[place] is not None]
    return bool(texts) and all(texts) and len(set(texts)) == len(texts)


def _length(rows: Sequence[list], place: int) -> int:
    """Return how many rows a column fills from the first one on; 0 if it has gaps."""
    filled = _last(rows, place)
    return filled if all(row[place] is not None for row in rows[:filled]) else 0


def _last(rows: Sequence[list], place: int) -> int:
    """Return the number of the last row with a value in a column; 0 if there is none."""
    return max((at for at, row in enumerate(rows, 1) if row[place] is not None), default=0)


def _is_empty(sheet: WorkbookSheet, place: int, below: int) -> bool:
    """Return whether a column is empty from the row of headings on."""
    return all(row[place] is None for row in sheet.rows[below - 1 :])


def _plain(value) -> str:
    return cell_values.bare_name(clean(value)).casefold() if isinstance(value, str) else ""
