"""Poor and near-poor households as a sheet: a row for each cell and year, with the denominators of the rates."""

from collections.abc import Iterator

from components import level_names
from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from db.figures import poverty
from db.figures.poverty import PovertyCount
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


def cell_rates_by_year(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each cell in each year."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Year"), ValueKind.YEAR, 8),
        SheetColumn(level_names.level_heading(viewer), width=20),
        SheetColumn(_("Cell"), width=30),
        SheetColumn(_("Number of households"), ValueKind.NUMBER, 10),
        SheetColumn(_("Poor"), ValueKind.NUMBER, 9),
        SheetColumn(_("Share of poor households"), ValueKind.SMALL_PERCENT, 9),
        SheetColumn(_("Near-poor"), ValueKind.NUMBER, 9),
        SheetColumn(_("Share of near-poor households"), ValueKind.SMALL_PERCENT, 9),
        SheetColumn(_("Not in the rate"), width=30),
    ]
    title = _("Poor and near-poor households")
    lines = export_header.lines(viewer, request, _("Households as of 31 December of each year, of today for this one"))
    return SheetTable(title, title.upper(), lines, columns, _rows(viewer, request), held=4)


def _rows(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    for number, row in enumerate(poverty.list_cells(viewer, request.unit_id(viewer)), 1):
        count, rated = row.count, row.count.cells > 0
        yield [
            number,
            row.year,
            row.area,
            row.cell,
            count.households if rated else None,
            None if count.unrecorded else count.poor + count.poor_uncounted,
            count.poor_rate,
            None if count.unrecorded else count.near_poor + count.near_poor_uncounted,
            count.near_poor_rate,
            _beside(count),
        ]


def _beside(count: PovertyCount) -> str | None:
    if count.unrecorded:
        return _("no classes recorded")
    return _("no number of households") if count.uncounted else None


EXPORTS = (
    Export(
        "poverty",
        N_("Poor and near-poor households by year"),
        N_("For each cell and year: poor and near-poor households, of how many; no names."),
        10,
        file_name="ho-ngheo-can-ngheo",
        audience=Audience.FIGURES,
        filters=Filters.UNIT,
        count=lambda viewer, request: len(poverty.list_cells(viewer, request.unit_id(viewer))),
        table=cell_rates_by_year,
    ),
)
