"""What a paper for a meeting says, whoever writes it down: as a page, as slides, as a workbook, as pictures.

Every writer goes over the same sections: their sentences, the figures in these, one drawing, their tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from components.files.excel_writer import SheetColumn, Value, ValueKind
from components.i18n import DASH, day_text, number, percent

LONGEST = 250  # letters of what a file says of itself


class ToldFigure(NamedTuple):
    """A figure by its code: what it is called, its value, of how many where it is a share, and as it is printed."""

    code: str
    label: str
    value: float | int | None
    of: float | int | None
    text: str


class PaperTable(NamedTuple):
    """A table of a section: what it is called, its columns (the first says of which unit), its rows.

    `first` are the places of the rows that need eyes, the most first; all others follow in their order. `shown` are the
    places of the columns that a slide has room for.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Value]]
    first: Sequence[int] = ()
    shown: Sequence[int] = (0, 1, 2, 3)
    adds_up: bool = True  # the rows that a slide has no room for are told as one, else only counted


class Drawing(NamedTuple):
    """A chart as pictures: without its title for slides, and whole, with whose it is, for a chat."""

    plain: bytes
    whole: bytes
    note: str = ""  # what is not drawn


@dataclass(frozen=True)
class WrittenSection:
    """A section with its figures: the finding in a line, sentences, a drawing where there is one, tables."""

    key: str
    title: str
    finding: str
    sentences: tuple[str, ...]
    figures: tuple[ToldFigure, ...]
    tables: tuple[PaperTable, ...]
    drawing: Drawing | None = None


class Signature(NamedTuple):
    """The foot of a report: for whom it is signed, by what post and by whom; who is sent it."""

    body: str
    post: str
    name: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Briefing:
    """A paper of a unit, on a period: for a meeting, or its report. `warning` says that its figures may still change;
    `subject` stands below the title before the period; `amended` is true where something was changed after closing.
    """

    title: str
    unit: str
    above: str
    place_and_day: str
    period: str
    as_of: str
    warning: str
    sections: tuple[WrittenSection, ...]
    manifest: tuple[tuple[str, str], ...]
    subject: str = "tình hình các chi bộ"
    signature: Signature | None = None
    amended: bool = False


def printable(words: str) -> str:
    """Words without what XML cannot hold, a number in one line with its per cent."""
    return "".join(letter for letter in words if letter >= " " and letter not in "\ufffe\uffff").replace(
        " %", "\u00a0%"
    )


def cell_text(columns: Sequence[SheetColumn], row: Sequence[Value], place: int) -> str:
    """A value of a table as a page or a slide prints it: a share by its two columns, so that nothing is rounded
    twice.
    """
    value, column = row[place], columns[place]
    if value is None or value == "":
        return "" if value == "" else DASH
    if column.kind in (ValueKind.PERCENT, ValueKind.SMALL_PERCENT):
        part, whole = (row[at] for at in column.share) if column.share else (value, 1)
        return percent(part, whole)  # type: ignore[arg-type]
    if isinstance(value, str):
        return printable(value)
    return number(value) if isinstance(value, int | float) else day_text(value)


def sum_row(columns: Sequence[SheetColumn], rows: Sequence[Sequence[Value]], name: str) -> list[Value]:
    """Rows as one, called so: sums, and ratios of sums."""
    summed: list[Value] = [
        sum(row[at] or 0 for row in rows) if column.adds else None  # type: ignore[misc]
        for at, column in enumerate(columns)
    ]
    for at, column in enumerate(columns):
        if column.share:
            part, whole = (summed[place] for place in column.share)
            summed[at] = part / whole if whole else None  # type: ignore[operator]
    return [name, *summed[1:]]


def shorten(table: PaperTable, most: int, others: str, total: str) -> list[list[Value]]:
    """At most so many rows of a table with its sum below, those that need eyes first; the rest as one row, called
    `others` with how many they are, so that it still adds up.
    """
    rows = [list(row) for row in table.rows]
    order = [*table.first, *(at for at in range(len(rows)) if at not in set(table.first))]
    below = [sum_row(table.columns, rows, total)] if table.adds_up and len(rows) > 1 else []
    room = most - len(below)
    if len(rows) <= room:
        return [rows[at] for at in order] + below
    kept, rest = order[: room - 1], order[room - 1 :]
    name = others.format(count=number(len(rest)))
    if table.adds_up:
        return [rows[at] for at in kept] + [sum_row(table.columns, [rows[at] for at in rest], name)] + below
    return [rows[at] for at in kept] + [[name, *([""] * (len(table.columns) - 1))]]
