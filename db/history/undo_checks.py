"""Checks after an undo: what actions ensure for single rows is checked for all reverted rows."""

from collections import defaultdict
from contextlib import AbstractContextManager

from sqlmodel import Session, select

from db.accounts import accounts
from db.history.prepared_writes import PreparedRows
from db.households import visits
from db.kernel import row_access
from db.meetings import roster_questions
from db.models import (
    Account,
    Exemption,
    Grant,
    GroupMember,
    HouseholdVisit,
    Member,
    Membership,
    Office,
    Tally,
    UnitVersion,
)
from db.people import membership_consistency
from db.units import unit_tree_consistency

RowsByTable = dict[type, list[dict]]  # rows by table, as they are and as they will be
SLICE = 500


def raise_roster_questions(session: Session, ahead: PreparedRows, found: RowsByTable) -> AbstractContextManager[None]:
    """Context manager around the writing: raises a question on every saved meeting that would now list
    somebody differently.
    """
    with row_access.as_system(session):
        met = set(session.exec(select(Tally.unit_id).distinct()))
    people: dict[int, set[int]] = defaultdict(set)
    for member_id, unit_id in _pairs(ahead, found, (Membership, Exemption)):
        if unit_id in met:
            people[unit_id].add(member_id)
    return roster_questions.ask_on_changes(session, dict(people))


def require_consistent_rows(session: Session, ahead: PreparedRows, found: RowsByTable) -> None:
    """Raise Invalid if current rows contradict one another, the tree of units is broken, or no administrator remains;
    Conflict if a visit would exist twice.
    """
    pairs = sorted(_pairs(ahead, found, (Membership, Exemption, Office, GroupMember)), key=lambda pair: pair[::-1])
    for start in range(0, len(pairs), SLICE):
        membership_consistency.require_consistency(session, set(pairs[start : start + SLICE]))
    visits.refuse_doubles(session, found.get(HouseholdVisit, ()))
    accounts.require_remaining_administrator(session, [*found.get(Account, ()), *found.get(Grant, ())])
    if units := {row["unit_id"] for row in found.get(UnitVersion, ())}:
        unit_tree_consistency.require_valid_tree(session, units, with_meetings=True)


def _pairs(ahead: PreparedRows, found: RowsByTable, tables: tuple[type, ...]) -> membership_consistency.MemberCellPairs:
    """Person and cell of the rows of these tables, without people who no longer exist."""
    rows = (row for table in tables for row in found.get(table, ()) if row["member_id"])
    return {
        (row["member_id"], row["unit_id"])
        for row in rows
        if ahead.rows.get((Member, row["member_id"]), row) is not None
    }
