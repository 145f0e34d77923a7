"""Two lists of one layout side by side in a sheet, as they are printed to save paper: each is a sheet of its own."""

from components.files import non_data_rows
from components.files.heading_vocabulary import Vocabulary
from components.files.workbook_reader import WorkbookSheet
from db.vietnamese import clean

SEARCHED = 40  # rows in which the headings are looked for


def split_side_by_side(sheets: list[WorkbookSheet], vocabulary: Vocabulary) -> list[WorkbookSheet]:
    """The sheets, what stood to the right in one of them as further ones at the end.

    Every cell keeps its row and its column, so that what is said of it can be found again.
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
    """The row whose headings begin again, and the columns in which they do."""
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
    """Whether each block has the headings of the first one, and tells of somebody."""
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
    """A sheet with nothing in it but some of its columns; below the whole sheet's titles, if its own name no cell."""
    inside = range(start, len(sheet.rows[0]) if end is None else end)
    titled = any(
        non_data_rows.cell_named_in(clean(str(row[at] or ""))) for row in sheet.rows[:heading] for at in inside
    )
    return sheet._replace(
        rows=[
            [value if at in inside or (place < heading and not titled) else None for at, value in enumerate(row)]
            for place, row in enumerate(sheet.rows)
        ],
        marks=sheet.marks._replace(valueless=[cell for cell in sheet.marks.valueless if cell[1] - 1 in inside]),
    )
