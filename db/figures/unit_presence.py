"""Whether a unit had anything to count in a period: cells, by the tree of that time."""

from datetime import date

from db.errors import Invalid
from db.figures import unit_history
from db.kernel.scope import Viewer
from db.units import units


def require_cells_between(viewer: Viewer, unit_id: int | None, first: date, last: date) -> None:
    """Raise Invalid if no cell existed below a unit (default: all in view), nor the unit itself as one, between two
    days: with the day on which it ended before them or begins after them, if that is why.
    """
    if unit_history.had_cells(viewer, unit_id, first, last):
        return
    asked = unit_id or viewer.unit_id or 0
    begun, ended = units.lifetime(viewer, asked)
    if ended and ended < first:
        raise Invalid("unit_ended", name=units.one(viewer, asked).name, day=ended)
    if begun and begun > last:
        raise Invalid("unit_not_begun", name=units.one(viewer, asked).name, day=begun)
    raise Invalid("briefing_unit_empty", day=last)
