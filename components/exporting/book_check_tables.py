"""Checks of cells' books as a sheet: each cell with the months checked, those not, and the last remark."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from db.calendar.months import month_of
from db.figures import checked_books
from db.figures.checked_books import CheckedBook
from db.figures.unit_counts import UnitCount
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def book_checks_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each cell: the months of the year that were over by a day."""
    columns = [
        *export_header.place_columns(viewer),
        SheetColumn(_("Months to check"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Months checked"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Months not checked"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Last check"), ValueKind.DATE, 12),
        SheetColumn(_("Checked by"), width=24),
        SheetColumn(_("Remark"), width=50),
        SheetColumn(_("Remarks"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Remarks answered"), ValueKind.NUMBER, 10, adds=True),
    ]
    title, lines = _("Books of cells checked"), export_header.lines_of_year(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _rows(viewer, request), held=3)


def _cells(viewer: Viewer, request: ExportRequest) -> list[UnitCount[CheckedBook]]:
    day = request.day
    return checked_books.list_cells(viewer, day.year * 100 + 1, month_of(day), request.unit_id(viewer), day)


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    for number, row in enumerate(_cells(viewer, request), 1):
        book = row.count
        left = book.months - book.checked
        about = (book.last_on, book.checker or None, book.remark, book.remarks, book.answered)
        yield [number, row.area, row.name, book.months, book.checked, left, *about]


EXPORTS = (
    Export(
        "book_checks",
        N_("Books of cells checked"),
        N_("For each cell: months of the year's book that were checked, by whom, with what remark."),
        19,
        file_name="kiem-tra-so",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(_cells(viewer, request)),
        table=book_checks_table,
    ),
)
