"""Memberships: who joined a cell under which number, and who left it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, func, select

from db.calendar import partial_dates
from db.calendar.validity import lasts_beyond
from db.errors import Invalid
from db.kernel import row_access, unit_tree, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.meetings import roster_questions, unplaced_guests
from db.models import (
    Exemption,
    GroupMember,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    MembershipKind,
    Office,
)
from db.people import membership_consistency
from db.settings import settings


@dataclass(frozen=True)
class MembershipInput:
    """A stay in a cell as typed. `number` None requests the next one; open ends are unknown or not yet reached."""

    kind: MembershipKind = MembershipKind.OWN
    since: date | None = None
    until: date | None = None
    arrival: str | None = None
    arrival_paper: str | None = None
    departure: str | None = None
    departure_paper: str | None = None
    number: int | None = None


def rejoin(viewer: Viewer, code: str, unit_id: int, stay: MembershipInput, token: str | None = None) -> None:
    """Add somebody already in the register to a cell: returning, from another cell, or with
    another kind of membership.
    """
    with writing(viewer, "rejoin", token=token) as session:
        add_in(session, row_access.require_member(session, code), unit_id, stay)


def add_in(session: Session, member: Member, unit_id: int, stay: MembershipInput) -> None:
    """Add a membership within the caller's action.

    Raises Invalid for impossible days, a number in use, or a membership of this kind at the time.
    """
    row_access.require_cell_work(session, unit_id)
    membership = Membership(
        member_id=member.id,
        unit_id=unit_id,
        roster_number=_fit(stay.number) or next_number_in(session, unit_id, stay.kind),
    )
    with roster_questions.ask_on_change(session, member.id, unit_id):
        _fill(session, membership, stay, member.born)
        session.add(membership)
        membership_consistency.require_consistency(session, {(member.id, unit_id)})
    if membership.kind == MembershipKind.CONTACT and membership.valid_to is None:
        note_unknown_introduction(session, membership)
    unplaced_guests.settle_by_name(session, member, unit_id)


def note_unknown_introduction(session: Session, stay: Membership) -> Introduction:
    """Note that somebody keeps contact in a cell without known introduction, within the caller's action.

    Cells write no introductions except for this fact.
    """
    with row_access.as_system(session):
        session.flush()
        _cell, *above = unit_tree.ancestors(session, stay.unit_id)
        row = Introduction(
            member_id=stay.member_id,
            commune_id=above[0],
            state=IntroductionState.UNKNOWN,
            membership_id=stay.id,
        )
        session.add(row)
        session.flush()
    return row


def end_membership(
    viewer: Viewer, membership_id: int, day: date | None, reason: str | None = None, paper: str | None = None
) -> None:
    """Record that a member leaves a cell after the last day there.

    Roles, posts and exemptions in it end as well; households remain assigned. Raises Invalid for an impossible day, and
    if the member left before.
    """
    with writing(viewer, "leave") as session:
        membership = row_access.require_row(session, Membership, membership_id)
        row_access.require_cell_work(session, membership.unit_id)
        if day is None:
            raise Invalid("day_missing")
        if membership.valid_to:
            raise Invalid("left_already", day=membership.valid_to)
        if membership.valid_from and day < membership.valid_from:
            raise Invalid("day_before_arrival", day=membership.valid_from)
        validation.event_day(day)
        end_in(session, [membership], day, reason, paper)
        end_introductions(session, [membership_id], day, membership.departure)


def end_in(
    session: Session, stays: Sequence[Membership], day: date, reason: str | None = None, paper: str | None = None
) -> None:
    """End stays within the caller's action, none before its first day, with their dependent rows."""
    people = defaultdict(set)
    for stay in stays:
        people[stay.unit_id].add(stay.member_id)
    with roster_questions.ask_on_changes(session, people):
        for stay in stays:
            stay.valid_to = max(day, stay.valid_from or day)
            stay.departure = settings.option_key(session, "departures", reason, stay.unit_id)
            stay.departure_paper = validation.optional_text(paper, 200)
            _end_with(session, stay, stay.valid_to)


def end_introductions(session: Session, membership_ids: Sequence[int], day: date, reason: str | None) -> None:
    """End the introductions that led to these stays."""
    with row_access.as_system(session):
        for row in session.exec(select(Introduction).where(Introduction.membership_id.in_(membership_ids))):
            row.state, row.ended_on, row.end_reason, row.objection = IntroductionState.ENDED, day, reason, None


