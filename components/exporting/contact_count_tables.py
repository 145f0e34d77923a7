"""Contact members as counts: the summary of each cell for the year of a day, and the results of its assessments."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from db.figures import assessment_results, contact_summary
from db.figures.assessment_results import Results
from db.figures.contact_summary import ContactUnit
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def summary_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each cell with contact members."""
    titles = (
        _("Contact members"),
        _("Women"),
        _("Exempt from meetings"),
        _("New this year"),
        _("First half: expected"),
        _("First half: attended"),
        _("Second half: expected"),
        _("Second half: attended"),
        _("Assessed"),
        _("To be praised"),
        _("To be considered"),
    )
    columns = [
        *export_header.place_columns(viewer, cell=28),
        *(SheetColumn(title, ValueKind.NUMBER, 10, adds=True) for title in titles),
    ]
    lines = export_header.lines_as_of(viewer, request)
    title = _("Summary of contact members by cell").upper()
    return SheetTable(_("Contact members"), title, lines, columns, _rows(viewer, request), held=3)


def _cells(viewer: Viewer, request: ExportRequest) -> list[ContactUnit]:
    return contact_summary.list_cells(viewer, request.on, request.unit_id(viewer))


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    for at, row in enumerate(_cells(viewer, request), 1):
        counts = row.counts
        halves = [value for half in (counts.first, counts.second) for value in (half.expected, half.present)]
        told = [counts.assessed, counts.praised, counts.reviewed]
        yield [at, row.area, row.name, counts.members, counts.women, counts.exempt, counts.new, *halves, *told]


def assessment_results_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each cell with assessments, and a column for each mark of each item."""
    found = _results(viewer, request)
    columns = [
        *export_header.place_columns(viewer, cell=28),
        *(
            SheetColumn(f"{each.item_label}: {each.mark_label}", ValueKind.NUMBER, 12, adds=True)
            for each in found.columns
        ),
    ]
    year = request.day.year
    lines = export_header.lines(viewer, request, _("Year {year}", year=str(year)))
    rows = (
        [at, unit.area, unit.name, *(unit.counts.get((each.item, each.mark), 0) for each in found.columns)]
        for at, unit in enumerate(found.units, 1)
    )
    title = _("Results of the assessments of contact members").upper()
    return SheetTable(_("Results"), title, lines, columns, rows, held=3)


def _results(viewer: Viewer, request: ExportRequest) -> Results:
    year = request.day.year
    return assessment_results.list_cells(viewer, year, request.unit_id(viewer))


EXPORTS = (
    Export(
        "contact_summary",
        N_("Summary of contact members"),
        N_("For each cell: contact members, women, exempt, new, attendance of both halves, assessments; no names."),
        6,
        file_name="tong-hop-lien-he-noi-cu-tru",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(_cells(viewer, request)),
        table=summary_table,
    ),
    Export(
        "assessment_results",
        N_("Results of the assessments"),
        N_("For each cell: how many have each mark of each item in the year of that day; no names."),
        7,
        file_name="ket-qua-nhan-xet",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(_results(viewer, request).units),
        table=assessment_results_table,
    ),
)
