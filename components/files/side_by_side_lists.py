"""Two lists with the same layout side by side on a sheet, as printed to save paper: each becomes its own sheet."""

from components.files import non_data_rows
from components.files.heading_vocabulary import Vocabulary
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import clean

SEARCHED = 40  # rows that are searched for headings


def split_side_by_side(sheets: list[WorkbookSheet], vocabulary: Vocabulary) -> list[WorkbookSheet]:
    """Return the sheets, with lists that were on the right of another one as extra sheets at the end.

    Every cell keeps its row and column, so that messages about it can be traced.
    """
    left, right = [], []
    for sheet in sheets:
        heading, borders = _borders(sheet, vocabulary)
        if borders:
            blocks = zip([0, *borders], [*borders, None], strict=True)
            first, *others = [_only(sheet, heading, *block) for block in blocks]
            left.append(first)
            right += others
        else:
            left.append(sheet)
    return [*left, *right]


def _borders(sheet: WorkbookSheet, vocabulary: Vocabulary) -> tuple[int, list[int]]:
    """Return the row whose headings repeat, and the columns in which they begin again."""
    for place, row in enumerate(sheet.rows[:SEARCHED]):
        texts = [clean(value) if isinstance(value, str) else "" for value in row]
        fields = [vocabulary.field_of(text) if text else None for text in texts]
        first = next((at for at, field in enumerate(fields) if field), None)
        if first is None:
            continue
        again = [at for at, field in enumerate(fields) if field == fields[first] and at > first]
        if again and _same(fields, [first, *again], vocabulary):
            return place, again
    return 0, []


def _same(fields: list[str | None], starts: list[int], vocabulary: Vocabulary) -> bool:
    """Return whether each block has the headings of the first one, and these identify a list."""
    blocks = [
        [field for field in fields[start:end] if field] for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]
    told = {field for field in blocks[0] if field in vocabulary.telling}
    return (
        len(told) > 1
        and any(field in vocabulary.names for field in told)
        and all(block == blocks[0] for block in blocks[1:])
    )


def _only(sheet: WorkbookSheet, heading: int, start: int, end: int | None) -> WorkbookSheet:
    """Return a sheet with only some of its columns, and with the whole sheet's titles if its own do not name a cell."""
    inside = range(start, len(sheet.rows[0]) if end is None else end)
    titled = any(
        non_data_rows.cell_named_in(clean(str(row[at] or ""))) for row in sheet.rows[:heading] for at in inside
    )
    return sheet._replace(
        rows=[
            [value if at in inside or (place < heading and not titled) else None for at, value in enumerate(row)]
            for place, row in enumerate(sheet.rows)
        ],
        marks=sheet.marks._replace(
            valueless=[cell for cell in sheet.marks.valueless if cell[1] - 1 in inside],
            commented=[cell for cell in sheet.marks.commented if cell[1] - 1 in inside],
        ),
    )
