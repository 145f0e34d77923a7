"""Difficulties of cells as sheets: the texts for those who may read them, counts for each cell for all levels above."""

from collections.abc import Iterator

from components.exporting import export_header, petition_columns
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from components.labels import petition_labels
from db.exports import petition_export
from db.exports.petition_export import PetitionRow
from db.figures import petition_counts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.petitions.difficulties import TOPICS
from db.petitions.petition_list import OVERDUE
from db.petitions.petition_states import DIFFICULTIES, PetitionState

STATES = petition_labels.DIFFICULTY_STATES


def difficulties_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each difficulty: its text, who reported it, its state, the answer."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Cell"), width=24),
        SheetColumn(_("Difficulty"), width=50),
        SheetColumn(_("What it is about"), width=22),
        SheetColumn(_("Reported by"), width=22),
        SheetColumn(_("Reported on"), ValueKind.DATE, 12),
        *petition_columns.course_columns(),
    ]
    title = _("Difficulties of cells")
    return SheetTable(
        title, title.upper(), export_header.lines_as_of(viewer, request), columns, _rows(viewer, request), held=3
    )


def counts_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each cell: the number of difficulties reported, by state."""
    columns = [
        *export_header.place_columns(viewer),
        SheetColumn(_("Reported"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_(STATES[PetitionState.OPEN]), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_(STATES[OVERDUE]), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_(STATES[PetitionState.ANSWERED]), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_(STATES[PetitionState.TOLD]), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_(STATES[PetitionState.CLOSED]), ValueKind.NUMBER, 10, adds=True),
    ]
    title, lines = _("Difficulties by cell"), export_header.lines_as_of(viewer, request)
    return SheetTable(
        title, title.upper(), lines, columns, petition_columns.count_rows(viewer, request, DIFFICULTIES), held=3
    )


def _found(viewer: Viewer, request: ExportRequest) -> Iterator[PetitionRow]:
    return petition_export.iterate_petitions(viewer, request.unit, request.on, DIFFICULTIES)


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    topics = export_header.option_labels(viewer, TOPICS)
    for number, row in enumerate(_found(viewer, request), 1):
        line = row.line
        yield [
            number,
            line.cell,
            line.text,
            topics.get(line.source, line.source),
            line.team or _(petition_labels.ASKERS[line.asker]),
            line.received_on,
            *petition_columns.course_values(row, STATES, request),
        ]


EXPORTS = (
    Export(
        "difficulties",
        N_("Difficulties of cells"),
        N_("What cells and teams reported, with whom it is, until when, and what was answered."),
        8,
        file_name="kho-khan-vuong-mac",
        audience=Audience.PETITIONS,
        filters=Filters.DAY,
        count=lambda viewer, request: len(list(_found(viewer, request))),
        table=difficulties_table,
    ),
    Export(
        "difficulty_counts",
        N_("Difficulties by cell"),
        N_("For each cell: how many were reported, wait for an answer, are open too long, were answered."),
        9,
        file_name="kho-khan-vuong-mac-theo-chi-bo",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(
            petition_counts.list_cells(viewer, request.unit_id(viewer), request.on, DIFFICULTIES)
        ),
        table=counts_table,
    ),
)
