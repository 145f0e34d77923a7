"""Checks of cells' books in the year up to the period's end: for how many all months are checked, some, or none."""

from typing import NamedTuple

import altair as alt

from components.briefings.section_declaration import BriefingQuery, Figure, PrintedFigures, Section
from components.charts import book_checks
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, day_text, month_text
from db.figures import checked_books
from db.figures.checked_books import CheckedBooks
from db.figures.figures import FigureQuery
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer


class BookRows(NamedTuple):
    """The parts of the unit with their cells' books, the totals, and the months that the books cover."""

    parts: list[UnitCount[CheckedBooks]]
    count: CheckedBooks
    since: int
    until: int


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> BookRows:
    """The books of the year up to the period's end, as they were checked by its last day."""
    since = min(wanted.since, wanted.until // 100 * 100 + 1)
    parts = checked_books.by_unit(viewer, since, wanted.until, wanted.unit_id, wanted.day)
    until = checked_books.last_month_to_check(wanted.until)
    return BookRows(parts, checked_books.total(part.count for part in parts), since, until)


FIGURES = (
    Figure(
        "books", N_("Cells whose books of the year so far were to be checked"), lambda found: found.count.with_months
    ),
    Figure("books_whole", N_("Books checked for all months of the year so far"), lambda found: found.count.whole),
    Figure(
        "books_whole_rate",
        N_("Share of the books to be checked that are checked for all months of the year so far"),
        lambda found: found.count.whole,
        lambda found: found.count.with_months,
    ),
    Figure("books_part", N_("Books checked for some months of the year so far"), lambda found: found.count.part),
    Figure(
        "books_unchecked",
        N_("Books of which no month of the year so far is checked"),
        lambda found: found.count.unchecked,
    ),
)


def _headline(text: PrintedFigures, found: BookRows, wanted: BriefingQuery) -> str:
    if not found.count.with_months:
        return "Chưa có sổ chi bộ nào đến kỳ kiểm tra"
    return f"Đã kiểm tra đủ sổ của {text['books_whole']} trên {text['books']} chi bộ ({text['books_whole_rate']})"


def _sentences(text: PrintedFigures, found: BookRows, wanted: BriefingQuery) -> list[str]:
    if not found.count.with_months:
        return ["Chưa có sổ chi bộ nào đến kỳ kiểm tra."]
    of = month_text(found.since)
    months = of if found.since == found.until else f"{of} đến {month_text(found.until)}"
    return [
        f"Đến ngày {day_text(wanted.day)}, sổ của {months} đã được kiểm tra đủ ở {text['books_whole']} trên "
        f"{text['books']} chi bộ ({text['books_whole_rate']}); {text['books_part']} chi bộ mới kiểm tra một số tháng, "
        f"{text['books_unchecked']} chi bộ chưa được kiểm tra."
    ]


def _tables(found: BookRows, wanted: BriefingQuery) -> list[SectionTable]:
    columns = [
        SheetColumn("Đơn vị", width=34),
        SheetColumn("Số chi bộ", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Kiểm tra đủ", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(2, 1)),
        SheetColumn("Một số tháng", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Chưa kiểm tra", ValueKind.NUMBER, 11, adds=True),
    ]
    rows = [[part.name, *_row(part.count)] for part in found.parts]
    worst = sorted(range(len(rows)), key=lambda at: (-rows[at][5], -rows[at][4]))
    return [SectionTable("Kiểm tra sổ", columns, rows, worst, shown=(0, 1, 2, 3, 5))]


def _row(books: CheckedBooks) -> tuple[int | float | None, ...]:
    return books.with_months, books.whole, books.rate, books.part, books.unchecked


def _draw(viewer: Viewer, wanted: BriefingQuery, found: BookRows) -> alt.LayerChart:
    return book_checks.chart(found.count.classes, FigureQuery(found.since, found.until, unit_id=wanted.unit_id))


SECTIONS = (
    Section(
        "book_checks",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
        draw=_draw,
    ),
)
