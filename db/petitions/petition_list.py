"""Readable requests of the people: a filtered list, and one with its steps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.errors import NotAllowed
from db.kernel import unit_tree
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import (
    Household,
    Meeting,
    Member,
    Petition,
    PetitionAsker,
    PetitionHolder,
    PetitionOrigin,
    PetitionText,
    Team,
    Unit,
)
from db.petitions import petition_states
from db.petitions.petition_states import PetitionState
from db.units.units import names_on

OVERDUE = "overdue"  # among the open ones: a filter of its own


@dataclass(frozen=True)
class PetitionFilter:
    """Which requests to list: by default all readable ones; by state (including `overdue`), way or cell; `askers` are
    the kinds of asker to include.
    """

    state: str | None = None
    source: str | None = None
    unit: str | None = None  # public code of a cell, or of a unit above it
    held: bool = False  # only those in the viewer's own hands
    age: str | None = None  # among the open ones: time since receipt
    askers: tuple[PetitionAsker, ...] = petition_states.PEOPLE


class PetitionLine(NamedTuple):
    """A request in a list, as of today."""

    id: int
    code: str
    unit_id: int
    cell: str
    asker: PetitionAsker
    team: str | None  # the team that reported it, if the viewer may know
    source: str
    text: str
    received_on: date
    due: date | None
    holder: PetitionHolder
    held_by: str
    held: bool  # held by the viewer's own unit
    forwarded_on: date | None
    body: str | None
    answered_on: date | None
    told_on: date | None
    closed_on: date | None
    state: PetitionState
    deadline: date
    overdue: bool


class Petitioner(NamedTuple):
    """The household behind a request, and the member who brought it, by code and name, as far as known."""

    household: tuple[str, str] | None
    member: tuple[str, str] | None


class PetitionDetail(NamedTuple):
    """A request in detail; `origin` is None for an anonymous one and for viewers who may not know."""

    line: PetitionLine
    answer: str | None
    closed_because: str | None
    on_behalf: bool
    meeting: Any  # code, type, period, held_on
    origin: Petitioner | None
    above: str  # the level to which it may be passed up; empty if there is none


def list_all(viewer: Viewer, wanted: PetitionFilter) -> list[PetitionLine]:
    """The readable requests: open ones first, longest waiting first, then the latest."""
    with reading(viewer) as session:
        rows = [row for row in session.exec(_READABLE) if row.asker in wanted.askers]
        if wanted.unit:
            rows = _below(session, rows, wanted.unit)
        lines = _lines(session, rows)
    kept = [line for line in lines if _fits(line, wanted)]
    return sorted(kept, key=_order)


def find(viewer: Viewer, code: str, askers: Collection[PetitionAsker] = tuple(PetitionAsker)) -> PetitionDetail:
    """Return one request of these askers. Raises NotAllowed if the viewer may not read it."""
    with reading(viewer) as session:
        row = session.exec(_READABLE.where(Petition.code == code)).first()
        if row is None or row.asker not in askers:
            raise NotAllowed()
        rest = session.exec(
            select(PetitionText.answer, PetitionText.closed_because).where(PetitionText.petition_id == row.id)
        ).one()
        above = petition_states.next_holder(unit_tree.ancestors(session, row.unit_id), row.holder)
        return PetitionDetail(
            _lines(session, [row])[0],
            *rest,
            row.on_behalf_of is not None,
            _meeting(session, row.meeting_id),
            _origin(session, viewer, row.id),
            names_on(session, [above[1]], clock.today())[above[1]] if above else "",
        )


def latest_meetings_of_cell(viewer: Viewer, unit_id: int) -> list[Any]:
    """The latest meetings of a cell in which a request may have come up: code, type, period, held_on."""
    columns = (Meeting.code, Meeting.type, Meeting.period, Meeting.held_on)
    query = select(*columns).where(Meeting.unit_id == unit_id, Meeting.held_on.is_not(None))
    with reading(viewer) as session:
        return list(session.exec(query.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(12)))


def _below(session: Session, rows: Sequence[Any], code: str) -> list[Any]:
    unit_id, parents = session.exec(select(Unit.id).where(Unit.code == code)).first(), unit_tree.parent_ids(session)
    return [row for row in rows if unit_id in unit_tree.ancestors_in(parents, row.unit_id)]


def _fits(line: PetitionLine, wanted: PetitionFilter) -> bool:
    state = wanted.state is None or (line.overdue if wanted.state == OVERDUE else line.state == wanted.state)
    if wanted.age:
        today = clock.today()
        state &= line.state == PetitionState.OPEN and line.received_on <= today
        state &= petition_states.age_of(line.received_on, today) == wanted.age
    return state and wanted.source in (None, line.source) and (line.held or not wanted.held)


def _order(line: PetitionLine) -> tuple:
    waiting = line.state in (PetitionState.OPEN, PetitionState.ANSWERED)
    return (0, line.deadline.toordinal(), line.id) if waiting else (1, -line.received_on.toordinal(), -line.id)


def _lines(session: Session, rows: Sequence[Any]) -> list[PetitionLine]:
    """Rows with their current holder and whether they are overdue."""
    today, parents = clock.today(), unit_tree.parent_ids(session)
    own = petition_states.holders_of(session, context_of(session).viewer)
    days = petition_states.days_by_unit(session, (row.unit_id for row in rows), today)
    holding = {
        row.id: petition_states.holding_unit(unit_tree.ancestors_in(parents, row.unit_id), row.holder) for row in rows
    }
    names = names_on(session, {*holding.values(), *(row.unit_id for row in rows)}, today)
    teams = _team_names(session, {row.team_id for row in rows if row.team_id})
    found = []
    for row in rows:
        state, until = petition_states.state_on(row, today), petition_states.deadline(row, days[row.unit_id])
        waiting = state == PetitionState.OPEN
        found.append(
            PetitionLine(
                row.id,
                row.code,
                row.unit_id,
                names[row.unit_id],
                row.asker,
                teams.get(row.team_id),
                row.source,
                row.text,
                row.received_on,
                row.due,
                row.holder,
                names[holding[row.id]],
                row.holder in own,
                row.forwarded_on,
                row.body,
                row.answered_on,
                row.told_on,
                row.closed_on,
                state,
                until,
                waiting and until < today,
            )
        )
    return found


def _team_names(session: Session, team_ids: set[int]) -> dict[int, str]:
    if not team_ids:
        return {}
    return dict(session.exec(select(Team.id, Team.name).where(Team.id.in_(team_ids))).all())


def _meeting(session: Session, meeting_id: int | None) -> Any:
    columns = (Meeting.code, Meeting.type, Meeting.period, Meeting.held_on)
    return session.exec(select(*columns).where(Meeting.id == meeting_id)).first() if meeting_id else None


def _origin(session: Session, viewer: Viewer, petition_id: int) -> Petitioner | None:
    if not viewer.reads(Audience.NAMES):
        return None
    query = select(PetitionOrigin.household_id, PetitionOrigin.member_id)
    row = session.exec(query.where(PetitionOrigin.petition_id == petition_id)).first()
    if row is None or not (row.household_id or row.member_id):
        return None
    return Petitioner(_named(session, Household, row.household_id), _named(session, Member, row.member_id))


def _named(session: Session, table: Any, row_id: int | None) -> tuple[str, str] | None:
    found = session.exec(select(table.code, table.name).where(table.id == row_id)).first() if row_id else None
    return tuple(found) if found else None


_READABLE = prepared_statement(
    select(
        Petition.id,
        Petition.code,
        Petition.unit_id,
        Petition.asker,
        Petition.team_id,
        Petition.source,
        Petition.meeting_id,
        Petition.received_on,
        Petition.due,
        Petition.holder,
        Petition.forwarded_on,
        Petition.answered_on,
        Petition.told_on,
        Petition.closed_on,
        Petition.on_behalf_of,
        PetitionText.text,
        PetitionText.body,
    )
    .join(PetitionText, PetitionText.petition_id == Petition.id)
    .order_by(Petition.received_on, Petition.id)
)
