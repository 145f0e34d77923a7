"""Teams of officials as sheets: their people, visits due to each cell, every meeting attended, by month."""

from collections.abc import Iterator

from components.exporting import export_header
from components.exporting.export_registry import Export, Filters
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, SheetTable, Value, ValueKind
from components.i18n import N_, _
from db.exports import team_export
from db.kernel.audience import Audience
from db.kernel.scope import Viewer

MONTHS = range(1, 13)


def officials_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """One row for each official of each team, today."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Team"), width=30),
        SheetColumn(_("Set up by"), width=24),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Post"), width=34),
        SheetColumn(_("Team leader"), width=12),
        SheetColumn(_("Phone"), width=16),
        SheetColumn(_("Follows"), width=50),
        SheetColumn(_("From"), ValueKind.DATE, 12),
    ]
    title = _("Teams of officials")
    lines = export_header.lines(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _officials(viewer, request), held=4)


def visits_owed_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each team and cell: visits due and made in the year up to a day."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Team"), width=30),
        SheetColumn(_("Cell"), width=36),
        SheetColumn(_("Visits owed"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Visits made"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Missing"), ValueKind.NUMBER, 10, adds=True),
        SheetColumn(_("Meetings attended in all"), ValueKind.NUMBER, 12, adds=True),
    ]
    title, lines = _("Visits of teams owed and made"), export_header.lines_of_year(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _owed(viewer, request), held=3)


def team_visits_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each official and each cell meeting attended in the year up to a day."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Team"), width=30),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Post"), width=34),
        SheetColumn(_("Cell"), width=36),
        SheetColumn(_("Held on"), ValueKind.DATE, 12),
        SheetColumn(_("Type"), width=24),
    ]
    title, lines = _("Meetings attended by officials"), export_header.lines_of_year(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _visits(viewer, request), held=3)


def visits_by_month_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """Return one row for each official: the cell meetings attended in each month of the year up to a day."""
    columns = [
        export_header.number_column(),
        SheetColumn(_("Team"), width=30),
        SheetColumn(_("Full name"), width=26),
        SheetColumn(_("Post"), width=34),
        *(SheetColumn(_("Month {month}", month=str(month)), ValueKind.NUMBER, 9, adds=True) for month in MONTHS),
        SheetColumn(_("Whole year"), ValueKind.NUMBER, 9, adds=True),
        SheetColumn(_("Cells attended"), ValueKind.NUMBER, 9),
    ]
    title, lines = _("Meetings attended by month"), export_header.lines_of_year(viewer, request)
    return SheetTable(title, title.upper(), lines, columns, _by_month(viewer, request), held=3)


def _officials(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    for number, (team, one) in enumerate(team_export.list_officials(viewer, request.unit_id(viewer)), 1):
        leads = _("yes") if one.leads else None
        followed = "; ".join(team.followed.values())
        yield [number, team.name, team.unit, one.name, one.title, leads, one.phone, followed, one.since]


def _owed(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    found = team_export.list_visits_owed(viewer, request.unit_id(viewer), request.day)
    for number, (team, cell) in enumerate(found, 1):
        yield [number, team.name, cell.name, cell.owed, cell.met, cell.missing, cell.made]


def _visits(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    types = export_header.option_labels(viewer, "meeting_types")
    found = team_export.list_visits(viewer, request.unit_id(viewer), request.day)
    for number, row in enumerate(found, 1):
        yield [number, row.team, row.name, row.title, row.cell, row.held_on, types.get(row.type, row.type)]


def _by_month(viewer: Viewer, request: ExportRequest) -> Iterator[list[Value]]:
    found = team_export.list_visits_by_month(viewer, request.unit_id(viewer), request.day)
    for number, row in enumerate(found, 1):
        # a month that has not begun is blank, not zero
        months = [None if month > request.day.month else count for month, count in zip(MONTHS, row.months, strict=True)]
        yield [number, row.team, row.name, row.title, *months, sum(row.months), row.cells]


EXPORTS = (
    Export(
        "team_officials",
        N_("Teams of officials"),
        N_("Who is in each team, with post and phone, and what the team follows."),
        16,
        file_name="to-cong-tac",
        audience=Audience.FIGURES,
        filters=Filters.UNIT,
        count=lambda viewer, request: len(team_export.list_officials(viewer, request.unit_id(viewer))),
        table=officials_table,
    ),
    Export(
        "team_visits_owed",
        N_("Visits of teams owed and made"),
        N_("For each team and cell of the year: visits owed, made, missing."),
        17,
        file_name="to-cong-tac-luot-du",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(team_export.list_visits_owed(viewer, request.unit_id(viewer), request.day)),
        table=visits_owed_table,
    ),
    Export(
        "team_visits",
        N_("Meetings attended by officials"),
        N_("Each meeting of a cell that an official of a team attended in the year."),
        18,
        file_name="to-cong-tac-cuoc-hop",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(team_export.list_visits(viewer, request.unit_id(viewer), request.day)),
        table=team_visits_table,
    ),
    Export(
        "team_visits_by_month",
        N_("Meetings attended by month"),
        N_("How many cell meetings each official of a team attended in each month of the year, and of how many cells."),
        18,
        file_name="to-cong-tac-theo-thang",
        audience=Audience.FIGURES,
        filters=Filters.DAY,
        count=lambda viewer, request: len(
            team_export.list_visits_by_month(viewer, request.unit_id(viewer), request.day)
        ),
        table=visits_by_month_table,
    ),
)
