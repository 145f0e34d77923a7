"""Whether an event in a cell and month counts for the requested unit, by the tree of that month."""

from collections.abc import Callable

from sqlmodel import Session

from db.calendar.months import first_day, month_of
from db.figures import unit_history
from db.figures.unit_history import EVER, NEVER
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
    asked = unit_history.requested_unit(viewer, unit_id)
    stays = sorted(unit_history.cell_stays(session, viewer, None), key=lambda stay: stay.first or first_day(101))
    there = [
        (stay.unit_id, stay.area_id, month_of(stay.first) if stay.first else EVER,
         month_of(stay.last) if stay.last else NEVER)
        for stay in stays
    ]  # fmt: skip
    found = {
        month: {cell_id: area_id for cell_id, area_id, first, last in there if first <= month <= last}
        for month in months
    }
    if asked is None:
        return found
    counts = make_unit_predicate(session, viewer, unit_id)
    return {
        month: {cell_id: area_id for cell_id, area_id in areas.items() if counts(area_id, cell_id, month)}
        for month, areas in found.items()
    }
