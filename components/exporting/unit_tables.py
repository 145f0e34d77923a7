"""The units of the register as a sheet: the kind of each, the unit above it, and its first and last day."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _, _p
from components.units import unit_table
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.units import unit_list


def _units(viewer: Viewer, request: ExportRequest) -> SheetTable:
    columns = [
        export_header.number_column(),
        SheetColumn(_("Unit"), width=40),
        SheetColumn(_("Type"), width=24),
        SheetColumn(_("Belongs to"), width=34),
        SheetColumn(_("Since"), ValueKind.DATE, 12),
        SheetColumn(_p("membership", "Until"), ValueKind.DATE, 12),
        SheetColumn(_("Meeting day"), ValueKind.NUMBER, 9),
        SheetColumn(_("Members"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("For practice"), width=10),
    ]
    title = _("Units")
    lines = export_header.lines(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _rows(viewer), held=2)


def _rows(viewer: Viewer) -> Iterator[list[Value]]:
    lines = unit_list.load(viewer, ended=True)
    names = {line.id: line.name for line in lines}
    for number, line in enumerate(lines, 1):
        yield [
            *(number, line.name, unit_table.kind_label(viewer, line.kind, line.level), names.get(line.parent_id or 0)),
            *(line.since, line.until, line.meeting_day, line.members, None if line.reports else _("yes")),
        ]


EXPORTS = (
    Export(
        "units",
        N_("Units"),
        N_("Communes, cells and workplaces with what they belong to, their meeting day and number of members."),
        26,
        file_name="don-vi",
        audience=Audience.OPEN,
        filters=Filters.NOTHING,
        count=lambda viewer, request: len(unit_list.load(viewer, ended=True)),
        table=_units,
    ),
)
