"""What an undo is held to: what the deeds see to in single rows is asked of all rows that are put back."""

from collections import defaultdict
from contextlib import AbstractContextManager

from sqlmodel import Session, select

from db import deeds
from db.access import accounts
from db.ahead import Ahead
from db.models import Account, Exemption, Grant, Meeting, MeetingState, Member, Membership, Office
from db.people import questions, sound

Found = dict[type, list[dict]]  # rows by their table, as they stand and as they will
SLICE = 500


def asking(session: Session, ahead: Ahead, found: Found) -> AbstractContextManager[None]:
    """Around the writing: a question is raised on every saved meeting that would list somebody differently now."""
    with deeds.by_register(session):
        met = set(session.exec(select(Meeting.unit_id).where(Meeting.state == MeetingState.HELD).distinct()))
    people: dict[int, set[int]] = defaultdict(set)
    for member_id, unit_id in _pairs(ahead, found, (Membership, Exemption)):
        if unit_id in met:
            people[unit_id].add(member_id)
    return questions.asking_about(session, dict(people))


def check(session: Session, ahead: Ahead, found: Found) -> None:
    """Raise Invalid where what stands now excludes something else, or nobody is left to administer."""
    pairs = sorted(_pairs(ahead, found, (Membership, Exemption, Office)), key=lambda pair: pair[::-1])
    for start in range(0, len(pairs), SLICE):
        sound.check(session, set(pairs[start : start + SLICE]))
    accounts.check(session, [*found.get(Account, ()), *found.get(Grant, ())])


def _pairs(ahead: Ahead, found: Found, tables: tuple[type, ...]) -> sound.Pairs:
    """Whom rows of these tables are about, each with the cell; nobody who is gone now."""
    rows = (row for table in tables for row in found.get(table, ()) if row["member_id"])
    return {(row["member_id"], row["unit_id"]) for row in rows if ahead.rows.get((Member, row["member_id"]), row) is not None}
