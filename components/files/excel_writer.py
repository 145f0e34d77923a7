"""Writing Excel workbooks: typed cells on A4, ready to print, with a last sheet that proves nothing was lost.

Rows are written as they come, so that a long list takes no more memory than a short one.
"""

import hashlib
import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from components.files import streaming_workbook
from components.files.streaming_workbook import RowXml, StreamingWorkbook, Value
from components.i18n import _, in_language

FORMULA = ("=", "+", "-", "@")
FACE, EDGE = "Times New Roman", Side(style="thin", color="B3A698")
PLAIN, BOLD, GREY, TITLE = (
    Font(FACE, 11),
    Font(FACE, 11, bold=True),
    Font(FACE, 11, color="5E554C"),
    Font(FACE, 14, bold=True),
)
BOX, SHADE = Border(EDGE, EDGE, EDGE, EDGE), PatternFill("solid", fgColor="F6F1EA")
A4 = "9"
READABLE = 200  # characters side by side on a landscape page in a type size that is still readable
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold, and "\r"
LONGEST, KNOWN = 32_000, 20_000  # characters of a text; cleaned texts that are cached
LINE_HEIGHT, BOLD_WIDER = 15.5, 1.12  # points per line of a heading; width of bold characters relative to the column's
CHUNK = 500  # rows between two progress reports
MOST_ROWS = 1_000_000  # per sheet; Excel ends at 1,048,576, so the list continues on another sheet


class ValueKind(StrEnum):
    """What a column holds, as the number format that Excel gives it."""

    TEXT = "@"
    DATE = "dd/mm/yyyy"
    NUMBER = "#,##0"
    YEAR = "0"
    PERCENT = "0.0%"
    SMALL_PERCENT = "0.00%"  # for shares that are usually below one per cent
    DECIMAL = "General"


class SheetColumn(NamedTuple):
    """A column: its heading, what it holds, its width in characters, and what the total row shows below it.

    `adds` sums the column; `share` holds the indices of the two columns of whose sums it is the ratio.
    """

    title: str
    kind: ValueKind = ValueKind.TEXT
    width: int = 14
    adds: bool = False
    share: tuple[int, int] | None = None


class SheetTable(NamedTuple):
    """The content of a sheet: its name, its title and the lines below, columns and rows.

    The first `held` columns stay in sight.
    """

    name: str
    title: str
    lines: Sequence[str]
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]]
    held: int = 0


class WriteSummary(NamedTuple):
    """What was written to a workbook: the number of rows, their checksum, and the total row."""

    rows: int
    checksum: str
    sums: list[Value]


_TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat).encode


class Checksum:
    """The proof that a file is complete, updated row by row while it is written."""

    def __init__(self, columns: Sequence[SheetColumn]) -> None:
        self.rows, self._columns = 0, columns
        self._digest, self._sums = hashlib.sha256(), [0] * len(columns)
        self._adding = [place for place, column in enumerate(columns) if column.adds]

    def add(self, values: Sequence[Value]) -> None:
        """Count one more row, cleaned as it is written."""
        self.rows += 1
        self._digest.update(checksum_line(values))
        for place in self._adding:
            self._sums[place] += values[place] or 0

    def summary(self) -> WriteSummary:
        """Return the summary of all rows so far."""
        return WriteSummary(self.rows, self._digest.hexdigest(), _below(self._columns, self._sums))


def write_workbook(target: BinaryIO, table: SheetTable, progress=lambda done: None) -> WriteSummary:
    """Write a table as an .xlsx workbook in Vietnamese; `progress` is called with the number of rows written so far."""
    with in_language("vi"), streaming_workbook.open_streaming_workbook(target) as book:
        written = _fill(book, table, progress)
        _prove(book.create_sheet(_("Check")), table, written)
        return written


def write_workbook_of_tables(target: BinaryIO, front: SheetTable, tables: Sequence[SheetTable]) -> list[WriteSummary]:
    """Write several tables as one workbook in Vietnamese: an overview first, one sheet per table, and the proofs of all
    on the last. Return the summaries of all tables but the overview.
    """
    with in_language("vi"), streaming_workbook.open_streaming_workbook(target) as book:
        found = [_fill(book, table, lambda done: None) for table in (front, *tables)]
        proof = book.create_sheet(_("Check"))
        for table, written in zip(tables, found[1:], strict=True):
            proof.append([_cell(proof, table.name, TITLE)])
            _prove(proof, table, written)
            proof.append([])
        return found[1:]


def checksum_line(row: Sequence[Value]) -> bytes:
    """Return a row as it enters the checksum: one line of JSON, dates as 2026-11-21."""
    return _TO_JSON(row).encode() + b"\n"


def clean_value(value: Value) -> Value:
    """Return a value as it is written: text without what Excel cannot hold."""
    return UNWRITABLE.sub("", value)[:LONGEST] if isinstance(value, str) else value


