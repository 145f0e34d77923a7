"""Sheets with very many rows: each row goes into the workbook as XML, many times faster than cell by cell.

The rest of a workbook, including styles and sheets with few rows, is written by openpyxl.
"""

import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

Value = str | int | float | date | None

KEPT = 5_000  # values of a column whose XML is cached
NAME_LONGEST = 31  # characters of a sheet's name
BUFFER = 1 << 20  # characters of XML that are compressed together
END = b"</sheetData>"
SIZE = re.compile(rb"<dimension [^>]*/>")


class StreamingWorkbook:
    """A workbook that is written to a file as it is made; see `open_streaming_workbook`."""

    def __init__(self, archive: ZipFile) -> None:
        self.workbook, self._archive = Workbook(), archive
        self.workbook.remove(self.workbook.active)

    def create_sheet(self, name: str):
        """Add an openpyxl sheet; a name longer than Excel allows is cut."""
        return self.workbook.create_sheet(name[:NAME_LONGEST].rstrip())

    @contextmanager
    def rows_of(self, sheet) -> Iterator["_Buffer"]:
        """Yield a buffer that takes the rows of the newest sheet as XML, below those that it has already.

        Nothing above them may change any more; what follows them (the filter) must be set before this context ends.
        """
        part = f"xl/worksheets/sheet{len(self.workbook.worksheets)}.xml"
        with self._archive.open(part, "w", force_zip64=True) as out:
            out.write(_xml(sheet).partition(END)[0])
            rows = _Buffer(out)
            yield rows
            rows.flush()
            out.write(END + _xml(sheet).rpartition(END)[2])

    def close(self) -> None:
        """Write what is not in the file yet."""
        _Parts(self.workbook, self._archive).write_data()


class RowXml:
    """Rows as XML: for each column its style, and its style for texts that must not become formulas."""

    def __init__(self, styles: Sequence[tuple[int, int]], formula: tuple[str, ...]) -> None:
        self._columns = [
            (f'<c r="{get_column_letter(place)}', _Cells(plain, quoted, formula))
            for place, (plain, quoted) in enumerate(styles, 1)
        ]

    def write(self, number: int, values: Sequence[Value]) -> str:
        """Return the XML of one row; its texts must hold nothing that XML cannot."""
        at = str(number)
        cells = [f"{head}{at}{cells[value]}" for (head, cells), value in zip(self._columns, values, strict=True)]
        return f'<row r="{at}">{"".join(cells)}</row>'


class _Cells(dict):
    """The XML of a column's cells, after their references, by value; recent values are cached."""

    def __init__(self, plain: int, quoted: int, formula: tuple[str, ...]) -> None:
        self._plain, self._quoted, self._formula = plain, quoted, formula

    def __missing__(self, value: Value) -> str:
        if len(self) >= KEPT:
            self.clear()
        self[value] = found = self._text(value) if isinstance(value, str) else self._number(value)
        return found

    def _text(self, text: str) -> str:
        style = self._quoted if text.startswith(self._formula) else self._plain
        if not text:
            return f'" s="{style}"/>'
        kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return f'" s="{style}" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'

    def _number(self, value: int | float | date | None) -> str:
        if isinstance(value, date):
            days = to_excel(value)
            value = int(days) if days == int(days) else days
        if value is None or not math.isfinite(value):
            return f'" s="{self._plain}"/>'
        return f'" s="{self._plain}"><v>{+value!r}</v></c>'


class _Buffer:
    """XML collected into pieces large enough to compress."""

    def __init__(self, out) -> None:
        self._out, self._letters = out, 0
        self._pieces: list[str] = []

    def add(self, xml: str) -> None:
        """Append XML."""
        self._pieces.append(xml)
        self._letters += len(xml)
        if self._letters > BUFFER:
            self.flush()

    def flush(self) -> None:
        """Write everything so far to the file."""
        self._out.write("".join(self._pieces).encode())
        self._pieces, self._letters = [], 0


class _Parts(ExcelWriter):
    """Writes what a workbook has besides the sheets that are in the file already."""

    def write_worksheet(self, ws) -> None:
        if ws.path[1:] not in self._archive.namelist():
            super().write_worksheet(ws)
            return
        ws._drawing, ws._rels = None, RelationshipList()
        self.manifest.append(ws)


@contextmanager
def open_streaming_workbook(target: BinaryIO) -> Iterator[StreamingWorkbook]:
    """Yield a workbook that is written to the file as it is made, and is complete when the context ends."""
    with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        book = StreamingWorkbook(archive)
        yield book
        book.close()


def _xml(sheet) -> bytes:
    """Return a sheet as openpyxl writes it, without its dimension, which is not known yet."""
    written = io.BytesIO()
    WorksheetWriter(sheet, written).write()
    return SIZE.sub(b"", written.getvalue())
