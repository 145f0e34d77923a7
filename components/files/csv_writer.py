"""Writing comma-separated values (RFC 4180) that Excel opens with correct accents: UTF-8 with a byte order mark."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from components.files.excel_writer import CHUNK, FORMULA, Checksum, CleanValues, SheetTable, Value, WriteSummary

MIME, ENCODING = "text/csv", "utf-8-sig"


def write_csv(target: BinaryIO, table: SheetTable, progress=lambda done: None) -> WriteSummary:
    """Write the column titles and the rows of a table: dates as 2026-11-21, shares as 0.95, no total row.

    A text that a spreadsheet would take for a formula gets a leading apostrophe.
    """
    text = io.TextIOWrapper(target, ENCODING, newline="", write_through=True)
    lines, checksum, cleaned = csv.writer(text), Checksum(table.columns), CleanValues()
    lines.writerow([column.title for column in table.columns])
    for row in table.rows:
        values = [cleaned[value] if type(value) is str else value for value in row]
        lines.writerow(_written(values))
        checksum.add(values)
        if checksum.rows % CHUNK == 0:
            progress(checksum.rows)
    text.detach()
    return checksum.summary()


def _written(values: list[Value]) -> Iterator[str | int | float]:
    for value in values:
        if isinstance(value, date):
            yield value.isoformat()
        elif isinstance(value, str):
            yield f"'{value}" if value.startswith(FORMULA) else value
        else:
            yield "" if value is None else value
