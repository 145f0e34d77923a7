"""Initiatives and indicators of the cells below a unit, for charts and exports; nothing is added up."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import func, select

from db.figures import unit_history
from db.initiatives import indicators, initiatives
from db.initiatives.indicators import IndicatorLine
from db.initiatives.initiatives import InitiativeLine
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import IndicatorValue, Initiative, Unit
from db.units.units import listed_names

TABLES = (IndicatorValue,)  # the tables that the chart reads


class IndicatorYear(NamedTuple):
    """The indicator values of a year; `period` is the year."""

    period: int
    lines: tuple[IndicatorLine, ...]


class CellInitiatives(NamedTuple):
    """A cell's number of initiatives, of households taking part as far as known, and of indicator values."""

    code: str
    name: str
    initiatives: int
    households: int
    figures: int


def list_cells(viewer: Viewer) -> list[CellInitiatives]:
    """Visible cells that have any, in Vietnamese order."""
    cells = _cells(viewer, None)
    with reading(viewer) as session:
        households = func.coalesce(func.sum(Initiative.households), 0)
        asked = select(Initiative.unit_id, func.count(Initiative.id), households).group_by(Initiative.unit_id)
        told = {row[0]: row[1:] for row in session.exec(asked) if row[0] in cells}
        counted = select(IndicatorValue.unit_id, func.count(IndicatorValue.id)).group_by(IndicatorValue.unit_id)
        figures = {cell: count for cell, count in session.exec(counted) if cell in cells}
        names = listed_names(session, {*told, *figures})
        codes = dict(session.exec(select(Unit.id, Unit.code).where(Unit.id.in_(list(names)))).all())
    return [
        CellInitiatives(codes[cell], name, *told.get(cell, (0, 0)), figures.get(cell, 0))
        for cell, name in names.items()
    ]


def total(some: Iterable[CellInitiatives]) -> tuple[int, int]:
    """The number of initiatives of all these cells, and of households taking part."""
    some = list(some)
    return sum(each.initiatives for each in some), sum(each.households for each in some)


def list_initiatives(viewer: Viewer, unit_id: int | None = None) -> list[InitiativeLine]:
    """The initiatives of all cells below a unit (default: all in sight), cell by cell in Vietnamese order."""
    return initiatives.list_of_cells(viewer, _cells(viewer, unit_id))


def list_indicator_values(viewer: Viewer, unit_id: int | None = None) -> list[IndicatorLine]:
    """The indicator values of all cells below a unit (default: all in sight), by year, then in Vietnamese order."""
    cells = _cells(viewer, unit_id)
    with reading(viewer) as session:
        return indicators.list_of_cells(session, cells)


def by_year(viewer: Viewer, indicator: str, unit_id: int | None = None) -> list[IndicatorYear]:
    """One indicator of all cells below a unit (default: all in sight), by year; years without values are left out."""
    found: dict[int, list[IndicatorLine]] = {}
    for line in list_indicator_values(viewer, unit_id):
        if line.indicator == indicator:
            found.setdefault(line.year, []).append(line)
    return [IndicatorYear(year, tuple(lines)) for year, lines in found.items()]


def _cells(viewer: Viewer, unit_id: int | None) -> set[int]:
    """Return the reporting cells below a unit, including those that no longer exist."""
    with reading(viewer) as session:
        stays = unit_history.cell_stays(session, viewer, unit_history.requested_unit(viewer, unit_id))
    return {stay.unit_id for stay in stays}
