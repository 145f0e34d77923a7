"""The contents of a briefing, independent of its format: page, slides, workbook or pictures.

All writers iterate over the same sections: sentences, their figures, one chart, and tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from components.files.excel_writer import SheetColumn, Value, ValueKind
from components.i18n import DASH, day_text, number, percent

LONGEST = 250  # characters of the title and author in a file's properties


class PrintedFigure(NamedTuple):
    """A figure with its code, label and value, its denominator if it is a share, and its printed form."""

    code: str
    label: str
    value: float | int | None
    denominator: float | int | None
    text: str


class SectionTable(NamedTuple):
    """A table of a section: title, columns (the first one names the unit) and rows.

    `first` holds the indices of the rows that need attention, most urgent first; all others follow in order. `shown`
    holds the indices of the columns that fit on a slide.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Value]]
    first: Sequence[int] = ()
    shown: Sequence[int] = (0, 1, 2, 3)
    adds_up: bool = True  # whether rows that do not fit on a slide are added up into one; if not, they are only counted


class Drawing(NamedTuple):
    """A chart as pictures: without title for slides, and complete with its source for a chat."""

    plain: bytes
    whole: bytes
    note: str = ""  # what the chart leaves out


@dataclass(frozen=True)
class WrittenSection:
    """A section with its figures: headline, sentences, chart if any, and tables."""

    key: str
    title: str
    headline: str
    sentences: tuple[str, ...]
    figures: tuple[PrintedFigure, ...]
    tables: tuple[SectionTable, ...]
    drawing: Drawing | None = None


class Signature(NamedTuple):
    """The foot of a report: on whose behalf, by which post and by whom it is signed, and who receives it."""

    body: str
    post: str
    name: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Briefing:
    """A briefing or report of a unit for a period.

    `warning` says that its figures may still change. `subject` is printed below the title, before the period. `amended`
    says that something was changed after the month was closed.
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
    """Return the text without characters that XML cannot hold, keeping a number and its per cent sign together."""
    return "".join(letter for letter in words if letter >= " " and letter not in "\ufffe\uffff").replace(
        " %", "\u00a0%"
    )


def cell_text(columns: Sequence[SheetColumn], row: Sequence[Value], place: int) -> str:
    """Return a table value as it is printed; shares are computed from their two columns to avoid rounding twice."""
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
    """Add the rows up into one row with this name: sums, and ratios of sums."""
    summed: list[Value] = [
        sum(row[at] or 0 for row in rows) if column.adds else None  # type: ignore[misc]
        for at, column in enumerate(columns)
    ]
    for at, column in enumerate(columns):
        if column.share:
            part, whole = (summed[place] for place in column.share)
            summed[at] = part / whole if whole else None  # type: ignore[operator]
    return [name, *summed[1:]]


def shorten(table: SectionTable, most: int, others: str, total: str) -> list[list[Value]]:
    """Return at most `most` rows of a table, urgent ones first.

    The others become one row, labelled with `others` and their number; a total row follows, so that the table still
    adds up.
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
