"""Bringing a list in: planned and made ready beside the register, and written as one batch if what the plan rests on still stands."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db import deeds
from db.ahead import COMPARING, PREPARING, WRITING, Ahead, Tell, carry_out, silent, telling
from db.faults import NotAllowed
from db.imports import answers as answering, entries, planning
from db.imports.outcomes import Effect, Plan
from db.imports.rows import Row
from db.meetings import guests
from db.models import Change, Erasure, Guest, Meeting, MeetingState, Member, Membership, Role, Setting, Unit, UnitSuccession, UnitVersion
from db.names import fold
from db.people import questions
from db.scope import Viewer, Work
from db.session import reading

RESTED = [table.__tablename__ for table in (Unit, UnitVersion, UnitSuccession, Setting, Member, Membership)]  # what a plan rests on


class Done(NamedTuple):
    """What came of it: rows by their effect, memberships ended because the list does not have them, and the batch, if anything changed."""

    counts: dict[str, int]
    ended: int
    batch_id: int | None


class _Ready(NamedTuple):
    """A plan with all that it writes, and the last change and erasure before it."""

    seen: tuple[int, int]
    plan: Plan
    ahead: Ahead
    joins: list[entries.Joined]


def preview(viewer: Viewer, code: str, rows: list[Row], whole: bool = True, beside: Collection[str] = ()) -> Plan:
    """What bringing a staged list in would do, with the answers given so far. Writes nothing.

    Of a list that is not `whole` nobody is missing, nor is anybody whose name stands `beside` its rows.
    """
    with reading(viewer) as session:
        return planning.plan(session, rows, answering.read(session, viewer, code), whole=whole, beside=beside)


def bring_in(
    viewer: Viewer,
    code: str,
    rows: list[Row],
    token: str,
    tell: Tell = silent,
    whole: bool = True,
    columns: dict[str, str] | None = None,
    beside: Collection[str] = (),
) -> Done:
    """Bring a staged list in, as far as it is answered; `columns` are headings said by hand, for the next list; `beside` as for a preview.

    A used token changes nothing again. Raises NotAllowed outside the viewer's scope.
    """
    if not (viewer.writes(Work.PEOPLE) and viewer.writes(Work.INTRODUCTIONS)):
        raise NotAllowed()

    def stands(session: Session, ready: _Ready) -> bool:
        return _seen(session, ready.seen) and answering.read(session, viewer, code) == ready.plan.answers

    def write(session: Session, ready: _Ready) -> Done:
        session.info["batch"] |= {"token": token, "on_behalf_of": _on_behalf(viewer, ready)}  # the token stands only where something changes
        _write(session, ready)
        session.flush()
        counts = {effect.value: ready.plan.counts[effect] for effect in Effect}
        return Done(counts, sum(one.ends for one in ready.plan.missing), session.info["batch_id"])

    return carry_out(viewer, "import", lambda session: _made(session, viewer, code, rows, tell, whole, columns, beside), stands, write)


def _made(
    session: Session, viewer: Viewer, code: str, rows: list[Row], tell: Tell, whole: bool, columns: dict[str, str] | None, beside: Collection[str]
) -> _Ready:
    """The plan and all that it writes."""
    tell = telling(session, tell)
    with deeds.by_register(session):
        seen = session.exec(select(func.max(Change.id))).one() or 0, session.exec(select(func.max(Erasure.id))).one() or 0
    tell(COMPARING, 0)
    plan = planning.plan(session, rows, answering.read(session, viewer, code), lambda part: tell(COMPARING, part), whole, beside)
    tell(PREPARING, 0)
    made = Ahead(session)
    joins = entries.put(made, plan, columns)
    tell(WRITING, 0)
    return _Ready(seen, plan, made, joins)


def _seen(session: Session, seen: tuple[int, int]) -> bool:
    """Whether nothing that a plan rests on was changed or erased since."""
    with deeds.by_register(session):
        changed = session.exec(select(Change.id).where(Change.id > seen[0], Change.table_name.in_(RESTED)).limit(1)).first()
        return changed is None and session.exec(select(Erasure.id).where(Erasure.id > seen[1]).limit(1)).first() is None


def _on_behalf(viewer: Viewer, ready: _Ready) -> int | None:
    """The cell that a commune does it for, where it is one; of several each finds its own rows in the history."""
    cells = {unit_id for _, _, unit_id in ready.joins} | {unit_id for _, unit_id in _ended(ready.plan)}
    return cells.pop() if viewer.role == Role.COMMUNE and len(cells) == 1 else None


def _write(session: Session, ready: _Ready) -> None:
    """Write it, with questions on meetings that were saved for days since: they stay as they are."""
    met = _met_since(session, ready.plan.answers.day)
    pairs = {(outcome.member_id, unit_id) for outcome, _, unit_id in ready.joins} | _ended(ready.plan)
    people = {unit: {member_id for member_id, unit_id in pairs if unit_id == unit and member_id > 0} for unit in {unit_id for _, unit_id in pairs} & met}
    with questions.asking_about(session, people):
        ids = ready.ahead.write(session)
        for member_id, unit_id in pairs:
            if unit_id in people:
                people[unit_id].add(ids.get(member_id, member_id))
    _place_guests(session, {(fold(outcome.row.name), unit_id): ids.get(outcome.member_id, outcome.member_id) for outcome, _, unit_id in ready.joins})


def _place_guests(session: Session, joined: dict[tuple[str, int], int]) -> None:
    """Guests of meetings who stand on the list by now are asked about no longer."""
    with deeds.by_register(session):
        query = select(Guest.name, Guest.unit_id).where(Guest.member_id.is_(None), Guest.settled.is_(False), Guest.from_above.is_(False))
        found = {(fold(name), unit_id) for name, unit_id in session.exec(query)} & joined.keys()
        for key in sorted(found):
            guests.placed(session, session.get_one(Member, joined[key]), key[1])


def _ended(plan: Plan) -> set[tuple[int, int]]:
    """Whose stay ends, and where."""
    moved = {(outcome.member_id, stay.unit_id) for outcome in plan.outcomes if outcome.effect == Effect.CHANGED for stay in outcome.ends}
    return moved | {(one.member_id, one.stay.unit_id) for one in plan.missing if one.ends}


def _met_since(session: Session, day: date) -> set[int]:
    with deeds.by_register(session):
        query = select(Meeting.unit_id).where(Meeting.state == MeetingState.HELD, Meeting.held_on >= day).group_by(Meeting.unit_id)
        return set(session.exec(query.having(func.count(Meeting.id) > 0)))
