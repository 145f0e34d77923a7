"""Counts by cell, presented by the parts of a unit or by single cells."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from sqlmodel import Session

from db.figures import unit_parts
from db.kernel.scope import Viewer
from db.models.units import CELLS

Count = TypeVar("Count")


class UnitCount(NamedTuple, Generic[Count]):
    """An area or cell with its count; `area` is the area of a cell, if cells are listed."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    count: Count
    area: str = ""


def list_parts(
    session: Session,
    viewer: Viewer,
    unit_id: int | None,
    areas: dict[int, int | None],
    day: date,
    counts: Mapping[int, Count],
    total: Callable[[list[Count]], Count],
) -> list[UnitCount[Count]]:
    """The areas directly below a unit (default: all in sight) or its cells, on a day in Vietnamese order; `areas` maps
    cells to areas, `total` adds counts up.
    """
    found = unit_parts.cells_by_part(session, viewer, unit_id, areas, day)
    return [
        UnitCount(unit.id, unit.code, unit.name, unit.kind in CELLS, total([counts[each] for each in below]))
        for unit, below in found
    ]


def list_cells(
    session: Session, areas: dict[int, int | None], day: date, counts: Mapping[int, Count]
) -> list[UnitCount[Count]]:
    """Each cell on a day, by the names of its area and its own."""
    found = unit_parts.cells_by_name(session, areas, day)
    return [UnitCount(cell.id, cell.code, cell.name, True, counts[cell.id], area) for area, cell in found]
