"""What documents and exports say about figures that were changed after closing."""

from components.i18n import _n, day_text, join_list, month_text
from db.figures.figures import FigureQuery
from db.history import amendments
from db.kernel.scope import Viewer

MAX_MONTHS = 3  # months that are named


def amended_after_closing_text(viewer: Viewer, wanted: FigureQuery) -> str:
    """A sentence in the current language; empty if nothing was changed after closing."""
    found = amendments.list_amendments(viewer, wanted)
    if not found:
        return ""
    months = sorted({month for one in found for month in one.months})
    named = [month_text(month) for month in months[-MAX_MONTHS:]]
    return _n(
        "Changed after closing: {count} action, last on {day} ({months}).",
        "Changed after closing: {count} actions, last on {day} ({months}).",
        len(found),
        day=day_text(found[0].at),
        months=join_list(["…"] * (len(months) > MAX_MONTHS) + named),
    )
