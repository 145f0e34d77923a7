"""Rosters: who is expected at a cell's meeting on a day, by the numbers of the signed sheet."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, select

from db.calendar.validity import begun_on, valid_on
from db.kernel.statements import prepared_statement
from db.models import (
    CellGroup,
    Exemption,
    ExemptionClass,
    Expectation,
    GroupKind,
    GroupMember,
    GroupRole,
    Member,
    Membership,
    MembershipKind,
    Standing,
    StandingKind,
)
from db.models.meetings import MeetingAudience

NOT_LISTED = "not_listed"  # in addition to the expectations: the meeting should not list the person at all
KINDS_CALLED = {
    MeetingAudience.OWN: (MembershipKind.OWN, MembershipKind.TEMPORARY),
    MeetingAudience.CONTACT: (MembershipKind.CONTACT,),
    MeetingAudience.INVITED: (MembershipKind.OWN, MembershipKind.TEMPORARY, MembershipKind.CONTACT),
}
GROUPS_CALLED = {MeetingAudience.OWN: GroupKind.PARTY, MeetingAudience.CONTACT: GroupKind.CONTACT}

KINDS_EXEMPTED = {
    ExemptionClass.OWN: (MembershipKind.OWN, MembershipKind.TEMPORARY),
    ExemptionClass.CONTACT: (MembershipKind.CONTACT,),
    ExemptionClass.AWAY: tuple(MembershipKind),
}  # the kinds of membership whose meetings a class exempts from


class RosterPerson(NamedTuple):
    """A person on the sheet. `group` is the name of the person's Party or contact group that day, if any; at joint
    meetings, the cell.
    """

    member_id: int
    number: int | None
    name: str
    search_key: str
    born: str | None
    kind: MembershipKind
    expectation: Expectation
    probationary: bool
    group: str
    group_id: int | None = None
    unit_id: int = 0


def people_called_on(session: Session, unit_id: int, audience: MeetingAudience, day: date) -> list[RosterPerson]:
    """Everybody called to such a meeting on a day, by number, then in Vietnamese order; exempt people are marked."""
    rows = session.exec(_CALLED, params={"unit": unit_id, "kinds": KINDS_CALLED[audience], "day": day}).all()
    exempt: dict[int, set[ExemptionClass]] = defaultdict(set)
    for member_id, kind in session.exec(_EXEMPT, params={"unit": unit_id, "day": day}):
        exempt[member_id].add(kind)
    newer = probationary_among(session, [row.id for row in rows], day)
    asked = {"unit": unit_id, "kind": GROUPS_CALLED[audience], "day": day}
    grouped = {row.member_id: row for row in session.exec(_GROUPED, params=asked)}
    return [
        RosterPerson(
            *row,
            expectation_of(row.kind, exempt.get(row.id, set())),
            row.id in newer,
            *((group.name, group.id) if (group := grouped.get(row.id)) else ("", None)),
            unit_id,
        )
        for row in {row.id: row for row in rows}.values()
    ]


def expectation_of(kind: MembershipKind, exemptions: set[ExemptionClass]) -> Expectation:
    """Whether somebody of this kind is expected given these exemptions: one from the cell's own meetings does not apply
    to contact meetings.
    """
    return Expectation.EXEMPT if any(kind in KINDS_EXEMPTED[each] for each in exemptions) else Expectation.EXPECTED


def probationary_among(session: Session, member_ids: list[int], day: date) -> set[int]:
    """Those whose latest standing by that day is probationary."""
    latest = dict(session.exec(_STANDINGS, params={"members": member_ids, "day": day}).all())
    return {member_id for member_id, kind in latest.items() if kind == StandingKind.PROBATIONARY}


# Run on every input in a sheet; prepared once, since building them costs more than running them.
_UNIT: BindParameter[int] = bindparam("unit")
_DAY = bindparam("day", type_=Date)
_CALLED = prepared_statement(
    select(Member.id, Membership.roster_number, Member.name, Member.search_key, Member.born, Membership.kind)
    .join(Membership, Membership.member_id == Member.id)
    .where(
        Membership.unit_id == _UNIT, Membership.kind.in_(bindparam("kinds", expanding=True)), valid_on(Membership, _DAY)
    )
    .order_by(Membership.roster_number.is_(None), Membership.roster_number, Member.sort_key, Member.id)
)
_EXEMPT = prepared_statement(
    select(Exemption.member_id, Exemption.kind).where(Exemption.unit_id == _UNIT, valid_on(Exemption, _DAY))
)
_GROUPED = prepared_statement(
    select(GroupMember.member_id, CellGroup.id, CellGroup.name)
    .join(CellGroup, CellGroup.id == GroupMember.group_id)
    .where(
        CellGroup.unit_id == _UNIT,
        CellGroup.kind == bindparam("kind"),
        GroupMember.role != GroupRole.IN_CHARGE,
        valid_on(GroupMember, _DAY),
    )
)
_STANDINGS = prepared_statement(
    select(Standing.member_id, Standing.kind)
    .where(
        Standing.member_id.in_(bindparam("members", expanding=True)),
        begun_on(Standing, _DAY),
    )
    .order_by(Standing.valid_from.is_not(None), Standing.valid_from, Standing.id)
)
