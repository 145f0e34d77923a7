"""Requested cells: whether what happened in a cell in a month counts for the unit asked about, by the tree of then."""

from collections.abc import Callable

from sqlmodel import Session

from db.calendar.months import first_day, last_day
from db.figures import unit_history
from db.figures.unit_history import CellStay
from db.kernel.scope import Viewer

Inside = Callable[[int | None, int | None, int], bool]


def make_unit_test(session: Session, viewer: Viewer, unit_id: int | None) -> Inside:
    """Whether an area, a cell in it and a month lie in the unit asked about (all in sight)."""
    asked = unit_history.requested_unit(viewer, unit_id)
    if asked is None:
        return lambda area_id, cell_id, month: True
    if line := unit_history.cell_lineage(session, asked):
        return lambda area_id, cell_id, month: cell_id in line
    spans = unit_history.area_spans(session, asked)
    return lambda area_id, cell_id, month: any(
        span.area_id == area_id and span.since <= month <= span.until for span in spans
    )


def cells_by_month(
    session: Session, viewer: Viewer, unit_id: int | None, months: list[int]
) -> dict[int, dict[int, int | None]]:
    """The cells below a unit (all in sight) of each month by the area that they were in, the last one where they came
    to another.
    """
    counts, found = make_unit_test(session, viewer, unit_id), {}
    stays = sorted(unit_history.cell_stays(session, viewer, None), key=lambda stay: stay.first or first_day(101))
    for month in months:
        areas = {stay.unit_id: stay.area_id for stay in stays if _was_there(stay, month)}
        found[month] = {cell: area for cell, area in areas.items() if counts(area, cell, month)}
    return found


def _was_there(stay: CellStay, month: int) -> bool:
    begun = stay.first is None or stay.first <= last_day(month)
    return begun and (stay.last is None or first_day(month) <= stay.last)
