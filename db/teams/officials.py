"""Officials of teams: entered from a pasted list, corrected, ended, erased; and who follows a cell."""

import re
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, select

from db import config
from db.calendar import clock
from db.calendar.validity import not_ended_on, valid_on
from db.errors import Invalid
from db.kernel import bulk, row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.maintenance import raw_connection
from db.models import Batch, Change, Team, TeamOfficial, TeamUnit, UnitVersion
from db.teams import checker_erasure, teams
from db.teams.checker_erasure import ERASED
from db.teams.teams import TeamInput
from db.vietnamese import TITLE, clean, fold

MOST = 1000  # people per list
APART = re.compile(r"\s+[–—-]\s+|\t|;")  # separates the parts of a line
LEADS = ("to truong", "truong doan", "team leader")


class OfficialInput(NamedTuple):
    """An official as typed; `team` is its name, if the line gives it."""

    name: str
    title: str = ""
    phone: str = ""
    team: str = ""
    leads: bool = False


class Follower(NamedTuple):
    """An official who follows a cell, with the name of the team."""

    id: int
    name: str
    title: str | None
    phone: str | None
    leads: bool
    team: str


def parse_lines(text: str) -> list[OfficialInput]:
    """People of a pasted list, one per line: name – title – team; a number is a telephone, "tổ trưởng" marks the
    leader.

    Leading numbers and forms of address are dropped; empty lines are ignored.
    """
    return [found for line in text.splitlines() if (found := _parse(line)).name]


def add(
    viewer: Viewer, people: list[OfficialInput], team: str | None, kind: str | None = None,
    since: date | None = None, token: str | None = None,
) -> tuple[int, int]:  # fmt: skip
    """Add people to teams: to the one named in their line, else to the one with this code.

    Missing teams are created with the given kind. Returns how many were added, and how many were there before. Raises
    Invalid for an empty or too long list, an impossible name, and a line without a team if none is given.
    """
    if not people:
        raise Invalid("officials_missing")
    if len(people) > MOST:
        raise Invalid("officials_many", limit=MOST)
    with writing(viewer, "add_officials", token=token) as session:
        validation.event_day(since)
        chosen = teams.require_own_team(session, team) if team else None
        known = {
            fold(row.name): row
            for row in session.exec(
                select(Team).where(Team.unit_id == viewer.unit_id, not_ended_on(Team, clock.today()))
            )
        }
        there, entered = _standing(session), 0
        for typed in people:
            row = _team_of(session, typed, chosen, known, TeamInput(typed.team, kind, since))
            columns = _columns(typed)
            who = (row.id, fold(columns["person"]), fold(columns["title"]))
            if who in there:
                continue
            there.add(who)
            entered += 1
            session.add(TeamOfficial(team_id=row.id, unit_id=row.unit_id, valid_from=since, **columns))
        return entered, len(people) - entered


def correct(viewer: Viewer, code: str, typed: OfficialInput, token: str | None = None) -> None:
    """Correct an official, and whether the official leads the team. Raises Invalid for impossible values."""
    with writing(viewer, "correct_official", token=token) as session:
        row = _require(session, code)
        row.sqlmodel_update(_columns(typed))


def end_official(viewer: Viewer, code: str, day: date | None, token: str | None = None) -> None:
    """End somebody's time in a team after its last day."""
    with writing(viewer, "leave_team", token=token) as session:
        row = _require(session, code)
        row.valid_to = validation.end_day(day, row.valid_from, row.valid_to)


def erase(viewer: Viewer, code: str, token: str | None = None) -> None:
    """Erase name, title and phone for good, also in the history, and the name from the checks of books that the
    official noted, unless another official has the same name; the meetings attended remain counted.
    """
    with writing(viewer, "erase_official", token=token) as session:
        row = _require(session, code)
        row_id, person, unit_id = row.id, row.person, row.unit_id
        with row_access.as_system(session), bulk.without_history(session):
            copies = session.exec(
                select(Change.id, Change.batch_id).where(
                    Change.table_name == TeamOfficial.__tablename__, Change.row_id == row_id
                )
            ).all()
            bulk.delete(session, Change, [change_id for change_id, _ in copies])
            bulk.update(
                session, Batch, [{"id": batch_id, "erased": True} for batch_id in sorted({each for _, each in copies})]
            )
            blank = {"id": row_id, "person": ERASED, "title": None, "phone": None}
            bulk.update(session, TeamOfficial, [blank])
            if not _stands_elsewhere(session, person):
                checker_erasure.erase_in(session, person, unit_id)
    raw_connection.purge(config.database_url())


