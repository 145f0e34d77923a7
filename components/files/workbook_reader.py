"""Reading uploaded workbooks, after the upload check,
in a process of its own that may crash without taking the server with it.
"""

import io
import json
import subprocess
import sys
import threading
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple, cast

from components.files import hidden_and_struck_cells, other_file_kinds, upload_check
from components.files.hidden_and_struck_cells import SheetMarks
from db.errors import Invalid
from db.imports.person_rows import HashedNumber

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ["-m", "components.files.workbook_reader"]
CPU_SECONDS, READ_TIMEOUT, MAX_MEMORY = 30, 90, 1 << 29  # seconds of CPU time, seconds until it is given up, bytes
PLAUSIBLE = 1910  # the earliest year of a date that is certainly no number displayed as one
QUEUE_TIMEOUT = 60.0  # seconds that a list waits for the one before it
Cell = str | float | bool | date | datetime | time | timedelta | HashedNumber | None
WIDE = {sign + 0xFEE0: chr(sign) for sign in range(0x21, 0x7F)} | {
    0x3000: " "
}  # letters and digits as wide as Chinese ones
KINDS = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "number": (HashedNumber, asdict, lambda given: HashedNumber(**given)),
    "span": (timedelta, timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
}


NONE = SheetMarks([], [], [], [])


class WorkbookSheet(NamedTuple):
    """A sheet of a workbook: its rows from the first on, all as long as the longest, numbers as floats, empty cells as
    None; and its marks.
    """

    name: str
    hidden: bool
    rows: list[list[Cell]]
    marks: SheetMarks = NONE


def read_sheets(data: bytes) -> list[WorkbookSheet]:
    """Return the sheets of an uploaded .xlsx workbook.

    Only one workbook is read at a time, since each may take as much memory as the whole server. Raises Invalid if the
    upload check refuses it, if it cannot be read or takes more time or memory than a list of members may, and if other
    reads take too long.
    """
    if not _turn.acquire(timeout=QUEUE_TIMEOUT):
        raise Invalid("file_waits")
    try:
        return _read_apart(data)
    finally:
        _turn.release()


def _read_apart(data: bytes) -> list[WorkbookSheet]:
    try:
        child = subprocess.run(
            [sys.executable, *COMMAND], input=data, capture_output=True, timeout=READ_TIMEOUT, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise Invalid("file_too_much") from slow
    if child.returncode:
        raise Invalid("file_too_much")
    answer = json.loads(child.stdout)
    if "code" in answer:
        raise _as_told(answer["code"], answer["values"])
    return [from_json(sheet) for sheet in answer["sheets"]]


def to_json(sheet: WorkbookSheet) -> list:
    """Return a sheet as JSON."""
    return [sheet.name, sheet.hidden, [[_told(value) for value in row] for row in sheet.rows], list(sheet.marks)]


def from_json(given: list) -> WorkbookSheet:
    """Return a sheet from its JSON."""
    name, hidden, rows, about = given
    return WorkbookSheet(name, hidden, [[_cell(value) for value in row] for row in rows], SheetMarks(*about))


def main() -> None:
    """Run the child process: read a workbook from standard input, write its sheets or the code of a refusal to standard
    output.
    """
    _limit()
    try:
        answer: dict[str, Any] = {"sheets": [to_json(sheet) for sheet in _read(sys.stdin.buffer.read())]}
    except Invalid as refusal:
        answer = {"code": refusal.code, "values": refusal.values}
    sys.stdout.write(json.dumps(answer))


_turn = threading.Lock()


def _as_told(code: str, values: dict) -> Invalid:
    """Return the refusal that the child reported."""
    refusal = Invalid("file_unreadable")
    refusal.code, refusal.values = code, values
    return refusal


def _read(data: bytes) -> list[WorkbookSheet]:
    import python_calamine  # a fault in it ends the process without an exception, so it is never loaded in the server

    other_file_kinds.refuse_other_kinds(data)
    upload_check.check_upload(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        listed = [about for about in book.sheets_metadata if about.typ == python_calamine.SheetTypeEnum.WorkSheet]
        shown = python_calamine.SheetVisibleEnum.Visible
        marked = hidden_and_struck_cells.read_marks(data)
        return [
            _as_displayed(
                WorkbookSheet(one.name, one.visible != shown, _rows(book, one.name), marked.get(one.name, NONE))
            )
            for one in listed
        ]
    except (python_calamine.CalamineError, ValueError, KeyError) as broken:
        raise Invalid("file_unreadable") from broken


def _rows(book, name: str) -> list[list[Cell]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _as_displayed(sheet: WorkbookSheet) -> WorkbookSheet:
    """Return the sheet with dates as they are displayed: Excel stores the first of the month for 9/1955, and of the
    year for 1955; a date before 1910 may be a year that was typed into such a cell.
    """
    for row, column, part in sheet.marks.dayless:
        value = sheet.rows[row - 1][column - 1] if row <= len(sheet.rows) and column <= len(sheet.rows[0]) else None
        if isinstance(value, datetime | date) and value.year >= PLAUSIBLE and value.day == 1:
            if part == "month":
                sheet.rows[row - 1][column - 1] = f"{value:%m/%Y}"
            elif value.month == 1:
                sheet.rows[row - 1][column - 1] = str(value.year)
    return sheet._replace(marks=sheet.marks._replace(dayless=()))


def _told(value) -> str | float | bool | dict | None:
    """Return a cell as JSON."""
    for kind, (python, told, _) in KINDS.items():
        if isinstance(value, python):
            return {kind: told(value)}
    if isinstance(value, str) and not value.isascii():
        value = value.translate(WIDE)
    return None if value == "" else value


def _cell(told) -> Cell:
    if isinstance(told, dict):
        kind, value = next(iter(told.items()))
        return cast(Cell, KINDS[kind][2](value))
    return told


def _limit() -> None:
    """Limit what this process may use, where the system can; the server's time limit applies everywhere."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


if __name__ == "__main__":
    main()
