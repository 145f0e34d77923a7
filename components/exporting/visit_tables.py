"""Visits to households as a sheet, by name: for the cell and the commune."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from db.exports import row_counts, visit_export
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def visits_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return the visits of the year up to a day, with what was agreed if the viewer may read it."""
    columns = [
        *export_header.place_columns(viewer, 18, 24),
        SheetColumn(_("Visited on"), ValueKind.DATE, 12),
        SheetColumn(_("Household, group"), width=26),
        SheetColumn(_("Of its households"), ValueKind.NUMBER, 9),
        SheetColumn(_("Visited by"), width=26),
        SheetColumn(_("What was agreed"), width=40),
    ]
    title, lines = _("Visits to households"), export_header.lines_of_year(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _rows(viewer, request), held=3)


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    found = visit_export.iterate_visits(viewer, request.unit_id(viewer), request.day)
    for number, row in enumerate(found, 1):
        visit = row.visit
        yield [number, row.area, row.cell, visit.day, visit.place, visit.households, visit.by, visit.agreed]


EXPORTS = (
    Export(
        "visits",
        N_("Visits to households"),
        N_("Visits of the year up to the chosen day: date, household or group, visitor, what was agreed."),
        8,
        file_name="tham-ho",
        audience=Audience.NAMES,
        filters=Filters.DAY,
        count=lambda viewer, request: row_counts.count_visits(viewer, request.unit_id(viewer), request.day),
        table=visits_table,
    ),
)
