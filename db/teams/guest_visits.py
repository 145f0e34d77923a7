"""Visits of officials: guests of a meeting who came for a team that follows the cell."""

from sqlmodel import Session, select

from db.errors import NotAllowed
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.kernel.session_context import context_of
from db.models import Guest, Meeting, MeetingState, TeamVisit, Unit
from db.models.units import CELLS
from db.teams import officials
from db.teams.officials import Follower
from db.vietnamese import fold

EARLIER = 24  # meetings of a cell that are checked again


def write_visits(session: Session, meeting: Meeting) -> int:
    """Set a meeting's visits to those of its guests from above who follow the cell that day;
    returns how many are new.
    """
    session.flush()
    standing = {
        row.official_id: row for row in session.exec(select(TeamVisit).where(TeamVisit.meeting_id == meeting.id))
    }
    wanted: set[int] = set()
    if meeting.state == MeetingState.HELD and meeting.held_on:
        known = officials.followers_in(session, meeting.unit_id, meeting.held_on)
        guests = session.exec(
            select(Guest.name, Guest.position).where(Guest.meeting_id == meeting.id, Guest.from_above.is_(True))
        )
        if known:
            wanted = {official_id for guest in guests for official_id in match_officials(known, *guest)}
    for official_id in standing.keys() - wanted:
        session.delete(standing[official_id])
    where = {"meeting_id": meeting.id, "unit_id": meeting.unit_id, "period": meeting.period}
    for official_id in sorted(wanted - standing.keys()):
        session.add(TeamVisit(**where, official_id=official_id))
    return len(wanted - standing.keys())


def match_officials(known: list[Follower], name: str, title: str | None) -> list[int]:
    """Return the officials that a guest may be, one for each team; empty if two people may be meant."""
    named = [one for one in known if fold(one.name) == fold(name)]
    exact = [one for one in named if fold(one.title) == fold(title)]
    if exact:
        return [one.id for one in exact]
    if len({fold(one.title) for one in named}) != 1:
        return []
    told, kept = fold(title), fold(named[0].title)
    return [one.id for one in named] if told in kept or kept in told else []


def link_earlier(viewer: Viewer, unit_id: int, token: str | None = None) -> int:
    """Match guests of a cell's latest meetings that were typed before; returns how many were found.

    Raises NotAllowed for a cell that is not the viewer's.
    """
    with writing(viewer, "link_visits", token=token) as session:
        seer: Viewer = context_of(session).viewer
        if not (seer.writes(Work.MEETINGS) and seer.reaches(unit_id)):
            raise NotAllowed()
        if session.exec(select(Unit.kind).where(Unit.id == unit_id)).first() not in CELLS:
            raise NotAllowed()
        latest = select(Meeting).where(Meeting.unit_id == unit_id, Meeting.state == MeetingState.HELD)
        rows = session.exec(latest.order_by(Meeting.held_on.desc()).limit(EARLIER)).all()
        return sum(write_visits(session, meeting) for meeting in rows)
