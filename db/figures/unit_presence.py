"""Whether a unit had anything to count in a period: cells, by the tree of that time."""

from datetime import date

from db.errors import Invalid
from db.figures import unit_history
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models.units import CELLS
from db.units import units
from db.units.units import UnitName


def units_with_cells(viewer: Viewer, some: list[UnitName], first: date, last: date) -> list[UnitName]:
    """Return those of these units that figures of the time between two days are made of: no practice cells, and areas
    below which any cell existed.
    """
    with reading(viewer) as session:
        practice = unit_history.practice_units(session)
    return [
        one
        for one in some
        if one.id not in practice and (one.kind in CELLS or unit_history.had_cells(viewer, one.id, first, last))
    ]


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
