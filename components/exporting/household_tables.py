"""Households as sheets: by name for the cell and the commune, as counts of each cell for the district."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from components.labels import household_labels
from db.exports import household_export, row_counts
from db.figures import coverage
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.models import GroupKind


def households_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return clusters, groups and named households with the members in charge; the numbers of the clusters add up to
    all households.
    """
    columns = [
        *export_header.place_columns(viewer, 18, 24),
        SheetColumn(_("Cluster"), width=16),
        SheetColumn(_("Household group"), width=16),
        SheetColumn(_("Household"), width=24),
        SheetColumn(_("Address"), width=24),
        SheetColumn(_("Number of households"), ValueKind.NUMBER, 9, adds=True),
        SheetColumn(_("With a member in charge"), ValueKind.NUMBER, 9, adds=True),
        SheetColumn(_("Households in the group"), ValueKind.NUMBER, 9),
        SheetColumn(_("In charge"), width=32),
        SheetColumn(_("Nobody in charge since"), ValueKind.DATE, 12),
        SheetColumn(_("Class"), width=18),
        SheetColumn(_("Class year"), ValueKind.YEAR, 8),
        SheetColumn(_("Document"), width=26),
        SheetColumn(_("Last visit"), ValueKind.DATE, 12),
    ]
    return SheetTable(
        _("Households"),
        _("Households and members in charge").upper(),
        export_header.lines_as_of(viewer, request),
        columns,
        _rows(viewer, request),
        held=3,
    )


def coverage_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each cell: households, those looked after, members who can and who do."""
    columns = [
        *export_header.place_columns(viewer),
        SheetColumn(_("Number of households"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("With a member in charge"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Rate"), ValueKind.PERCENT, 9, share=(4, 3)),
        SheetColumn(_("Without a member in charge"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Available members"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Members in charge of households"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Members with too many"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Not assigning, by resolution"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Visited this month"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Long without a visit"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("In charge, long not reported"), ValueKind.NUMBER, 10, adds=True),
    ]
    title = _("Household assignments by cell").upper()
    return SheetTable(
        _("Households"),
        title,
        export_header.lines_as_of(viewer, request),
        columns,
        _coverage_rows(viewer, request),
        held=3,
    )


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    classes = export_header.option_labels(viewer, "household_classes")
    for number, row in enumerate(household_export.iterate_households(viewer, request.unit_id(viewer), request.on), 1):
        line, home = row.line, row.line.household
        whole = line.kind == GroupKind.CLUSTER
        yield [
            number,
            row.area,
            row.cell,
            row.cluster,
            row.group,
            home.name if home else None,
            home.address if home else None,
            line.cover.households if whole else None,
            line.cover.covered if whole and not line.declined else None,
            line.cover.households if line.kind == GroupKind.HOUSEHOLDS else None,
            household_labels.assignees_text(line),
            line.since if line.uncovered else None,
            classes.get(home.rating, home.rating) if home else None,
            home.year if home else None,
            home.paper if home else None,
            row.last_visit,
        ]


def _coverage_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    for number, row in enumerate(coverage.list_cells(viewer, request.unit_id(viewer), request.on), 1):
        cover, count = row.count.cover, row.count
        yield [
            number,
            row.area,
            row.cell,
            cover.households,
            cover.covered,
            cover.rate,
            cover.uncovered,
            count.members,
            count.assigned,
            count.overloaded,
            count.declining,
            count.visited,
            count.unvisited,
            count.silent,
        ]


def _count_cells(viewer: Viewer, request: ExportRequest) -> int:
    return len(coverage.list_cells(viewer, request.unit_id(viewer), request.on))


EXPORTS = (
    Export(
        "households",
        N_("Households by name"),
        N_(
            "Clusters, household groups and assisted households: who is in charge, since when "
            "nobody has been, and their classes with the decisions."
        ),
        4,
        file_name="ho-gia-dinh",
        audience=Audience.NAMES,
        filters=Filters.DAY,
        count=lambda viewer, request: row_counts.count_households(viewer, request.unit_id(viewer), request.day),
        table=households_table,
    ),
    Export(
        "coverage",
        N_("Household counts by cell"),
        N_("For each cell: households with a member in charge and members in charge of households; no names."),
        5,
        file_name="phu-trach-ho",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=_count_cells,
        table=coverage_table,
    ),
)
