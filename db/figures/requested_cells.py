"""Whether an event in a cell and month counts for the requested unit, by the tree of that month."""

from collections.abc import Callable

from sqlmodel import Session

from db.calendar.months import first_day, last_day
from db.figures import unit_history
from db.figures.unit_history import CellStay
from db.kernel.scope import Viewer

UnitPredicate = Callable[[int | None, int | None, int], bool]


def make_unit_predicate(session: Session, viewer: Viewer, unit_id: int | None) -> UnitPredicate:
    """A predicate for area, cell and month: whether they lie in the requested unit (default: all in sight)."""
    asked = unit_history.requested_unit(viewer, unit_id)
    if asked is None:
        return lambda area_id, cell_id, month: True
    if line := unit_history.cell_lineage(session, asked):
        return lambda area_id, cell_id, month: cell_id in line
    spans = unit_history.area_months(session, asked)
    return lambda area_id, cell_id, month: any(
        span.area_id == area_id and span.since <= month <= span.until for span in spans
    )


def cells_by_month(
    session: Session, viewer: Viewer, unit_id: int | None, months: list[int]
) -> dict[int, dict[int, int | None]]:
    """The cells below a unit (default: all in sight) by month, each with its area; after a move within a month, the
    later area.
    """
    counts, found = make_unit_predicate(session, viewer, unit_id), {}
    stays = sorted(unit_history.cell_stays(session, viewer, None), key=lambda stay: stay.first or first_day(101))
    for month in months:
        areas = {stay.unit_id: stay.area_id for stay in stays if _was_there(stay, month)}
        found[month] = {cell: area for cell, area in areas.items() if counts(area, cell, month)}
    return found


def _was_there(stay: CellStay, month: int) -> bool:
    begun = stay.first is None or stay.first <= last_day(month)
    return begun and (stay.last is None or first_day(month) <= stay.last)
