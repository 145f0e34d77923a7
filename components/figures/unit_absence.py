"""Why there is nothing of a unit in a period or on a day: it had ended, or was yet to begin."""

from datetime import date

from components.refusals import sentences
from db.errors import Invalid
from db.figures import unit_presence
from db.kernel.scope import Viewer


def absence_text(viewer: Viewer, unit_id: int | None, first: date, last: date) -> str:
    """Return the sentence for a unit without a cell between two days; empty if it had one, and without a unit."""
    if unit_id is None:
        return ""
    try:
        unit_presence.require_cells_between(viewer, unit_id, first, last)
    except Invalid as refusal:
        return sentences.of_refusal(refusal)
    return ""
