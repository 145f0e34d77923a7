"""Difficulties that a cell reports to the level above, or that officials of a team report after a visit.

They are handled like requests of the people (`petitions`): answered by their holder by a day, or passed on. From the
first day they are with the level above: the cell's own with its commune, a team's with the unit that sent it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, select

from db.calendar.validity import valid_on
from db.drafts.drafts import DraftKey
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import unit_tree, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Petition, PetitionAsker, PetitionHolder, PetitionText, Team, TeamUnit
from db.petitions import denunciation_refusal, petition_checks as checks, petition_states
from db.petitions.petitions import TEXT
from db.settings import settings
from db.teams import officials, teams

TOPICS = "difficulty_topics"


@dataclass(frozen=True)
class DifficultyInput:
    """A difficulty as typed; meeting and team by public code, no team if the cell itself reports it."""

    text: str
    topic: str | None
    noted_on: date | None
    meeting: str | None = None
    team: str | None = None


def report(
    viewer: Viewer, unit_id: int, typed: DifficultyInput, token: str | None = None, draft: DraftKey | None = None
) -> str:
    """Report a difficulty of a cell upwards and drop the form's draft; returns its public code.

    Raises Invalid for a missing text, topic or impossible day, for a denunciation, if there is no level above, and for
    a team that does not follow the cell that day; NotAllowed outside the viewer's cells, and for others' teams.
    """
    with writing(viewer, "report_difficulty", token=token) as session:
        team = _team(session, unit_id, typed)
        said, columns = _text(typed.text), _columns(session, unit_id, typed)
        line = unit_tree.ancestors(session, unit_id)
        above = petition_states.next_holder(line, PetitionHolder.CELL)
        if above is None:
            raise Invalid("difficulty_nothing_above")
        petition = Petition(
            unit_id=unit_id,
            asker=PetitionAsker.TEAM if team else PetitionAsker.CELL,
            team_id=team.id if team else None,
            holder=petition_states.holder_of_unit(line, team.unit_id) if team else above[0],
            forwarded_on=columns["received_on"],
            on_behalf_of=None if team else viewer.commune_id,
            **columns,
        )
        session.add(petition)
        session.flush()
        session.add(PetitionText(petition_id=petition.id, unit_id=unit_id, text=said))
        checks.drop_draft(session, draft)
        return petition.code


def correct(
    viewer: Viewer, code: str, typed: DifficultyInput, token: str | None = None, draft: DraftKey | None = None
) -> None:
    """Correct a difficulty, except for its reporter. Raises as `report` does, and Conflict once
    somebody acted on it.
    """
    with writing(viewer, "correct_difficulty", token=token) as session:
        petition, said = _require_unmoved(session, code)
        for name, value in _columns(session, petition.unit_id, typed, petition.source).items():
            setattr(petition, name, value)
        petition.forwarded_on = petition.received_on
        if petition.due:
            checks.due_day(petition.due, petition.received_on)
        said.text = _text(typed.text)
        checks.drop_draft(session, draft)


def delete(viewer: Viewer, code: str, draft: DraftKey | None = None) -> None:
    """Delete an entry made by mistake, with its draft; the history keeps it. Raises Conflict
    once somebody acted on it.
    """
    with writing(viewer, "delete_difficulty") as session:
        checks.delete_with_text(session, *_require_unmoved(session, code))
        checks.drop_draft(session, draft)


def teams_after_visits(viewer: Viewer, unit_id: int, day: date) -> dict[str, str]:
    """The viewer's own teams that follow a cell on a day: names by code."""
    if not viewer.writes(Work.TEAMS):
        return {}
    with reading(viewer) as session:
        query = _following(unit_id, day).where(Team.unit_id == viewer.unit_id).order_by(Team.id)
        return {team.code: team.name for team in session.exec(query)}


def is_untouched(row: Any) -> bool:
    """Whether a difficulty is still where it was reported to, with nothing done about it."""
    return not (row.answered_on or row.closed_on or row.due) and row.forwarded_on == row.received_on


def _require_unmoved(session: Session, code: str) -> tuple[Petition, PetitionText]:
    """A difficulty that the viewer reported. Raises NotAllowed for others, Conflict once somebody acted on it."""
    petition, said = checks.require_petition(session, code)
    line = unit_tree.ancestors(session, petition.unit_id)
    if petition.asker == PetitionAsker.CELL:
        checks.require_cell(session, petition.unit_id)
        first = petition_states.next_holder(line, PetitionHolder.CELL)
        stays = first is not None and petition.holder == first[0]
    elif petition.asker == PetitionAsker.TEAM:
        team = session.get(Team, petition.team_id)
        if team is None:
            raise NotAllowed()
        stays = petition.holder == petition_states.holder_of_unit(
            line, teams.require_own_team(session, team.code).unit_id
        )
    else:
        raise NotAllowed()
    if not (stays and is_untouched(petition)) or said.body:
        raise Conflict("petition_moved_on")
    checks.require_seen(session, petition, said)
    return petition, said


def _team(session: Session, unit_id: int, typed: DifficultyInput) -> Team | None:
    """The reporting team; None if the cell itself reports, or its commune on its behalf."""
    if not typed.team:
        checks.require_cell(session, unit_id)
        return None
    team = teams.require_own_team(session, typed.team)
    if not context_of(session).viewer.reaches(unit_id):
        raise NotAllowed()
    day = validation.past_day(typed.noted_on)
    if team.id not in {row.id for row in session.exec(_following(unit_id, day))}:
        raise Invalid("difficulty_team_not_following", team=team.name)
    return team


def _following(unit_id: int, day: date):
    follow = select(TeamUnit.team_id).where(valid_on(TeamUnit, day), officials.follows_condition(unit_id, day))
    return select(Team).where(valid_on(Team, day), Team.id.in_(follow))


def _columns(session: Session, unit_id: int, typed: DifficultyInput, standing: str | None = None) -> dict:
    topic = settings.option_key(session, TOPICS, typed.topic, unit_id)
    if not topic:
        raise Invalid("difficulty_topic_missing")
    return {
        "source": topic,
        "received_on": validation.past_day(typed.noted_on),
        "meeting_id": checks.require_meeting_id(session, unit_id, typed.meeting),
    }


def _text(typed: str) -> str:
    said = validation.optional_text(typed, TEXT)
    if not said:
        raise Invalid("difficulty_text_missing")
    denunciation_refusal.refuse_denunciation(said)
    return said
