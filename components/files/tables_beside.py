"""Tables beside a list that name some of its people again, in another order: who holds which post, say."""

from collections.abc import Collection, Sequence

from components.files import cell_values
from components.files.heading_vocabulary import Vocabulary
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import clean

FEWEST = 2  # people who make a table


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
    table = [at for at in _table(sheet, names, below, unknown) if at in texts and at not in said] if names else []
    for at in table:
        unknown[at] = texts[at]
        twice.pop(at, None)
    for field, places in list(columns.items()):
        columns[field] = [at for at in places if at not in table]
        if not columns[field]:
            del columns[field]


def _table(sheet: WorkbookSheet, names: Sequence[int], below: int, unknown: dict[int, str]) -> range:
    """Return the columns behind an empty one if an unknown heading there has people of the list below it, most of those
    named there, and not all in their own rows.
    """
    rows = sheet.rows[below:]
    people = [{_plain(row[at]) for at in names} for row in rows]
    listed = {name for row in people for name in row if name}
    for at in unknown:
        gap = next((place for place in range(at - 1, names[0], -1) if _is_empty(sheet, place, below)), None)
        if gap is None:
            continue
        named = [(text, own) for row, own in zip(rows, people, strict=True) if (text := _plain(row[at]))]
        elsewhere = [text not in own for text, own in named if text in listed]
        if len(elsewhere) >= FEWEST and len(elsewhere) * 2 > len(named) and any(elsewhere):
            return range(gap + 1, len(sheet.rows[0]))
    return range(0)


def _is_empty(sheet: WorkbookSheet, place: int, below: int) -> bool:
    """Return whether a column is empty from the row of headings on."""
    return all(row[place] is None for row in sheet.rows[below - 1 :])


def _plain(value) -> str:
    return cell_values.bare_name(clean(value)).casefold() if isinstance(value, str) else ""
