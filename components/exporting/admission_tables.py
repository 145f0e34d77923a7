"""Candidates for admission as a sheet: how many there are in each cell, by state; no names."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from db.figures import admission_candidate_counts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def counts_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each cell."""
    columns = [
        *export_header.place_columns(viewer, 20, 30),
        SheetColumn(_("Proposed in all"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Proposed, not recognised yet"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Recognised as a source"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Sent to the course"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("File handed in"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Admitted as members"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Stopped"), ValueKind.NUMBER, 10, adds=True),
    ]
    title = _("Sources for admission by cell")
    lines = export_header.lines_as_of(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _rows(viewer, request), held=3)


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    cells = admission_candidate_counts.list_cells(viewer, request.unit_id(viewer), request.on)
    for number, row in enumerate(cells, 1):
        yield [number, row.area, row.name, row.count.all, *row.count]


EXPORTS = (
    Export(
        "admission_counts",
        N_("Sources for admission by cell"),
        N_("For each cell: how many were proposed, recognised, sent to the course, admitted or stopped; no names."),
        13,
        file_name="nguon-ket-nap-theo-chi-bo",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(
            admission_candidate_counts.list_cells(viewer, request.unit_id(viewer), request.on)
        ),
        table=counts_table,
    ),
)
