"""Initiatives of cells and indicators of their areas as sheets, as they were entered and published."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from components.labels import indicator_labels
from db.figures import initiative_figures
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def initiatives_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each initiative."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Cell"), width=30),
        SheetColumn(_("Name of the initiative"), width=36),
        SheetColumn(_("Cluster"), width=16),
        SheetColumn(_("Households taking part"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Led by"), width=24),
        SheetColumn(_("From"), ValueKind.DATE, 12),
        SheetColumn(_("Until"), ValueKind.DATE, 12),
        SheetColumn(_("Result"), width=50),
    ]
    title = _("Initiatives of cells")
    lines = export_header.lines(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _initiative_rows(viewer, request), held=3)


def indicators_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each cell, indicator and year."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Year"), ValueKind.YEAR, 8),
        SheetColumn(_("Cell"), width=30),
        SheetColumn(_("Indicator"), width=44),
        SheetColumn(_("As published"), width=14),
        SheetColumn(_("Figure"), ValueKind.DECIMAL, 10),
        SheetColumn(_("Of how many"), ValueKind.DECIMAL, 10),
    ]
    title = _("Indicators of residential areas")
    lines = export_header.lines(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _indicator_rows(viewer, request), held=4)


def _initiative_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    found = initiative_figures.list_initiatives(viewer, request.unit_id(viewer))
    for number, line in enumerate(found, 1):
        about = (line.cluster, line.households, line.leader, line.since, line.until, line.result)
        yield [number, line.cell, line.name, *about]


def _indicator_rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    known = indicator_labels.load_indicators(viewer)
    found = initiative_figures.list_indicator_values(viewer, request.unit_id(viewer))
    for number, line in enumerate(found, 1):
        name = indicator_labels.title_with_measure(known, line.indicator)
        yield [number, line.year, line.cell, name, indicator_labels.figure_text(line), line.value, line.total]


EXPORTS = (
    Export(
        "initiatives",
        N_("Initiatives of cells"),
        N_("What each cell carries on: cluster, households taking part, who leads it, result."),
        14,
        file_name="mo-hinh",
        audience=Audience.FIGURES,
        filters=Filters.UNIT,
        count=lambda viewer, request: len(initiative_figures.list_initiatives(viewer, request.unit_id(viewer))),
        table=initiatives_table,
    ),
    Export(
        "indicators",
        N_("Indicators of residential areas"),
        N_("Figures of each cell's area by year, as they were published."),
        15,
        file_name="chi-so-khu-dan-cu",
        audience=Audience.FIGURES,
        filters=Filters.UNIT,
        count=lambda viewer, request: len(initiative_figures.list_indicator_values(viewer, request.unit_id(viewer))),
        table=indicators_table,
    ),
)
