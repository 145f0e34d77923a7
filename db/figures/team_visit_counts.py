"""Visits of teams, added up: what each team owes and has made by a day, and the communes and cells it concerns."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from db.calendar import clock
from db.figures import team_visits, unit_counts, unit_history
from db.figures.team_visits import CellVisits, TeamVisits
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.units.units import names_on

TABLES = team_visits.TABLES  # the tables it reads


class VisitCount(NamedTuple):
    """Cells followed, visits due to them, those of these that were made, and meetings attended in all."""

    cells: int = 0
    owed: int = 0
    met: int = 0
    made: int = 0

    @property
    def missing(self) -> int:
        """Visits that were due and not made."""
        return self.owed - self.met

    @property
    def rate(self) -> float | None:
        """The share of the visits due that were made; None if none was due."""
        return self.met / self.owed if self.owed else None


class TeamCount(NamedTuple):
    """A team by its public code and its name, with its visits; if several teams have the same name, the name of the
    unit that set the team up is put before it, and is the short name.
    """

    key: str
    name: str
    short_name: str
    count: VisitCount


def by_team(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[TeamCount]:
    """Return the visits of each team that follows a cell below a unit (default: all in sight), in the year up to a day
    (default: today), the most missing first.
    """
    day = day or clock.today()
    told = _teams_below(viewer, unit_id, day)
    called = Counter(team.name for team, _, _ in told)
    with reading(viewer) as session:
        units = names_on(session, {team.unit_id for team, _, _ in told if called[team.name] > 1}, day)
    found = []
    for team, cells, _ in told:
        unit = units.get(team.unit_id) if called[team.name] > 1 else None
        name = f"{unit}: {team.name}" if unit else team.name
        found.append(TeamCount(team.code, name, unit or team.name, total(map(_count, cells))))
    return sorted(found, key=lambda team: -team.count.missing)


def by_unit(
    viewer: Viewer, code: str, unit_id: int | None = None, day: date | None = None
) -> list[UnitCount[VisitCount]]:
    """Return the areas directly below a unit (default: all in sight), or its cells, with the visits of a team by its
    public code, in Vietnamese order.
    """
    day = day or clock.today()
    for team, cells, areas in _teams_below(viewer, unit_id, day):
        if team.code == code:
            counts = {cell.unit_id: _count(cell) for cell in cells}
            with reading(viewer) as session:
                followed = {cell_id: areas[cell_id] for cell_id in counts}
                return unit_counts.list_parts(session, viewer, unit_id, followed, day, counts, total)
    return []


def total(counts: Iterable[VisitCount]) -> VisitCount:
    """Counts added up."""
    return VisitCount(*map(sum, zip(VisitCount(), *counts, strict=True)))


def _count(cell: CellVisits) -> VisitCount:
    return VisitCount(1, cell.owed, cell.met, cell.made)


def _teams_below(
    viewer: Viewer, unit_id: int | None, day: date
) -> list[tuple[TeamVisits, list[CellVisits], dict[int, int | None]]]:
    """Return each team with those of its cells that are below a unit on a day, and the area of each of these."""
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, day)
    told = [
        (team, [cell for cell in team.cells if cell.unit_id in areas], areas)
        for team in team_visits.by_team(viewer, day.year, day)
    ]
    return [one for one in told if one[1]]
