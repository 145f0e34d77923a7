"""Visits that teams owe and have made, by the cells' own meetings of a year.

A team owes each cell that it follows one attended meeting per span of months (a dated setting), provided that the cell
held one in that span while followed; nothing is owed for spans without a meeting or not over yet. Any official of the
team among the guests makes the visit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import add_months, last_day, month_of, period_of
from db.calendar.validity import begun_on, not_ended_on
from db.figures import unit_history
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Meeting, MeetingState, Tally, Team, TeamOfficial, TeamUnit, TeamVisit
from db.models.meetings import MeetingAudience
from db.settings import settings
from db.units.units import names_on

TABLES = (Team, TeamOfficial, TeamUnit, TeamVisit, Meeting, Tally)  # the tables it reads
RULE, LONGEST = "team_visit_months", 12


class CellVisits(NamedTuple):
    """What a team owes one cell: spans with a meeting, spans attended, and meetings attended in all."""

    unit_id: int
    name: str
    owed: int
    met: int
    made: int

    @property
    def missing(self) -> int:
        """Spans in which nobody of the team came."""
        return self.owed - self.met


class TeamVisits(NamedTuple):
    """What a team owes and has made in a year; `officials` counts attended meetings by official's code."""

    code: str
    name: str
    unit_id: int
    months: int  # one visit is due per span of this many months, by the rule on the year's last day so far
    cells: tuple[CellVisits, ...]
    officials: dict[str, int]

    @property
    def owed(self) -> int:
        """Visits owed, over all cells."""
        return sum(cell.owed for cell in self.cells)

    @property
    def met(self) -> int:
        """Visits owed and made."""
        return sum(cell.met for cell in self.cells)

    @property
    def made(self) -> int:
        """Meetings attended, unfinished spans included."""
        return sum(cell.made for cell in self.cells)

    @property
    def missing(self) -> int:
        """Visits owed and not made."""
        return self.owed - self.met


class _Span(NamedTuple):
    first: date
    last: date


def by_team(viewer: Viewer, year: int, until: date | None = None) -> list[TeamVisits]:
    """The year's visits of each visible team up to a day, to cells in the viewer's reach."""
    today = clock.today()
    since, until = date(year, 1, 1), min(until or date(year, 12, 31), today)
    over = min(until + timedelta(days=1), today)
    with reading(viewer) as session:
        teams = session.exec(
            select(Team).where(begun_on(Team, until), not_ended_on(Team, since)).order_by(Team.unit_id, Team.id)
        ).all()
        if not teams:
            return []
        follows = _follow_spans(session, viewer, teams, _Span(since, until))
        held = _held(session, since, until)
        came = _visitors(session, {meeting_id for each in held.values() for meeting_id, _ in each})
        names = names_on(session, {cell for spans in follows.values() for cell in spans}, until, with_area=True)
        codes = dict(session.exec(select(TeamOfficial.id, TeamOfficial.code)).all())
        return [
            TeamVisits(
                team.code, team.name, team.unit_id, months := _months(session, team, until),
                tuple(
                    _of_cell(cell, name, spans, held.get(cell, []), came.get(team.id, {}), months, over)
                    for cell, name in names.items() if (spans := follows[team.id].get(cell))
                ),
                dict(Counter(codes[one] for each in came.get(team.id, {}).values() for one in each)),
            )
            for team in teams if follows[team.id] or viewer.reaches(team.unit_id)
        ]  # fmt: skip


def _months(session: Session, team: Team, until: date) -> int:
    return min(settings.value_for_unit(session, RULE, team.unit_id, until), LONGEST)


def _of_cell(
    cell: int, name: str, spans: list[_Span], held: list[tuple[int, date]], came: dict[int, set[int]],
    months: int, over: date,
) -> CellVisits:  # fmt: skip
    """Visits owed and attended, of the meetings that a cell held while the team followed it; visits are owed for spans
    of months that ended before a day.
    """
    owed: set[int] = set()
    met: set[int] = set()
    made = 0
    for meeting_id, day in held:
        if not any(span.first <= day <= span.last for span in spans):
            continue
        attended = meeting_id in came
        made += attended
        period = period_of(month_of(day), months)
        if _ends(period, months) < over:
            owed.add(period)
            if attended:
                met.add(period)
    return CellVisits(cell, name, len(owed), len(met), made)


def _ends(period: int, months: int) -> date:
    """The last day of a span; the year's last span is cut off at its end."""
    return min(last_day(add_months(period, months - 1)), date(period // 100, 12, 31))


def _held(session: Session, since: date, until: date) -> dict[int, list[tuple[int, date]]]:
    """The own meetings that each cell held, with their days."""
    query = select(Meeting.unit_id, Meeting.id, Meeting.held_on).where(
        Meeting.state == MeetingState.HELD,
        Meeting.audience == MeetingAudience.OWN,
        Meeting.held_on.between(since, until),
    )
    found: dict[int, list[tuple[int, date]]] = {}
    for unit_id, meeting_id, day in session.exec(query):
        found.setdefault(unit_id, []).append((meeting_id, day))
    return found


def _visitors(session: Session, meetings: Set[int]) -> dict[int, dict[int, set[int]]]:
    """The officials of each team who came to each of these meetings."""
    query = select(TeamOfficial.team_id, TeamVisit.meeting_id, TeamVisit.official_id).join(
        TeamOfficial, TeamOfficial.id == TeamVisit.official_id
    )
    found: dict[int, dict[int, set[int]]] = {}
    for team_id, meeting_id, official_id in session.exec(query):
        if meeting_id in meetings:
            found.setdefault(team_id, {}).setdefault(meeting_id, set()).add(official_id)
    return found


def _follow_spans(
    session: Session, viewer: Viewer, teams: Iterable[Team], year: _Span
) -> dict[int, dict[int, list[_Span]]]:
    """When each team followed which cell within a year, directly or with all cells of its commune."""
    alive = {team.id: _Span(team.valid_from or date.min, team.valid_to or date.max) for team in teams}
    found: dict[int, dict[int, list[_Span]]] = {team_id: {} for team_id in alive}
    stays: dict[int | None, list[unit_history.CellStay]] = defaultdict(list)
    for stay in unit_history.cell_stays(session, viewer, None):
        stays[stay.unit_id].append(stay)
        stays[stay.area_id].append(stay)
    for row in session.exec(select(TeamUnit).where(begun_on(TeamUnit, year.last), not_ended_on(TeamUnit, year.first))):
        for stay in stays[row.followed_id] if row.team_id in found else ():
            spans = (
                year, alive[row.team_id], _Span(row.valid_from or date.min, row.valid_to or date.max),
                _Span(stay.first or date.min, stay.last or date.max),
            )  # fmt: skip
            both = _Span(max(span.first for span in spans), min(span.last for span in spans))
            if both.first <= both.last:
                found[row.team_id].setdefault(stay.unit_id, []).append(both)
    return found