def correct(viewer: Viewer, membership_id: int, stay: MembershipInput) -> None:
    """Correct a stay in a cell; dependent rows end with it.

    The number stays: `renumber` changes it.
    """
    with writing(viewer, "correct_membership") as session:
        membership = row_access.require_row(session, Membership, membership_id)
        row_access.require_cell_work(session, membership.unit_id)
        with roster_questions.ask_on_change(session, membership.member_id, membership.unit_id):
            _fill(session, membership, stay, row_access.require_row(session, Member, membership.member_id).born)
            if stay.until:
                _end_with(session, membership, stay.until)
            membership_consistency.require_consistency(session, {(membership.member_id, membership.unit_id)})


def renumber(viewer: Viewer, unit_id: int, numbers: Mapping[int, int | None]) -> None:
    """Give memberships of a cell other numbers, all at once.

    Raises Invalid for a number that somebody on the same sheet has.
    """
    people = set()
    with writing(viewer, "renumber") as session:
        row_access.require_cell_work(session, unit_id)
        for membership_id, number in numbers.items():
            membership = row_access.require_row(session, Membership, membership_id)
            row_access.require_cell_work(session, membership.unit_id)
            membership.roster_number = _fit(number)
            people.add((membership.member_id, membership.unit_id))
        membership_consistency.require_consistency(session, people)


def next_number(viewer: Viewer, unit_id: int, kind: MembershipKind) -> int:
    """Return the number for the next newcomer on the sheet of this kind: one more than the highest ever given."""
    with reading(viewer) as session:
        return next_number_in(session, unit_id, kind)


def next_number_in(session: Session, unit_id: int, kind: MembershipKind) -> int:
    """Like `next_number`, within the caller's session."""
    query = select(func.max(Membership.roster_number)).where(
        Membership.unit_id == unit_id, Membership.kind.in_(membership_consistency.kinds_on_sheet_of(kind))
    )
    return (session.exec(query).one() or 0) + 1


def rows_lasting_beyond(
    session: Session, pairs: membership_consistency.MemberCellPairs, day: date
) -> Iterator[tuple[type, Any]]:
    """Group roles, posts and exemptions of these people in these cells that last beyond a day, each with its table."""
    for table in (GroupMember, Office, Exemption):
        query = select(table).where(table.unit_id.in_({unit_id for _, unit_id in pairs}), lasts_beyond(table, day))
        yield from (
            (table, row)
            for row in session.exec(query.order_by(table.id)).all()
            if (row.member_id, row.unit_id) in pairs
        )


def _fit(number: int | None) -> int | None:
    """Return the number if the sheet can hold it, or None for none. Raises Invalid for any other."""
    if number is not None and not 1 <= number <= 9999:
        raise Invalid("number_unfit")
    return number


def _fill(session: Session, membership: Membership, stay: MembershipInput, born: str | None) -> None:
    validation.check_span(stay.since, stay.until)
    if born and stay.since and stay.since < partial_dates.earliest_day(born):
        raise Invalid("day_before_birth")
    with session.no_autoflush:
        membership.kind = MembershipKind(stay.kind)
        membership.valid_from, membership.valid_to = stay.since, stay.until
        membership.arrival = settings.option_key(session, "arrivals", stay.arrival, membership.unit_id)
        membership.departure = settings.option_key(session, "departures", stay.departure, membership.unit_id)
        membership.arrival_paper, membership.departure_paper = (
            validation.optional_text(stay.arrival_paper, 200),
            validation.optional_text(stay.departure_paper, 200),
        )


def _end_with(session: Session, membership: Membership, day: date) -> None:
    """End what the member held in the cell, unless another membership continues there."""
    session.flush()
    query = select(Membership.id).where(
        Membership.member_id == membership.member_id,
        Membership.unit_id == membership.unit_id,
        Membership.id != membership.id,
    )
    if session.exec(query.where(lasts_beyond(Membership, day))).first():
        return
    with row_access.as_system(session):
        for table, row in rows_lasting_beyond(session, {(membership.member_id, membership.unit_id)}, day):
            if row.valid_from and row.valid_from > day:
                raise Invalid("begins_after_leaving", what=table.__tablename__, day=row.valid_from)
            row.valid_to = day
