"""Teams of officials for export: their officials, the visits they owe each cell, the meetings attended, by month."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db.figures import team_visits
from db.figures.team_visits import CellVisits, TeamVisits
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.unit_tree import ancestors, units_in_reach
from db.models import Meeting, MeetingState, Team, TeamOfficial, TeamVisit
from db.teams import teams
from db.teams.teams import OfficialLine, TeamLine
from db.units.units import names_on


class TeamVisitRow(NamedTuple):
    """An official at a meeting of a cell."""

    team: str
    name: str
    title: str | None
    cell: str
    held_on: date
    type: str
    official: str  # code of the official


class OfficialMonths(NamedTuple):
    """How many meetings of cells an official attended in each month of a year, and of how many cells."""

    team: str
    name: str
    title: str | None
    months: tuple[int, ...]  # one for each month
    cells: int


def list_officials(viewer: Viewer, unit_id: int | None) -> list[tuple[TeamLine, OfficialLine]]:
    """Officials of the teams that a unit, or one below it, set up or is followed by (default:
    all in sight), team by team.
    """
    known = teams.list_current(viewer)
    if unit_id is not None:
        with reading(viewer) as session:
            below = units_in_reach(session, unit_id)
            line = {*below, *ancestors(session, unit_id)}  # a team that follows a commune follows its cells
        known = [team for team in known if team.unit_id in below or line & team.followed.keys()]
    return [(team, one) for team in known for one in team.officials]


def list_visits_owed(viewer: Viewer, unit_id: int | None, until: date) -> list[tuple[TeamVisits, CellVisits]]:
    """Visits that each team owes each cell below a unit (default: all in sight) and has made,
    in the year up to a day.
    """
    found = [(team, cell) for team in team_visits.by_team(viewer, until.year, until) for cell in team.cells]
    if unit_id is None:
        return found
    with reading(viewer) as session:
        below = units_in_reach(session, unit_id)
    return [(team, cell) for team, cell in found if cell.unit_id in below]


def list_visits(viewer: Viewer, unit_id: int | None, until: date) -> list[TeamVisitRow]:
    """Meetings of cells below a unit (default: all in sight) that an official attended in the year up to a day."""
    columns = (
        Team.name, TeamOfficial.person, TeamOfficial.title, TeamVisit.unit_id, Meeting.held_on, Meeting.type,
        TeamOfficial.code,
    )  # fmt: skip
    query = (
        select(*columns)
        .select_from(TeamVisit)
        .join(TeamOfficial, TeamOfficial.id == TeamVisit.official_id)
        .join(Team, Team.id == TeamOfficial.team_id)
        .join(Meeting, Meeting.id == TeamVisit.meeting_id)
        .where(Meeting.state == MeetingState.HELD, Meeting.held_on.between(date(until.year, 1, 1), until))
        .order_by(Team.unit_id, Team.id, Meeting.held_on, TeamVisit.id)
    )
    with reading(viewer) as session:
        rows = session.exec(query).all()
        if unit_id is not None:
            below = units_in_reach(session, unit_id)
            rows = [row for row in rows if row.unit_id in below]
        names = names_on(session, {row.unit_id for row in rows}, until, with_area=True)
    return [
        TeamVisitRow(row.name, row.person, row.title, names[row.unit_id], row.held_on, row.type, row.code)
        for row in rows
    ]


def list_visits_by_month(viewer: Viewer, unit_id: int | None, until: date) -> list[OfficialMonths]:
    """Like `list_visits`, but counted by month for each official: first those in the teams today, with or without
    visits, then those who left and have visits.
    """
    who = {one.code: (team.name, one.name, one.title) for team, one in list_officials(viewer, unit_id)}
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    cells: dict[str, set[str]] = defaultdict(set)
    for row in list_visits(viewer, unit_id, until):
        who.setdefault(row.official, (row.team, row.name, row.title))
        counts[row.official][row.held_on.month] += 1
        cells[row.official].add(row.cell)
    return [
        OfficialMonths(*told, tuple(counts[code][month] for month in range(1, 13)), len(cells[code]))
        for code, told in who.items()
    ]
