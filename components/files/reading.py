"""Reading uploaded workbooks: behind the guard, in a process of its own that may fall without taking the server with it."""

import io
import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from components.files import guard
from db.faults import Invalid

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ["-m", "components.files.reading"]
SECONDS, PATIENCE, MEMORY = 30, 90, 1 << 30  # of computing, of waiting for it, of bytes
Cell = str | float | bool | date | datetime | time | timedelta | None
KINDS = {
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "span": (timedelta, timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
}


class Sheet(NamedTuple):
    """A sheet of a workbook: its rows from the first on, each as long as the longest, numbers as floats, empty cells as None."""

    name: str
    hidden: bool
    rows: list[list[Cell]]


def sheets(data: bytes) -> list[Sheet]:
    """The sheets of an uploaded .xlsx workbook.

    Raises Invalid for what the guard refuses, what cannot be read, and what takes more time or memory than a list of members may.
    """

    try:
        child = subprocess.run([sys.executable, *COMMAND], input=data, capture_output=True, timeout=PATIENCE, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired as slow:
        raise Invalid("file_too_much") from slow
    if child.returncode:
        raise Invalid("file_too_much")
    told = json.loads(child.stdout)
    if "code" in told:
        raise _as_told(told["code"], told["values"])
    return [Sheet(name, hidden, [[_cell(value) for value in row] for row in rows]) for name, hidden, rows in told["sheets"]]


def main() -> None:
    """The child: read a workbook from standard input, tell its sheets or the code of a refusal on standard output."""
    _limit()
    try:
        told = {"sheets": _read(sys.stdin.buffer.read())}
    except Invalid as refusal:
        told = {"code": refusal.code, "values": refusal.values}
    sys.stdout.write(json.dumps(told))


def _as_told(code: str, values: dict) -> Invalid:
    """The refusal that the child made."""
    refusal = Invalid("file_unreadable")
    refusal.code, refusal.values = code, values
    return refusal


def _read(data: bytes) -> list[tuple]:
    import python_calamine  # a fault in it ends the process without an exception, so it is never loaded in the server

    guard.check(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        listed = [about for about in book.sheets_metadata if about.typ == python_calamine.SheetTypeEnum.WorkSheet]
        shown = python_calamine.SheetVisibleEnum.Visible
        return [(about.name, about.visible != shown, _rows(book.get_sheet_by_name(about.name))) for about in listed]
    except python_calamine.CalamineError as broken:
        raise Invalid("file_unreadable") from broken


def _rows(sheet) -> list[list]:
    return [[_told(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _told(value) -> str | float | bool | dict | None:
    """A cell as JSON has it."""
    for kind, (python, told, _) in KINDS.items():
        if isinstance(value, python):
            return {kind: told(value)}
    return None if value == "" else value


def _cell(told) -> Cell:
    if isinstance(told, dict):
        kind, value = next(iter(told.items()))
        return KINDS[kind][2](value)
    return told


def _limit() -> None:
    """Bound what this process may take, where the system can; the time limit of the server holds everywhere."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main()
