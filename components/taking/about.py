"""What stands above every list that is taken away, and how its words and dates are written."""

from datetime import date

from components.files.excel import Value
from components.i18n import _, day_text, moment_text, partial_text
from components.taking.wishes import Wish
from db import clock, settings, units
from db.scope import Viewer


def lines(viewer: Viewer, wish: Wish, *more: str) -> list[str]:
    """Whose list, of when, narrowed how, by whom."""
    known = units.named(viewer)
    own = known[viewer.unit_id].name if viewer.unit_id in known else ""
    asked = next((unit.name for unit in known.values() if unit.code == wish.unit), own)
    until, made = day_text(clock.today()), moment_text(clock.now())
    return [asked, *filter(None, more), _("Figures up to {day} · made by {who}, {moment}", day=until, who=viewer.name, moment=made)]


def labels(viewer: Viewer, name: str) -> dict[str, str]:
    """The words of a list of the settings, in Vietnamese whatever the screen is."""
    return {row["key"]: row["vi"] for row in settings.value(viewer, name)}


def partial(kept: str | None) -> Value:
    """A whole date as a date; one of which only the month or the year is known as text."""
    if kept and len(kept) == 10:
        return date.fromisoformat(kept)
    return partial_text(kept) or None
