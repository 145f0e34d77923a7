"""Newcomers: entering somebody in the register for the first time, after checking for duplicates."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, or_, select

from db.calendar import clock, partial_dates
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Conflict
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.meetings import unplaced_guests
from db.models import Member, Membership, Standing, StandingKind
from db.people import memberships, profiles
from db.people.memberships import MembershipInput
from db.people.profiles import MemberInput
from db.units.units import names_on


class PossibleDuplicate(NamedTuple):
    """Somebody in the viewer's reach who may be the same person."""

    code: str
    name: str
    born: str | None
    unit: str
    since: date | None
    until: date | None


def enter_member(
    viewer: Viewer,
    unit_id: int,
    facts: MemberInput,
    standing: StandingKind,
    stay: MembershipInput,
    *,
    confirmed_different: bool = False,
    draft: DraftKey | None = None,
    guest_id: int | None = None,
    token: str | None = None,
) -> str:
    """Enter a new member of a cell; return the public code.

    The form's draft is dropped, and `guest_id` is settled as this member. Raises Conflict("probably_known",
    people=[PossibleDuplicate]) if a similar person is in the register, unless `confirmed_different`;
    Invalid for values that cannot be stored.
    """
    with writing(viewer, "arrive", token=token) as session:
        row_access.require_cell_work(session, unit_id)
        member = Member()
        profiles.write_differences(session, member, unit_id, facts, MemberInput())
        if not confirmed_different and (people := _alike(session, member)):
            raise Conflict("probably_known", people=people)
        profiles.check_numbers(session, member)
        session.add(member)
        session.flush()
        begun = partial_dates.exact_day(member.official if standing == StandingKind.FULL else member.admitted)
        session.add(Standing(member_id=member.id, kind=StandingKind(standing), valid_from=begun))
        profiles.set_expertise(session, member.id, unit_id, facts.expertise)
        memberships.add_in(session, member, unit_id, stay)
        if guest_id:
            unplaced_guests.settle_as_member(session, guest_id, member, unit_id)
        if draft:
            drafts.delete_in(session, draft)
        return member.code


def find_duplicates(viewer: Viewer, unit_id: int, facts: MemberInput) -> list[PossibleDuplicate]:
    """Return people in the viewer's reach who may be the person typed. Raises Invalid for values that
    cannot be stored.
    """
    with reading(viewer) as session:
        member = Member()
        profiles.write_differences(session, member, unit_id, facts, MemberInput())
        return _alike(session, member)


def _alike(session: Session, member: Member) -> list[PossibleDuplicate]:
    """Return people with the same name and a compatible year of birth, or with the same card or citizen number."""
    named = Member.search_key == member.search_key
    if member.born:
        named &= or_(Member.born.is_(None), Member.born.startswith(partial_dates.year(member.born)))
    same = [named]
    if member.card_hash:
        same.append(or_(Member.card_hash == member.card_hash, Member.citizen_hash == member.card_hash))
    if member.citizen_hash:
        same.append(or_(Member.card_hash == member.citizen_hash, Member.citizen_hash == member.citizen_hash))
    query = select(
        Member.id, Member.code, Member.name, Member.born, Membership.unit_id, Membership.valid_from, Membership.valid_to
    )
    query = query.join(Membership, Membership.member_id == Member.id).where(or_(*same))
    rows = session.exec(query.order_by(Membership.valid_to.is_not(None), Membership.valid_to).limit(20)).all()
    latest = {row.id: row for row in reversed(rows)}
    units = names_on(session, {row.unit_id for row in rows}, clock.today())
    return [
        PossibleDuplicate(row.code, row.name, row.born, units.get(row.unit_id, ""), row.valid_from, row.valid_to)
        for row in latest.values()
    ]
