"""Invariants of people in cells after any action or undo: stays, numbers, exemptions, posts and groups agree."""

from collections import defaultdict
from datetime import date, timedelta

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.spans import day_span, span_of
from db.calendar.validity import not_ended_on
from db.errors import Invalid
from db.kernel import row_access
from db.meetings.roster import KINDS_CALLED
from db.models import (
    CellGroup,
    Exemption,
    GroupMember,
    GroupRole,
    Member,
    Membership,
    MembershipKind,
    Office,
)

KEPT = timedelta(days=365)  # input from a printed sheet may still name people who were on it
COMMITTEE = ("secretary", "deputy", "committee")  # posts only for the cell's own members
MemberCellPairs = set[tuple[int, int]]  # member ids, each with the id of a cell


def require_consistency(session: Session, pairs: MemberCellPairs) -> None:
    """Raise Invalid if the current rows of these people in these cells contradict one another.

    Checked: two stays, exemptions, posts or groups of one kind at a time; an own stay in a second cell; a number taken
    on the sheet; an exemption or post beyond the stay.
    """
    session.flush()
    with row_access.as_system(session):
        stays, leaves, posts = (_of(session, table, pairs) for table in (Membership, Exemption, Office))
        groups = _groups(session, pairs)
        for member_id, unit_id in sorted(pairs):
            here = [stay for stay in stays[member_id] if stay.unit_id == unit_id]
            _check_stays(here, stays[member_id])
            _check_leaves([row for row in leaves[member_id] if row.unit_id == unit_id], here)
            _check_posts([row for row in posts[member_id] if row.unit_id == unit_id], here)
            if twice := _twice([row for row in groups[member_id] if row.unit_id == unit_id]):
                raise Invalid("groups_overlap", start=twice.valid_from, end=twice.valid_to)
        _check_numbers(session, pairs)


def kinds_on_sheet_of(kind: MembershipKind) -> tuple[MembershipKind, ...]:
    """The kinds that share one sheet: those called to the cell's own meetings, or contact members."""
    return next(kinds for kinds in KINDS_CALLED.values() if kind in kinds)


def _of(session: Session, table: type, pairs: MemberCellPairs) -> dict[int, list]:
    """Spans of these people in any cell; the kind of an office is its post."""
    found = defaultdict(list)
    kind = (table.post if table is Office else table.kind).label("kind")
    query = select(table.id, table.member_id, table.unit_id, kind, table.valid_from, table.valid_to)
    for row in session.exec(query.where(table.member_id.in_({member_id for member_id, _ in pairs})).order_by(table.id)):
        found[row.member_id].append(row)
    return found


def _groups(session: Session, pairs: MemberCellPairs) -> dict[int, list]:
    """Times of these people in groups with the group's kind, except being in charge of one."""
    found = defaultdict(list)
    columns = (GroupMember.member_id, GroupMember.unit_id, CellGroup.kind, GroupMember.valid_from, GroupMember.valid_to)
    query = select(*columns).join(CellGroup, CellGroup.id == GroupMember.group_id)
    inside = GroupMember.member_id.in_({member_id for member_id, _ in pairs}), GroupMember.role != GroupRole.IN_CHARGE
    for row in session.exec(query.where(*inside).order_by(GroupMember.id)):
        found[row.member_id].append(row)
    return found


def _check_stays(here: list, everywhere: list) -> None:
    if twice := _twice(here):
        raise Invalid("membership_overlaps", start=twice.valid_from, end=twice.valid_to)
    own = [stay for stay in everywhere if stay.kind == MembershipKind.OWN]
    for stay in here:
        if stay in own and any(_both(stay, other) for other in own if other.unit_id != stay.unit_id):
            raise Invalid("own_elsewhere")


def _check_leaves(leaves: list, stays: list) -> None:
    if twice := _twice(leaves):
        raise Invalid("exemption_overlaps", start=twice.valid_from, end=twice.valid_to)
    for row in leaves:
        if not any(span_of(stay).covers(span_of(row)) for stay in stays):
            raise Invalid("exemption_outside_membership", start=row.valid_from, end=row.valid_to)


def _check_posts(posts: list, stays: list) -> None:
    if twice := _twice(posts):
        raise Invalid("office_overlaps", start=twice.valid_from, end=twice.valid_to)
    for row in posts:
        fit = [stay for stay in stays if row.kind not in COMMITTEE or stay.kind != MembershipKind.CONTACT]
        begins = any(span_of(stay).overlaps(day_span(row.valid_from, row.valid_from)) for stay in fit)
        if not begins or not any(
            stay.valid_to is None or (row.valid_to and row.valid_to <= stay.valid_to) for stay in fit
        ):
            raise Invalid("office_outside_membership")


def _check_numbers(session: Session, pairs: MemberCellPairs) -> None:
    """Nobody else on the sheet has the number, or had it while a sheet printed then may still be in use."""
    query = select(Membership.unit_id, Membership.kind, Membership.roster_number, Membership.member_id)
    query = query.where(
        Membership.unit_id.in_({unit_id for _, unit_id in pairs}), Membership.roster_number.is_not(None)
    )
    held: dict[tuple, set[int]] = defaultdict(set)
    for row in session.exec(query.where(not_ended_on(Membership, clock.today() - KEPT))):
        held[row.unit_id, kinds_on_sheet_of(row.kind), row.roster_number].add(row.member_id)
    for (unit_id, _, number), people in held.items():
        if len(people) > 1 and any((member_id, unit_id) in pairs for member_id in people):
            other = min(people, key=lambda member_id: (member_id, unit_id) in pairs)
            raise Invalid(
                "number_taken", number=number, name=session.exec(select(Member.name).where(Member.id == other)).one()
            )


def _twice(rows: list):
    """Return the earlier of two spans of a kind that overlap."""
    for at, row in enumerate(rows):
        for other in rows[:at]:
            if row.kind == other.kind and span_of(row).overlaps(span_of(other)):
                return other
    return None


def _both(one, other) -> bool:
    """Return whether a person is in two cells for longer than the day of the move."""
    moves: set[date | None] = {one.valid_to, other.valid_to} - {None}
    return span_of(one).overlaps(span_of(other)) and not moves & {one.valid_from, other.valid_from}
