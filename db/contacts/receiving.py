"""Receiving letters: the commune takes them in and decides who is meant if the register may know the person already."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.contacts import people_named_in_letters, register_matches
from db.contacts.register_matches import RegisterMatches
from db.errors import Conflict, NotAllowed
from db.kernel import row_access
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.kernel.session_context import context_of
from db.models import Introduction, IntroductionState, Membership, MembershipKind

ANOTHER = "another"  # somebody the register does not know


class ReceivedCounts(NamedTuple):
    """How many were received, and how many wait for somebody to identify them."""

    received: int
    doubtful: int


def receive(
    viewer: Viewer, ids: Sequence[int], answers: Mapping[int, str] | None = None, token: str | None = None
) -> ReceivedCounts:
    """Receive letters. People certainly in the register are identified; doubtful ones wait until `answers` gives the
    public code of the person meant, or ANOTHER.

    Raises NotAllowed for letters to others, Conflict for an answer that is no longer possible.
    """
    with writing(viewer, "receive_introductions", token=token) as session:
        require_commune_work(session)
        rows = load_introductions(session, ids)
        return receive_in(session, [row for row in rows if row.state == IntroductionState.INTRODUCED], answers or {})


def receive_in(session: Session, rows: Sequence[Introduction], answers: Mapping[int, str]) -> ReceivedCounts:
    """Like `receive`, within the caller's action."""
    alike, doubtful, meant = register_matches.find_in_register(session, rows), 0, set[int]()
    for row in rows:
        found, answer = alike[row.id], answers.get(row.id)
        person = _answered(found, answer)
        if answer is None and (person in meant if person else found.doubtful):
            doubtful += 1
            continue
        if person is None and not found.people:
            person = register_matches.find_by_number(session, row.member_id)
        row.state, row.received_on = IntroductionState.RECEIVED, clock.today()
        if person is not None:
            meant.add(person)
            merge_into_member(session, row, person)
    session.flush()
    return ReceivedCounts(len(rows) - doubtful, doubtful)


def load_introductions(session: Session, ids: Sequence[int]) -> list[Introduction]:
    """Introductions by id. Raises NotAllowed if the viewer may not see one of them."""
    rows = session.exec(select(Introduction).where(Introduction.id.in_(ids)).order_by(Introduction.id)).all()
    if len(rows) != len(set(ids)):
        raise NotAllowed()
    return list(rows)


def require_commune_work(session: Session) -> None:
    """Raise NotAllowed for roles that may not put people on the lists of cells."""
    viewer = context_of(session).viewer
    if not (viewer.writes(Work.INTRODUCTIONS) and viewer.writes(Work.PEOPLE)):
        raise NotAllowed()


def merge_into_member(session: Session, row: Introduction, member_id: int) -> None:
    """Attach an introduction to a member already in the register.

    If the introducing workplace was unknown or the same, the letter is merged into that introduction; if it was another
    workplace, that introduction ends and this letter continues the membership in the cell.
    """
    earlier, provisional = _earlier(session, row, member_id), row.member_id
    merged = earlier is not None and earlier.workplace_id in (None, row.workplace_id)
    standing = earlier.membership_id if earlier else None
    stay = session.get(Membership, standing) if standing else _contact_stay(session, member_id)
    with row_access.as_system(session):
        if earlier is not None and merged:
            for name in ("workplace_id", "letter", "letter_date", "sent_on", "received_on"):
                setattr(earlier, name, getattr(row, name) or getattr(earlier, name))
            _settle(earlier, stay)
        else:
            if earlier is not None:
                earlier.state, earlier.ended_on, earlier.end_reason = (
                    IntroductionState.ENDED,
                    clock.today(),
                    "workplace",
                )
                earlier.membership_id = None
            row.member_id = member_id
            _settle(row, stay)
        session.flush()
        people_named_in_letters.delete_provisional_member(session, provisional, row.id if merged else None)


def _settle(row: Introduction, stay: Membership | None) -> None:
    """Mark people who already keep contact in a cell of the commune as placed there."""
    if stay is not None:
        row.membership_id, row.state = stay.id, IntroductionState.PLACED
        row.placed_on = row.placed_on or stay.valid_from or row.received_on


def _contact_stay(session: Session, member_id: int) -> Membership | None:
    query = select(Membership).where(Membership.member_id == member_id, Membership.kind == MembershipKind.CONTACT)
    return session.exec(query.where(valid_on(Membership, clock.today())).order_by(Membership.id.desc())).first()


def _earlier(session: Session, row: Introduction, member_id: int) -> Introduction | None:
    """That person's existing introduction to this commune."""
    query = select(Introduction).where(
        Introduction.member_id == member_id,
        Introduction.commune_id == row.commune_id,
        Introduction.state != IntroductionState.ENDED,
    )
    return session.exec(query.order_by(Introduction.membership_id.is_(None), Introduction.id)).first()


def _answered(found: RegisterMatches, answer: str | None) -> int | None:
    """The person meant by an answer, or with certainty. Raises Conflict for somebody who cannot be meant."""
    if answer == ANOTHER:
        return None
    if answer is None:
        return found.sure.member_id if found.sure else None
    if chosen := next((one.member_id for one in found.people if one.code == answer), None):
        return chosen
    raise Conflict("changed_meanwhile")
