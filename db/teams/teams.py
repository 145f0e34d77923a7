"""Teams of a district or commune: set up, changed, ended; their officials, and the units that they follow."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import not_ended_on, valid_on
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.kernel.unit_tree import units_in_reach
from db.models import Team, TeamOfficial, TeamUnit, Unit, UnitKind
from db.models.units import CELLS
from db.settings import settings
from db.units.units import names_on, units_existing_on
from db.vietnamese import fold, person_sort_key

NAME = 120  # characters


@dataclass(frozen=True)
class TeamInput:
    """A team as typed; `kind` is a key of the setting "team_kinds"."""

    name: str
    kind: str | None = None
    since: date | None = None
    until: date | None = None


class OfficialLine(NamedTuple):
    """Somebody in a team."""

    code: str
    name: str
    title: str | None
    phone: str | None
    leads: bool
    since: date | None
    until: date | None


class TeamLine(NamedTuple):
    """A team with its current officials and the units that it currently follows."""

    code: str
    unit_id: int
    unit: str
    name: str
    kind: str
    since: date | None
    until: date | None
    officials: tuple[OfficialLine, ...]
    followed: dict[int, str]

    @property
    def leader(self) -> str | None:
        """The name of its leader."""
        return next((official.name for official in self.officials if official.leads), None)


def list_current(viewer: Viewer) -> list[TeamLine]:
    """Visible teams that have not ended: those of the viewer's units and those that follow them, in order.

    Of others' teams only followed units in the viewer's reach are included.
    """
    today = clock.today()
    with reading(viewer) as session:
        rows = session.exec(select(Team).where(not_ended_on(Team, today)).order_by(Team.unit_id, Team.id)).all()
        officials: dict[int, list[TeamOfficial]] = {}
        for row in session.exec(select(TeamOfficial).where(not_ended_on(TeamOfficial, today))):
            officials.setdefault(row.team_id, []).append(row)
        followed: dict[int, list[int]] = {}
        for team_id, unit_id in session.exec(
            select(TeamUnit.team_id, TeamUnit.followed_id).where(valid_on(TeamUnit, today))
        ):
            followed.setdefault(team_id, []).append(unit_id)
        units = {unit_id for some in followed.values() for unit_id in some} | {row.unit_id for row in rows}
        names = names_on(session, units, today)
        own = [row for row in rows if viewer.reaches(row.unit_id) or row.id in followed]
        return [
            TeamLine(
                row.code, row.unit_id, names[row.unit_id], row.name, row.kind, row.valid_from, row.valid_to,
                tuple(sorted(map(_official, officials.get(row.id, ())), key=_by_rank)),
                {unit_id: name for unit_id, name in names.items() if unit_id in followed.get(row.id, ())},
            )
            for row in own
        ]  # fmt: skip


def create(viewer: Viewer, typed: TeamInput, token: str | None = None) -> str:
    """Set up a team of the viewer's own unit; returns its public code.

    Raises Invalid for a missing name or kind, a taken name and impossible days.
    """
    with writing(viewer, "found_team", token=token) as session:
        return add(session, typed).code


def correct(viewer: Viewer, code: str, typed: TeamInput, token: str | None = None) -> None:
    """Correct a team. Raises as `create` does; NotAllowed for another unit's team."""
    with writing(viewer, "correct_team", token=token) as session:
        row = require_own_team(session, code)
        row.sqlmodel_update(_columns(session, row.unit_id, typed, row.id))


