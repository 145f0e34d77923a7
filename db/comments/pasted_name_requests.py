"""Matching a pasted list of names with the contact members in reach."""

from typing import NamedTuple, cast

from sqlmodel import select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings import name_matcher
from db.meetings.name_matcher import NameMatch
from db.models import Introduction, Member, Membership, MembershipKind
from db.units.units import names_on
from db.vietnamese import fold


class MatchedContactMember(NamedTuple):
    """A contact member whom a name may mean."""

    member_id: int
    code: str
    name: str
    search_key: str
    born: str | None
    number: int | None
    cell: str


class PastedName(NamedTuple):
    """A pasted line and whom it may mean: one person if certain, several to choose from, or nobody; `unaccented`: a
    certain match of a line without any diacritics.
    """

    line: str
    sure: MatchedContactMember | None
    candidates: list[MatchedContactMember]
    nth: int
    unaccented: bool


def match_names(viewer: Viewer, text: str, workplace_id: int | None = None) -> list[PastedName]:
    """Contact members of all readable cells whom each pasted name may mean; of several, those introduced by the asking
    workplace.
    """
    people = _contact_members(viewer)
    introduced = _introduced_by(viewer, workplace_id)
    known = {person.member_id: person for person in people}
    # the matcher only needs a name and an id
    found = name_matcher.match_names(text, cast(list, people), name_matcher.nearly_same_name)
    return [_asked(one, known, introduced) for one in found]


def _asked(found: NameMatch, known: dict[int, MatchedContactMember], introduced: set[int]) -> PastedName:
    candidates = cast(list[MatchedContactMember], found.candidates)
    named = f" {fold(found.line)} "
    meant = [one for one in candidates if one.member_id in introduced and f" {one.search_key} " in named]
    alone = meant[0] if len(meant) == 1 and name_matcher.diacritics_match(found.line, meant[0].name) else None
    sure = known.get(found.sure or 0) or alone
    unmarked = sure is not None and not name_matcher.has_all_words_with_diacritics(found.line, sure.name)
    return PastedName(found.line, sure, meant or candidates, found.nth, unmarked)


def _introduced_by(viewer: Viewer, workplace_id: int | None) -> set[int]:
    if workplace_id is None:
        return set()
    with reading(viewer) as session:
        return set(session.exec(select(Introduction.member_id).where(Introduction.workplace_id == workplace_id)).all())


def _contact_members(viewer: Viewer) -> list[MatchedContactMember]:
    person = (Member.id, Member.code, Member.name, Member.search_key, Member.born)
    columns = (*person, Membership.roster_number, Membership.unit_id)
    with reading(viewer) as session:
        query = select(*columns).join(Membership, Membership.member_id == Member.id)
        here = (Membership.kind == MembershipKind.CONTACT, valid_on(Membership, clock.today()))
        rows = session.exec(query.where(*here).order_by(Member.sort_key)).all()
        cells = names_on(session, {row.unit_id for row in rows}, clock.today())
    return [MatchedContactMember(*row[:6], cells.get(row.unit_id, "")) for row in rows]
