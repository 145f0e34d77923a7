"""Lists to read: those in the files beside the tests, and a few rows."""

from pathlib import Path

from components.files import list_parser, workbook_reader
from components.files.hidden_and_struck_cells import SheetMarks
from components.files.list_parser import ParsedList
from components.files.workbook_reader import WorkbookSheet
from db.demo.sample_files import HEADINGS
from db.imports.read_options import ReadOptions

FILES = Path(__file__).parent / "files"

CELL, OTHER = "Chi bộ thôn Đồng Bào", "Chi bộ tổ dân phố số 9"
HEADS = [*HEADINGS]
AN = [
    1.0,
    "NGUYỄN VĂN AN",
    "099057000001",
    "099057000001",
    "02/03/1957",
    "03/02/1980",
    "Chi bộ thôn Đông",
    "Chi bộ thôn Đông",
    "Đang sinh hoạt",
]


def case(name: str, choices: ReadOptions | None = None) -> ParsedList:
    return list_parser.parse(workbook_reader.read_sheets((FILES / f"{name}.xlsx").read_bytes()), choices)


def see(
    *rows: list, name: str = "Sheet", marks: SheetMarks = workbook_reader.NONE, choices: ReadOptions | None = None
) -> ParsedList:
    width = max(map(len, rows))
    return list_parser.parse(
        [WorkbookSheet(name, False, [[*row, *[None] * (width - len(row))] for row in rows], marks)], choices
    )


def read_row(name: str = "Nguyễn Văn An", **cells):
    """The row read from these cells; headings are keywords with _ for a space."""
    return see(
        ["STT", "Họ và tên", *(heading.replace("_", " ") for heading in cells)],
        [1.0, name, *cells.values()],
    ).rows[0]


def names(seen: ParsedList) -> list[str]:
    return [row.name for row in seen.rows]


def merged(*areas: list[int]) -> SheetMarks:
    return SheetMarks([], [], list(areas), [])