def followers(viewer: Viewer, unit_id: int, day: date | None = None) -> list[Follower]:
    """Who follows a cell on a day (default: today), directly or with all cells of its commune:
    by team, leaders first.
    """
    with reading(viewer) as session:
        return followers_in(session, unit_id, day or clock.today())


def followers_in(session: Session, unit_id: int, day: date) -> list[Follower]:
    """Like `followers`, within the caller's session."""
    columns = (
        TeamOfficial.id, TeamOfficial.person, TeamOfficial.title, TeamOfficial.phone, TeamOfficial.leads, Team.name,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Team, Team.id == TeamOfficial.team_id)
        .where(
            valid_on(TeamOfficial, day),
            valid_on(Team, day),
            TeamOfficial.person != ERASED,
            Team.id.in_(select(TeamUnit.team_id).where(valid_on(TeamUnit, day), follows_condition(unit_id, day))),
        )
        .order_by(Team.unit_id.desc(), Team.id, TeamOfficial.leads.desc(), TeamOfficial.id)
    )
    return [Follower(*row) for row in session.exec(query)]


def follows_condition(unit_id: int, day: date) -> ColumnElement[bool]:
    """The condition that a row makes a team follow a cell, or the commune around it, on a day."""
    above = select(UnitVersion.parent_id).where(
        UnitVersion.unit_id == unit_id, valid_on(UnitVersion, day), UnitVersion.parent_id.is_not(None)
    )
    return or_(TeamUnit.followed_id == unit_id, TeamUnit.followed_id.in_(above))


def _parse(line: str) -> OfficialInput:
    parts = [clean(part) for part in APART.split(re.sub(r"^\s*\d{1,3}\s*[.):]?\s+", "", line))]
    found: dict[str, Any] = {}
    for part in filter(None, parts):
        if sum(char.isdigit() for char in part) >= 8 and set(part) <= set("0123456789+ .()"):
            found["phone"] = part
        elif fold(part) in LEADS:
            found["leads"] = True
        elif "name" not in found:
            found["name"] = TITLE.sub("", part)
        elif "title" not in found:
            found["title"] = part
        else:
            found.setdefault("team", part)
    return OfficialInput(**{"name": "", **found})


def _team_of(
    session: Session, typed: OfficialInput, chosen: Team | None, known: dict[str, Team], new: TeamInput
) -> Team:
    if not typed.team:
        if chosen is None:
            raise Invalid("official_without_team", name=typed.name)
        return chosen
    named = fold(typed.team)
    if named not in known:
        known[named] = teams.add(session, new)
    return known[named]


def _standing(session: Session) -> set[tuple[int, str, str]]:
    rows = session.exec(
        select(TeamOfficial.team_id, TeamOfficial.person, TeamOfficial.title).where(
            not_ended_on(TeamOfficial, clock.today())
        )
    )
    return {(row.team_id, fold(row.person), fold(row.title)) for row in rows}


def _columns(typed: OfficialInput) -> dict[str, Any]:
    return {
        "person": validation.person_name(typed.name),
        "title": validation.optional_text(typed.title, 200),
        "phone": validation.phone(typed.phone),
        "leads": typed.leads,
    }


def _stands_elsewhere(session: Session, person: str) -> bool:
    return any(fold(name) == fold(person) for name in session.exec(select(TeamOfficial.person)))


def _require(session: Session, code: str) -> TeamOfficial:
    row = row_access.require_by_code(session, TeamOfficial, code)
    team = session.get_one(Team, row.team_id)
    teams.require_own_team(session, team.code)
    return row
