"""The contact members in reach whom the rows of a list of requests ask about, in any cell.

A name with different diacritics is never a certain match, only a question; one without any is taken for the only person
who may bear it, and reported.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.spans import span_of
from db.errors import Invalid
from db.imports.comment_request_rows import RequestRow
from db.meetings import name_matcher
from db.models import Introduction, Member, Membership, MembershipKind
from db.people.same_person_check import dates_compatible
from db.units.units import names_on
from db.vietnamese import fold, name_key_with_accents, possible_namesake_key


class RequestSubject(NamedTuple):
    """A present or former contact member with all stays, latest last, and the cell of the latest."""

    member_id: int
    code: str
    name: str
    born: str | None
    numbers: frozenset[str]
    stays: Sequence[Membership]
    cell: str
    here: bool


class RequestSubjects:
    """The possible people, loaded once per list."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.named: dict[str, list[RequestSubject]] = defaultdict(list)
        for person in self._load():
            self.named[possible_namesake_key(person.name)].append(person)
        self.introduced: dict[int, set[int]] = {}

    def candidates(self, row: RequestRow, workplace_id: int | None) -> list[RequestSubject]:
        """People of that name with a compatible birth date, narrowed by number, cell or asker; former members only if
        there is no present one.
        """
        numbers = {number.hash for number in (row.card, row.citizen) if number}
        fit = [
            one for one in self.named.get(possible_namesake_key(row.name), ()) if dates_compatible(one.born, row.born)
        ]
        fit = _narrow(fit, lambda one: one.here)
        fit = _narrow(fit, lambda one: bool(one.numbers & numbers))
        fit = _narrow(fit, lambda one: any(fold(place) == fold(one.cell) for place in (row.home, row.cell) if place))
        introduced = self._introduced_by(workplace_id)
        fit = _narrow(fit, lambda one: one.member_id in introduced)
        return _narrow(fit, lambda one: name_key_with_accents(one.name) == name_key_with_accents(row.name))

    def require_meant(self, row: RequestRow, candidates: list[RequestSubject], answer: str | None) -> RequestSubject:
        """The person meant, possibly by an answer. Raises Invalid if there is nobody, or somebody must choose."""
        if not candidates:
            raise Invalid("request_not_listed", name=row.name)
        if chosen := next((one for one in candidates if one.code == answer), None):
            return chosen
        if len(candidates) > 1 or not name_matcher.diacritics_match(row.name, candidates[0].name):
            raise Invalid("request_who")
        return candidates[0]

    def _introduced_by(self, workplace_id: int | None) -> set[int]:
        if workplace_id is None:
            return set()
        if workplace_id not in self.introduced:
            query = select(Introduction.member_id).where(Introduction.workplace_id == workplace_id)
            self.introduced[workplace_id] = set(self.session.exec(query).all())
        return self.introduced[workplace_id]

    def _load(self) -> list[RequestSubject]:
        today = clock.today()
        stays: dict[int, list[Membership]] = defaultdict(list)
        contact = select(Membership).where(Membership.kind == MembershipKind.CONTACT)
        for stay in self.session.exec(contact.order_by(Membership.valid_to.is_(None), Membership.valid_to)):
            stays[stay.member_id].append(stay)
        kept_contact = select(Membership.member_id).where(Membership.kind == MembershipKind.CONTACT)
        columns = (Member.id, Member.code, Member.name, Member.born, Member.card_hash, Member.citizen_hash)
        people = self.session.exec(select(*columns).where(Member.id.in_(kept_contact)).order_by(Member.sort_key)).all()
        cells = names_on(self.session, {one[-1].unit_id for one in stays.values()}, today)
        return [
            RequestSubject(
                *row[:4],
                frozenset(filter(None, row[4:])),
                stays[row.id],
                cells.get(stays[row.id][-1].unit_id, ""),
                any(span_of(stay).contains(today) for stay in stays[row.id]),
            )
            for row in people
            if stays[row.id]
        ]


def _narrow(people: list[RequestSubject], fits) -> list[RequestSubject]:
    """Those who match, or all if nobody does."""
    return [one for one in people if fits(one)] or people
