"""Parts of a unit: the area directly below it, or the cell, that a cell's figures belong to,
by the tree of their time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, select

from db.calendar.months import last_day_of_period
from db.calendar.validity import valid_on
from db.figures import unit_history
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.kernel.statements import prepared_statement
from db.kernel.unit_tree import INHERITING_KINDS
from db.models import Role, Unit, UnitKind, UnitSuccession, UnitVersion
from db.units.units import UnitName, units_on

AreaCell = tuple[int | None, int]  # the area that a cell belonged to, and the cell


class CountedSpan(NamedTuple):
    """Counts of cells over consecutive periods, from the first to the last, by the area that each belonged to."""

    since: int
    until: int
    counts: dict[AreaCell, Any]


def cells_by_part(
    session: Session, viewer: Viewer, unit_id: int | None, areas: dict[int, int | None], day: date
) -> list[tuple[UnitName, list[int]]]:
    """The areas directly below a unit (default: all in sight) or its cells, on a day in Vietnamese order, each with the
    cells that it counts; `areas` maps cells to areas.
    """
    wheres = {(area_id, cell_id) for cell_id, area_id in areas.items()}
    heads = part_of_each_cell(session, viewer, unit_id, wheres, day)
    called = units_on(session, set(heads.values()), day)
    below: dict[int, list[int]] = {head: [] for head in called}
    for (_, cell_id), head in heads.items():
        below[head].append(cell_id)
    return [(unit, below[unit.id]) for unit in called.values()]


def cells_by_name(session: Session, areas: dict[int, int | None], day: date) -> list[tuple[str, UnitName]]:
    """Cells with the name of their area on a day, ordered by both."""
    called = units_on(session, {*areas, *filter(None, areas.values())}, day)
    places = {found: place for place, found in enumerate(called)}
    order = sorted(areas, key=lambda cell_id: (places.get(areas[cell_id] or 0, -1), places[cell_id]))
    return [(area.name if (area := called.get(areas[each] or 0)) else "", called[each]) for each in order]


def part_of_each_cell(
    session: Session, viewer: Viewer, unit_id: int | None, wheres: set[AreaCell], day: date
) -> dict[AreaCell, int]:
    """The part that each cell's figures belong to: the area directly below the requested unit (default: the viewer's
    own), or the cell itself.
    """
    asked = unit_id if unit_id is not None else viewer.unit_id
    of_cell = viewer.role in (Role.SECRETARY, Role.ASSISTANT) or bool(unit_history.cell_lineage(session, asked))
    below = set() if of_cell else {area_id for area_id, _ in wheres} - {None, asked}
    heads = _parts_right_below(session, asked, below, day) if below else {}
    return {(area_id, unit_id): heads.get(area_id, unit_id) for area_id, unit_id in wheres}


def part_of_each_cell_in_periods(
    session: Session, viewer: Viewer, wanted: FigureQuery, wheres: set[AreaCell]
) -> dict[AreaCell, int]:
    """Like `part_of_each_cell`, by the tree of the last requested period."""
    return part_of_each_cell(
        session, viewer, wanted.unit_id, wheres, last_day_of_period(wanted.periods[-1], wanted.step)
    )


def split_query_by_tree(session: Session, wanted: FigureQuery) -> list[FigureQuery]:
    """The query split into spans of periods between which some area moved below another: which part an area belongs to
    depends on the tree of the time.
    """
    periods = wanted.periods
    ends = [last_day_of_period(period, wanted.step) for period in periods]
    return [
        replace(wanted, since=periods[span.start], until=periods[span.stop - 1])
        for span in split_days_by_tree(session, ends)
    ]


def counts_of_parts(
    session: Session, viewer: Viewer, wanted: FigureQuery, counted: Iterable[CountedSpan]
) -> dict[int, list[Any]]:
    """The counts of each part of the requested unit, by its id. The counted spans make up the requested periods, and no
    area moved within any.
    """
    listed, found = list(counted), dict[int, list[Any]]()
    for span in split_query_by_tree(session, wanted):
        inside = [one for one in listed if span.periods[0] <= one.since and one.until <= span.periods[-1]]
        wheres = {where for one in inside for where in one.counts}
        parts = part_of_each_cell_in_periods(session, viewer, span, wheres)
        for one in inside:
            for where, counts in one.counts.items():
                found.setdefault(parts[where], []).append(counts)
    return found


def split_days_by_tree(session: Session, days: Sequence[date]) -> list[range]:
    """Ranges of indices of consecutive days between which some area moved below another."""
    changes = session.exec(_AREAS_CHANGED, params={"after": days[0], "until": days[-1]}).all()
    starts = [0, *(at for at in range(1, len(days)) if any(days[at - 1] < day <= days[at] for day in changes))]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(days)], strict=True)]


def _parts_right_below(session: Session, asked: int, area_ids: set[int], day: date) -> dict[int | None, int]:
    """For each area, the one directly below the requested unit; the unit's own predecessors count as its own."""
    parents = dict(session.exec(_PARENTS_ON, params={"day": day}).all())
    later = dict(session.exec(_GONE_ON).all()) if area_ids - parents.keys() else {}
    standing = {area_id: _gone_on_as(parents, later, area_id) for area_id in area_ids}
    return {area_id: _below(parents, asked, area) for area_id, area in standing.items() if area != asked}


def _gone_on_as(parents: dict[int, int | None], later: dict[int, int], area_id: int) -> int:
    """Return the successor of an area that no longer exists; the area itself if there is none."""
    while area_id not in parents and area_id in later:
        area_id = later[area_id]
    return area_id


def _below(parents: dict[int, int | None], asked: int, area_id: int) -> int:
    """Return the area directly below the requested unit that contains an area; the area itself if it was elsewhere at
    the time.
    """
    above = area_id
    for _ in parents:
        if parents.get(above) == asked:
            return above
        above = parents.get(above)
    return area_id


_PARENTS_ON = prepared_statement(
    select(UnitVersion.unit_id, UnitVersion.parent_id).where(valid_on(UnitVersion, bindparam("day", type_=Date)))
)
_GONE_ON = prepared_statement(
    select(UnitSuccession.old_id, UnitSuccession.new_id)
    .join(Unit, Unit.id == UnitSuccession.old_id)
    .where(Unit.kind == UnitKind.AREA, UnitSuccession.kind.in_(INHERITING_KINDS))
)
_AREAS_CHANGED = prepared_statement(
    select(UnitVersion.valid_from)
    .join(Unit, Unit.id == UnitVersion.unit_id)
    .where(
        Unit.kind == UnitKind.AREA,
        UnitVersion.valid_from > bindparam("after", type_=Date),
        UnitVersion.valid_from <= bindparam("until", type_=Date),
    )
    .distinct()
)
