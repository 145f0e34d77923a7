"""The header of every exported list, and the formatting of its words and dates."""

from datetime import date

from components import level_names
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetColumn, Value, ValueKind
from components.i18n import _, _p, day_text, moment_text, partial_text
from db.calendar import clock
from db.kernel.scope import Viewer
from db.settings import settings
from db.units import units


def lines(viewer: Viewer, request: ExportRequest, *more: str) -> list[str]:
    """The header lines: unit, time, filters, and author."""
    asked = units.requested(viewer, request.unit).name
    until, made = day_text(clock.today()), moment_text(clock.now())
    return [
        asked,
        *filter(None, more),
        _("Figures as of {day} · prepared by {who}, {moment}", day=until, who=viewer.name, moment=made),
    ]


def lines_as_of(viewer: Viewer, request: ExportRequest, *more: str) -> list[str]:
    """The header lines of a list as of the selected day, by default today."""
    return lines(viewer, request, _("As of {day}", day=day_text(request.day)), *more)


def lines_of_year(viewer: Viewer, request: ExportRequest) -> list[str]:
    """The header lines of a list of the year up to the selected day, by default today."""
    told = {"year": str(request.day.year), "day": day_text(request.day)}
    return lines(viewer, request, _("Year {year}, until {day}", **told))


def number_column() -> SheetColumn:
    """The column of running numbers, the first of each list."""
    return SheetColumn(_p("running number", "No."), ValueKind.NUMBER, 6)


def place_columns(viewer: Viewer, area: int = 20, cell: int = 30) -> list[SheetColumn]:
    """The first columns of a list of several cells, with these widths: running number, area, cell."""
    return [
        number_column(),
        SheetColumn(level_names.level_heading(viewer), width=area),
        SheetColumn(_("Cell"), width=cell),
    ]


def option_labels(viewer: Viewer, name: str) -> dict[str, str]:
    """Labels of a list of the settings, always in Vietnamese."""
    return {row["key"]: row["vi"] for row in settings.value_for_viewer(viewer, name)}


def date_value(stored: str | None) -> Value:
    """A full date as a date; a partial one as text."""
    if stored and len(stored) == 10:
        return date.fromisoformat(stored)
    return partial_text(stored) or None