class CleanValues(dict):
    """A cache of recent texts as they are written."""

    def __missing__(self, text: str) -> Value:
        if len(self) >= KNOWN:
            self.clear()
        self[text] = found = clean_value(text)
        return found


def _set_up(sheet, table: SheetTable) -> None:
    """Set what must be known before the first row is written: widths, frozen panes, and how the sheet is printed."""
    top = len(table.lines) + 3
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = f"{get_column_letter(table.held + 1)}{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.page_setup.fitToWidth = -(-sum(column.width for column in table.columns) // READABLE)
    if table.held and sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = f"A:{get_column_letter(table.held)}"
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = table.title.replace("&", "&&"), "&P/&N"


def _fill(book: StreamingWorkbook, table: SheetTable, progress) -> WriteSummary:
    """Write the rows, on as many sheets as they need, and the total row below the last one."""
    checksum, cleaned, top = Checksum(table.columns), CleanValues(), len(table.lines) + 3
    rows, begun = iter(table.rows), 0
    waiting: list = []
    while waiting or not begun:
        begun += 1
        sheet = _begin(book, table, begun)
        xml = RowXml([_styles(sheet, column, PLAIN) for column in table.columns], FORMULA)
        with book.rows_of(sheet) as below:
            at = top
            for at, row in enumerate(islice(chain(waiting, rows), MOST_ROWS), top + 1):
                values = [cleaned[value] if type(value) is str else value for value in row]
                below.add(xml.write(at, values))
                checksum.add(values)
                if checksum.rows % CHUNK == 0:
                    progress(checksum.rows)
            waiting = list(islice(rows, 1))
            if not waiting and any(column.adds for column in table.columns):
                bold = RowXml([_styles(sheet, column, BOLD) for column in table.columns], FORMULA)
                below.add(bold.write(at + 1, checksum.summary().sums))
            sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(table.columns))}{at}"
    return checksum.summary()


def _begin(book: StreamingWorkbook, table: SheetTable, number: int):
    """Create a sheet with everything above its rows; its name is numbered from the second one on."""
    sheet = book.create_sheet(table.name if number == 1 else f"{table.name[:27]} {number}")
    _set_up(sheet, table)
    sheet.append([_cell(sheet, table.title, TITLE)])
    for line in table.lines:
        sheet.append([_cell(sheet, line, GREY)])
    sheet.append([])
    sheet.append([_head(sheet, column.title) for column in table.columns])
    sheet.row_dimensions[len(table.lines) + 3].height = LINE_HEIGHT * max(map(_head_lines, table.columns), default=1)
    return sheet


def _head_lines(column: SheetColumn) -> int:
    """Return how many lines a heading takes in the width of its column."""
    return len(textwrap.wrap(column.title, max(4, int(column.width / BOLD_WIDER)))) or 1


def _below(columns: Sequence[SheetColumn], sums: list) -> list[Value]:
    """Return the total row: sums, ratios of sums, and its label in the first text column."""
    found: list[Value] = [total if column.adds else None for column, total in zip(columns, sums, strict=True)]
    for place, column in enumerate(columns):
        if column.share and sums[column.share[1]]:
            found[place] = sums[column.share[0]] / sums[column.share[1]]
    named = next((place for place, column in enumerate(columns) if column.kind == ValueKind.TEXT), None)
    return found if named is None else [*found[:named], _("Total"), *found[named + 1 :]]


def _prove(sheet, table: SheetTable, written: WriteSummary) -> None:
    """Write the last sheet, whose figures let anybody see whether a row was lost or changed since."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 80
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sums = [(column.title, total) for column, total in zip(table.columns, written.sums, strict=True) if column.adds]
    lines = [(_("Rows"), written.rows), (_("Checksum (SHA-256) of the rows"), written.checksum), *sums]
    lines.append(
        (
            _("How it is calculated"),
            _("Each row as one line of JSON in UTF-8, dates as yyyy-mm-dd, in the order of this file."),
        )
    )
    for name, value in lines:
        sheet.append([_cell(sheet, name, BOLD), _cell(sheet, value, PLAIN)])


def _head(sheet, title: str):
    cell = _cell(sheet, title, BOLD)
    cell.fill, cell.border, cell.alignment = SHADE, BOX, Alignment("center", "center", wrap_text=True)
    return cell


def _styles(sheet, column: SheetColumn, font: Font) -> tuple[int, int]:
    """Return the style of a column's cells, and the style for texts that must not become a formula when edited."""
    found = []
    for quoted in (False, True):
        cell = WriteOnlyCell(sheet)
        cell.font, cell.border, cell.number_format, cell.quotePrefix = font, BOX, column.kind.value, quoted
        cell.alignment = Alignment(vertical="top", wrap_text=column.kind == ValueKind.TEXT)
        found.append(cell.style_id)
    return found[0], found[1]


def _cell(sheet, value: Value, font: Font):
    cell = WriteOnlyCell(sheet, clean_value(value))
    cell.font = font
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
