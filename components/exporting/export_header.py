"""What stands above every list that is taken away, and how its words and dates are written."""

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
    """Whose list, of when, narrowed how, by whom."""
    known = units.by_id(viewer)
    own = known[viewer.unit_id].name if viewer.unit_id in known else ""
    asked = next((unit.name for unit in known.values() if unit.code == request.unit), own)
    until, made = day_text(clock.today()), moment_text(clock.now())
    return [
        asked,
        *filter(None, more),
        _("Figures as of {day} · prepared by {who}, {moment}", day=until, who=viewer.name, moment=made),
    ]


def lines_as_of(viewer: Viewer, request: ExportRequest, *more: str) -> list[str]:
    """The same of a list that stands as of the chosen day, today where none is."""
    return lines(viewer, request, _("As of {day}", day=day_text(request.on or clock.today())), *more)


def number_column() -> SheetColumn:
    """The running number, the first column of each list."""
    return SheetColumn(_p("running number", "No."), ValueKind.NUMBER, 6)


def place_columns(viewer: Viewer, area: int = 20, cell: int = 30) -> list[SheetColumn]:
    """The first columns of a list of several cells, so wide: a running number, what a cell lies in, the cell."""
    return [
        number_column(),
        SheetColumn(level_names.level_heading(viewer), width=area),
        SheetColumn(_("Cell"), width=cell),
    ]


def option_labels(viewer: Viewer, name: str) -> dict[str, str]:
    """The words of a list of the settings, in Vietnamese whatever the screen is."""
    return {row["key"]: row["vi"] for row in settings.value_for_viewer(viewer, name)}


def date_value(kept: str | None) -> Value:
    """A whole date as a date; one of which only the month or the year is known as text."""
    if kept and len(kept) == 10:
        return date.fromisoformat(kept)
    return partial_text(kept) or None
