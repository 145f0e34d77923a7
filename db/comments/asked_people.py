"""Whom a pasted list of names asks about: the contact members in reach who bear them."""

from typing import NamedTuple, cast

from sqlmodel import select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings import name_matcher
from db.meetings.name_matcher import NameMatch
from db.models import Member, Membership, MembershipKind
from db.units.units import names_on


class AskedCandidate(NamedTuple):
    """A contact member whom a name may mean."""

    member_id: int
    code: str
    name: str
    search_key: str
    born: str | None
    cell: str


class AskedName(NamedTuple):
    """One pasted line and whom it may mean: one person when it is sure, several to choose from, or nobody."""

    line: str
    sure: AskedCandidate | None
    candidates: list[AskedCandidate]
    nth: int


def match(viewer: Viewer, text: str) -> list[AskedName]:
    """Each pasted name with the contact members it may mean, of all the cells that the viewer reads."""
    people = _contact_members(viewer)
    known = {person.member_id: person for person in people}
    # the matcher asks for a name and an id only
    found = name_matcher.match(text, cast(list, people))
    return [AskedName(one.line, known.get(one.sure or 0), _candidates(one), one.nth) for one in found]


def _candidates(found: NameMatch) -> list[AskedCandidate]:
    return cast(list[AskedCandidate], found.candidates)


def _contact_members(viewer: Viewer) -> list[AskedCandidate]:
    columns = (Member.id, Member.code, Member.name, Member.search_key, Member.born, Membership.unit_id)
    with reading(viewer) as session:
        query = select(*columns).join(Membership, Membership.member_id == Member.id)
        here = (Membership.kind == MembershipKind.CONTACT, valid_on(Membership, clock.today()))
        rows = session.exec(query.where(*here).order_by(Member.sort_key)).all()
        cells = names_on(session, {row.unit_id for row in rows}, clock.today())
    return [AskedCandidate(*row[:5], cells.get(row.unit_id, "")) for row in rows]