def set_followed_units(
    viewer: Viewer, code: str, unit_codes: Collection[str], since: date | None, token: str | None = None
) -> None:
    """Let a team follow exactly these units from a day on, ending others the day before.

    Raises Invalid without a day, and for a unit that is neither a cell nor a commune of its own tree.
    """
    with writing(viewer, "follow_units", token=token) as session:
        team = require_own_team(session, code)
        if since is None:
            raise Invalid("day_missing")
        validation.event_day(since)
        wanted = set(session.exec(select(Unit.id).where(Unit.code.in_(list(unit_codes)))))
        if wanted - set(_offered(session, team.unit_id)):
            raise Invalid("unit_not_followed")
        standing = session.exec(select(TeamUnit).where(TeamUnit.team_id == team.id, not_ended_on(TeamUnit, since)))
        there = {row.followed_id: row for row in standing}
        for unit_id in there.keys() - wanted:
            _end(session, there[unit_id], since)
        for unit_id in sorted(wanted - there.keys()):
            session.add(TeamUnit(team_id=team.id, unit_id=team.unit_id, followed_id=unit_id, valid_from=since))


def offered_units(viewer: Viewer, code: str) -> dict[str, str]:
    """Communes and cells that a team may follow: names by public code."""
    with reading(viewer) as session:
        team = row_access.require_by_code(session, Team, code)
        offered = _offered(session, team.unit_id)
        names = names_on(session, offered, clock.today(), with_area=True)
        codes = dict(session.exec(select(Unit.id, Unit.code).where(Unit.id.in_(offered))).all())
    return {codes[unit_id]: name for unit_id, name in names.items()}


def followed_codes(viewer: Viewer, code: str) -> list[str]:
    """Public codes of the units that a team follows today."""
    with reading(viewer) as session:
        team = row_access.require_by_code(session, Team, code)
        query = select(Unit.code).join(TeamUnit, TeamUnit.followed_id == Unit.id)
        return list(session.exec(query.where(TeamUnit.team_id == team.id, valid_on(TeamUnit, clock.today()))))


def require_own_team(session: Session, code: str) -> Team:
    """A team of one's own unit. Raises NotAllowed for any other."""
    row = row_access.require_by_code(session, Team, code)
    viewer: Viewer = context_of(session).viewer
    if not (viewer.writes(Work.TEAMS) and viewer.unit_id == row.unit_id):
        raise NotAllowed()
    return row


def add(session: Session, typed: TeamInput) -> Team:
    """Like `create`, within the caller's action."""
    viewer: Viewer = context_of(session).viewer
    if not viewer.writes(Work.TEAMS) or viewer.unit_id is None:
        raise NotAllowed()
    row = Team(unit_id=viewer.unit_id, **_columns(session, viewer.unit_id, typed))
    session.add(row)
    session.flush()
    return row


def _columns(session: Session, unit_id: int, typed: TeamInput, team_id: int | None = None) -> dict:
    name = validation.optional_text(typed.name, NAME)
    if not name:
        raise Invalid("team_name_missing")
    if not typed.kind:
        raise Invalid("team_kind_missing")
    validation.check_span(typed.since, typed.until)
    others = session.exec(
        select(Team.id, Team.name).where(Team.unit_id == unit_id, not_ended_on(Team, clock.today()))
    ).all()
    if any(fold(other.name) == fold(name) for other in others if other.id != team_id):
        raise Invalid("team_there_already", name=name)
    kind = settings.option_key(session, "team_kinds", typed.kind, unit_id)
    return {"name": name, "kind": kind, "valid_from": typed.since, "valid_to": typed.until}


def _offered(session: Session, unit_id: int) -> list[int]:
    """The units below one that a team may follow: communes, with all their cells, and cells."""
    below = units_in_reach(session, unit_id) - {unit_id}
    standing = units_existing_on(session, clock.today())
    return [one for one, unit in standing.items() if one in below and unit.kind in (UnitKind.AREA, *CELLS)]


def _end(session: Session, row: TeamUnit, since: date) -> None:
    if row.valid_from and row.valid_from >= since:
        session.delete(row)
    else:
        row.valid_to = since - timedelta(days=1)


def _official(row: TeamOfficial) -> OfficialLine:
    return OfficialLine(row.code, row.person, row.title, row.phone, row.leads, row.valid_from, row.valid_to)


def _by_rank(official: OfficialLine) -> tuple[bool, str]:
    return not official.leads, person_sort_key(official.name)
