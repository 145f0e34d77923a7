"""What stands above every list that is taken away, and how its words and dates are written."""

from datetime import date

from components.exporting.export_request import ExportRequest
from components.files.excel_writer import Value
from components.i18n import _, day_text, moment_text, partial_text
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


def option_labels(viewer: Viewer, name: str) -> dict[str, str]:
    """The words of a list of the settings, in Vietnamese whatever the screen is."""
    return {row["key"]: row["vi"] for row in settings.value_for_viewer(viewer, name)}


def date_value(kept: str | None) -> Value:
    """A whole date as a date; one of which only the month or the year is known as text."""
    if kept and len(kept) == 10:
        return date.fromisoformat(kept)
    return partial_text(kept) or None
