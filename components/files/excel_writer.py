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

from components.files import row_sheet
from components.files.row_sheet import Book, RowXml, Value
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
READABLE = 200  # characters beside each other on a page across, in letters that can still be read
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold, and "\r"
LONGEST, KNOWN = 32_000, 20_000  # letters of a text; texts that are known as they are written
LINE_HEIGHT, BOLD_WIDER = 15.5, 1.12  # points of a line of a heading; its letters by the width of a column's
CHUNK = 500  # rows between two words about the progress
MOST_ROWS = 1_000_000  # of a sheet, which Excel ends at 1,048,576: the list then goes on on another one


class ValueKind(StrEnum):
    """What stands in a column, by the format that Excel gives it."""

    TEXT = "@"
    DATE = "dd/mm/yyyy"
    NUMBER = "#,##0"
    YEAR = "0"
    PERCENT = "0.0%"
    SMALL_PERCENT = "0.00%"  # where a share under one per cent is usual
    DECIMAL = "General"


class SheetColumn(NamedTuple):
    """A column: its heading, what stands in it, its width in characters, and what stands below it.

    `adds` sums it; `share` is the places of the two columns whose sums it is the ratio of.
    """

    title: str
    kind: ValueKind = ValueKind.TEXT
    width: int = 14
    adds: bool = False
    share: tuple[int, int] | None = None


class SheetTable(NamedTuple):
    """What a workbook says: a sheet's name, its title and the lines below, columns and rows;
    the first `held` columns stay in sight.
    """

    name: str
    title: str
    lines: Sequence[str]
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Value]]
    held: int = 0


class WriteSummary(NamedTuple):
    """What came to be in a workbook: how many rows, their checksum, and the sum line."""

    rows: int
    checksum: str
    sums: list[Value]


_TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat).encode


class Checksum:
    """What proves a file complete, taken row by row while it is written."""

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
        """Of all rows so far."""
        return WriteSummary(self.rows, self._digest.hexdigest(), _below(self._columns, self._sums))


def write_workbook(target: BinaryIO, table: SheetTable, progress=lambda done: None) -> WriteSummary:
    """Write a table as an .xlsx workbook in Vietnamese, telling the rows done so far."""
    with in_language("vi"), row_sheet.open_book(target) as book:
        written = _fill(book, table, progress)
        _prove(book.create_sheet(_("Check")), table, written)
        return written


def write_workbook_of_tables(target: BinaryIO, front: SheetTable, tables: Sequence[SheetTable]) -> list[WriteSummary]:
    """Write several tables as one workbook in Vietnamese: what it is about in front, a sheet for each, the proofs of
    all on the last; what came to be of each but the front.
    """
    with in_language("vi"), row_sheet.open_book(target) as book:
        found = [_fill(book, table, lambda done: None) for table in (front, *tables)]
        proof = book.create_sheet(_("Check"))
        for table, written in zip(tables, found[1:], strict=True):
            proof.append([_cell(proof, table.name, TITLE)])
            _prove(proof, table, written)
            proof.append([])
        return found[1:]


def checksum_line(row: Sequence[Value]) -> bytes:
    """A row as it goes into the checksum: one line of JSON, days as 2026-11-21."""
    return _TO_JSON(row).encode() + b"\n"


def clean_value(value: Value) -> Value:
    """A value as it is written: text without what Excel cannot hold."""
    return UNWRITABLE.sub("", value)[:LONGEST] if isinstance(value, str) else value


class CleanValues(dict):
    """Texts as they are written; of those met last it is known."""

    def __missing__(self, text: str) -> Value:
        if len(self) >= KNOWN:
            self.clear()
        self[text] = found = clean_value(text)
        return found


def _set_up(sheet, table: SheetTable) -> None:
    """What must be said before the first row: widths, what stays in sight, and how it is printed."""
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


def _fill(book: Book, table: SheetTable, progress) -> WriteSummary:
    """The rows, on as many sheets as they need, and the sum line below the last of them."""
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


def _begin(book: Book, table: SheetTable, number: int):
    """A sheet with all that stands above its rows; from the second one on with its number."""
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
    """How many lines a heading takes in the width of its column."""
    return len(textwrap.wrap(column.title, max(4, int(column.width / BOLD_WIDER)))) or 1


def _below(columns: Sequence[SheetColumn], sums: list) -> list[Value]:
    """The sum line: sums, ratios of sums, and its name in the first column of text."""
    found: list[Value] = [total if column.adds else None for column, total in zip(columns, sums, strict=True)]
    for place, column in enumerate(columns):
        if column.share and sums[column.share[1]]:
            found[place] = sums[column.share[0]] / sums[column.share[1]]
    named = next((place for place, column in enumerate(columns) if column.kind == ValueKind.TEXT), None)
    return found if named is None else [*found[:named], _("Total"), *found[named + 1 :]]


def _prove(sheet, table: SheetTable, written: WriteSummary) -> None:
    """The last sheet: by these figures anybody can see whether a row was lost or changed since."""
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
    """How the cells of a column look, and those whose text must not become a formula when it is edited."""
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
