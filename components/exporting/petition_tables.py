"""Requests of the people as sheets:
the texts for those who may read them, counts for each cell for all levels above.
"""

from collections.abc import Iterator

from components.exporting import export_header, petition_columns
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from components.labels import petition_labels
from db.exports import petition_export
from db.figures import petition_counts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.petitions.petition_states import PEOPLE
from db.petitions.petitions import SOURCES


def petitions_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each request: its text, its state, the answer."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Cell"), width=24),
        SheetColumn(_("Request"), width=50),
        SheetColumn(_("Where it comes from"), width=20),
        SheetColumn(_("Received on"), ValueKind.DATE, 12),
        *petition_columns.course_columns(),
        SheetColumn(_("Reported back on"), ValueKind.DATE, 12),
    ]
    title = _("Requests of the people")
    return SheetTable(
        title, title.upper(), export_header.lines_as_of(viewer, request), columns, _rows(viewer, request), held=3
    )


def counts_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each cell: the number of requests received, by state."""
    columns = [
        *export_header.place_columns(viewer),
        SheetColumn(_("Received"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Waiting for an answer"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Open too long"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Answered, to be reported back"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Reported back"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Closed with a reason"), ValueKind.NUMBER, 10, adds=True),
    ]
    title = _("Requests of the people by cell")
    return SheetTable(
        _("By unit"),
        title.upper(),
        export_header.lines_as_of(viewer, request),
        columns,
        petition_columns.count_rows(viewer, request, PEOPLE),
        held=3,
    )


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    sources = export_header.option_labels(viewer, SOURCES)
    for number, row in enumerate(petition_export.iterate_petitions(viewer, request.unit, request.on), 1):
        line = row.line
        yield [
            number,
            line.cell,
            line.text,
            sources.get(line.source, line.source),
            line.received_on,
            *petition_columns.course_values(row, petition_labels.STATES, request),
            petition_columns.unless_later(line.told_on, request),
        ]


EXPORTS = (
    Export(
        "petitions",
        N_("Requests of the people"),
        N_("What people ask for, its status and the answer; not who asked."),
        8,
        file_name="y-kien-kien-nghi",
        audience=Audience.PETITIONS,
        filters=Filters.DAY,
        count=lambda viewer, request: len(list(petition_export.iterate_petitions(viewer, request.unit, request.on))),
        table=petitions_table,
    ),
    Export(
        "petition_counts",
        N_("Requests of the people by cell"),
        N_("For each cell: how many were received, wait for an answer, are open too long, were reported back."),
        9,
        file_name="y-kien-kien-nghi-theo-chi-bo",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(petition_counts.list_cells(viewer, request.unit_id(viewer), request.on)),
        table=counts_table,
    ),
)
