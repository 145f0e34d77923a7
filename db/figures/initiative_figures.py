"""Initiatives and indicators of the cells below a unit: what charts and sheets take from them; nothing is added up."""

from typing import NamedTuple

from db.figures import unit_history
from db.initiatives import indicators, initiatives
from db.initiatives.indicators import IndicatorLine
from db.initiatives.initiatives import InitiativeLine
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import IndicatorValue

TABLES = (IndicatorValue,)  # what the chart reads


class IndicatorYear(NamedTuple):
    """The figures of a year; `period` is the year."""

    period: int
    lines: tuple[IndicatorLine, ...]


def list_initiatives(viewer: Viewer, unit_id: int | None = None) -> list[InitiativeLine]:
    """The initiatives of all cells below a unit (all in sight), cell by cell in Vietnamese order."""
    return initiatives.list_of_cells(viewer, _cells(viewer, unit_id))


def list_indicators(viewer: Viewer, unit_id: int | None = None) -> list[IndicatorLine]:
    """The figures of all cells below a unit (all in sight): by year, then in Vietnamese order."""
    cells = _cells(viewer, unit_id)
    with reading(viewer) as session:
        return indicators.lines_in(session, cells)


def by_year(viewer: Viewer, indicator: str, unit_id: int | None = None) -> list[IndicatorYear]:
    """One indicator of all cells below a unit (all in sight), year by year; a year without figures is left out."""
    found: dict[int, list[IndicatorLine]] = {}
    for line in list_indicators(viewer, unit_id):
        if line.indicator == indicator:
            found.setdefault(line.year, []).append(line)
    return [IndicatorYear(year, tuple(lines)) for year, lines in found.items()]


def _cells(viewer: Viewer, unit_id: int | None) -> set[int]:
    """The reporting cells below a unit, standing today or not."""
    with reading(viewer) as session:
        stays = unit_history.cell_stays(session, viewer, unit_history.requested_unit(viewer, unit_id))
    return {stay.unit_id for stay in stays}
