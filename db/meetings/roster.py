"""Rosters: who is expected at a meeting of a cell on a day, by the numbers of the signed sheet."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, or_, select

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

CALLED = {
    MeetingAudience.OWN: (MembershipKind.OWN, MembershipKind.TEMPORARY),
    MeetingAudience.CONTACT: (MembershipKind.CONTACT,),
}


FITS = {
    ExemptionClass.OWN: (MembershipKind.OWN, MembershipKind.TEMPORARY),
    ExemptionClass.CONTACT: (MembershipKind.CONTACT,),
    ExemptionClass.AWAY: tuple(MembershipKind),
}  # from whose meetings a class exempts


class Person(NamedTuple):
    """Somebody on the sheet. `group` is his contact group on that day, if any."""

    member_id: int
    number: int | None
    name: str
    search_key: str
    born: str | None
    kind: MembershipKind
    expectation: Expectation
    probationary: bool
    group: str


def on(session: Session, unit_id: int, audience: MeetingAudience, day: date) -> list[Person]:
    """Everybody called to such a meeting on a day, by number, then in Vietnamese order; the exempt are marked so."""
    rows = session.exec(
        select(Member.id, Membership.roster_number, Member.name, Member.search_key, Member.born, Membership.kind)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.unit_id == unit_id, Membership.kind.in_(CALLED[audience]), holds(Membership, day))
        .order_by(Membership.roster_number.is_(None), Membership.roster_number, Member.sort_key, Member.id)
    ).all()
    exempt = set(session.exec(select(Exemption.member_id, Exemption.kind).where(Exemption.unit_id == unit_id, holds(Exemption, day))))
    grouped, newer = groups(session, unit_id, day), probationary(session, [row.id for row in rows], day)
    return [
        Person(*row, expectation(row.kind, {kind for member_id, kind in exempt if member_id == row.id}), row.id in newer, grouped.get(row.id, ""))
        for row in {row.id: row for row in rows}.values()
    ]


def expectation(kind: MembershipKind, exemptions: set[ExemptionClass]) -> Expectation:
    """Whether somebody of this kind is expected with these exemptions: an exemption from the own cell's meetings is none from contact meetings."""
    return Expectation.EXEMPT if any(kind in FITS[each] for each in exemptions) else Expectation.EXPECTED


def holds(table: type, day: date):
    """The condition that a dated row holds on a day, first and last included."""
    return or_(table.valid_from.is_(None), table.valid_from <= day) & or_(table.valid_to.is_(None), table.valid_to >= day)


def groups(session: Session, unit_id: int, day: date) -> dict[int, str]:
    """The contact group of each member of one on that day, by member."""
    query = select(GroupMember.member_id, CellGroup.name).join(CellGroup, CellGroup.id == GroupMember.group_id)
    query = query.where(CellGroup.unit_id == unit_id, CellGroup.kind == GroupKind.CONTACT, GroupMember.role != GroupRole.IN_CHARGE, holds(GroupMember, day))
    return dict(session.exec(query).all())


def probationary(session: Session, member_ids: list[int], day: date) -> set[int]:
    """Those whose last standing by that day is probationary."""
    query = select(Standing.member_id, Standing.kind).where(Standing.member_id.in_(member_ids), or_(Standing.valid_from.is_(None), Standing.valid_from <= day))
    latest = dict(session.exec(query.order_by(Standing.valid_from.is_not(None), Standing.valid_from, Standing.id)).all())
    return {member_id for member_id, kind in latest.items() if kind == StandingKind.PROBATIONARY}
