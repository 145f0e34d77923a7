"""The yearly evaluation as sheets:
classes by name for the cell and the commune, counts for each cell for all levels above.
"""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from components.labels import evaluation_labels
from db.exports import evaluation_export
from db.figures import evaluation_counts
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def members_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each own member: the year's counts, and each saved step of the evaluation."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Cell"), width=26),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Exempt"), width=8),
        SheetColumn(_("In the year"), width=40),
        SheetColumn(_("Class in the self-review"), width=20),
        SheetColumn(_("Votes for it"), ValueKind.NUMBER, 10),
        SheetColumn(_("Present and entitled to vote"), ValueKind.NUMBER, 10),
        SheetColumn(_("Class that the cell proposes"), width=20),
        SheetColumn(_("Not classified because"), width=20),
        SheetColumn(_("Class decided"), width=20),
        SheetColumn(_("Number of the decision"), width=16),
        SheetColumn(_("Date of the decision"), ValueKind.DATE, 12),
    ]
    title = _("Evaluation and classification")
    return SheetTable(title, title.upper(), _lines(viewer, request), columns, _rows(viewer, request), held=3)


def counts_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each cell: how many own members have which class."""
    classes = [
        SheetColumn(label, ValueKind.NUMBER, 12, adds=True) for label in evaluation_counts.class_labels(viewer).values()
    ]
    columns = [
        *export_header.place_columns(viewer, 20, 30),
        SheetColumn(_("On the list"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Exempt"), ValueKind.NUMBER, 10, adds=True),
        *classes,
        SheetColumn(_("Not classified"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("No class yet"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Decided"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("The cell itself"), width=24),
    ]
    title = _("Classes of the year by cell")
    return SheetTable(
        _("By unit"), title.upper(), _lines(viewer, request), columns, _count_rows(viewer, request), held=3
    )


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    classes = export_header.option_labels(viewer, "evaluation_classes")
    reasons = export_header.option_labels(viewer, "unclassified_reasons")
    found = evaluation_export.iterate_evaluations(viewer, _year(request), request.unit_id(viewer))
    for number, row in enumerate(found, 1):
        steps = row.line.saved_steps
        yield [
            number,
            row.cell,
            row.line.person.name,
            _("yes") if row.line.person.exempt else None,
            evaluation_labels.year_work_text(row.line.counts),
            classes.get(steps.self_class or "", steps.self_class),
            steps.votes,
            steps.voters,
            classes.get(steps.proposed or "", steps.proposed),
            reasons.get(steps.unclassified or "", steps.unclassified),
            classes.get(steps.decided or "", steps.decided),
            steps.decision_number,
            steps.decided_on,
        ]


def _count_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    classes = export_header.option_labels(viewer, "evaluation_classes")
    keys = list(evaluation_counts.class_labels(viewer))
    cells = evaluation_counts.list_cells(viewer, _year(request), request.unit_id(viewer))
    for number, row in enumerate(cells, 1):
        counts = row.count
        told = [counts.on_list, counts.exempt, *(counts.classes.get(key, 0) for key in keys)]
        own = next(iter(counts.cells), None)
        rest = [counts.unclassified, counts.missing, counts.decided, classes.get(own, own) if own else None]
        yield [number, row.area, row.name, *told, *rest]


def _year(request: ExportRequest) -> int:
    return request.day.year


def _lines(viewer: Viewer, request: ExportRequest) -> list[str]:
    return export_header.lines(viewer, request, _("year {year}", year=str(_year(request))))


EXPORTS = (
    Export(
        "evaluations",
        N_("Evaluation of own members"),
        N_("Each own member's year, self-review, votes, the class proposed and decided."),
        11,
        file_name="danh-gia-xep-loai",
        audience=Audience.ASSESSMENTS,
        filters=Filters.DAY,
        count=lambda viewer, request: evaluation_export.count_evaluations(
            viewer, _year(request), request.unit_id(viewer)
        ),
        table=members_table,
    ),
    Export(
        "evaluation_counts",
        N_("Classes of the year by cell"),
        N_("For each cell: how many own members have which class, and the class of the cell itself; no names."),
        12,
        file_name="xep-loai-theo-chi-bo",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(
            evaluation_counts.list_cells(viewer, _year(request), request.unit_id(viewer))
        ),
        table=counts_table,
    ),
)
