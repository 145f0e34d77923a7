"""A sheet with its texts converted from legacy encodings, column by column."""

from components.files import legacy_encodings
from components.files.legacy_encodings import LegacyEncoding
from components.files.workbook_reader import WorkbookSheet

Conversions = dict[tuple[int, int], tuple[str, str]]  # by row and column from 0: original and converted text


def find_legacy_texts(sheet: WorkbookSheet) -> Conversions:
    """Return the texts of a sheet that are in a legacy encoding."""
    fonts = {(row - 1, column - 1): LegacyEncoding(kind) for row, column, kind in sheet.marks.fonts}
    width = max(map(len, sheet.rows), default=0)
    found: Conversions = {}
    for place in range(width):
        texts = [
            ((at, place), row[place], fonts.get((at, place)))
            for at, row in enumerate(sheet.rows)
            if isinstance(row[place], str)
        ]
        if all(text.isascii() for _, text, _ in texts) and not any(font for _, _, font in texts):
            continue
        kinds = legacy_encodings.detect(texts)
        found |= {key: (text, legacy_encodings.to_unicode(text, kinds[key])) for key, text, _ in texts if key in kinds}
    return {key: pair for key, pair in found.items() if pair[0] != pair[1]}


def convert_texts(sheet: WorkbookSheet, converted: Conversions) -> WorkbookSheet:
    """Return the sheet with these texts in it."""
    if not converted:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for (row, column), (_, text) in converted.items():
        rows[row][column] = text
    return sheet._replace(rows=rows)
