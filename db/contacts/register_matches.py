"""Whether somebody introduced is in the register already: certainly, possibly, or not as far as the viewer may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, or_, select

from db.calendar import clock
from db.calendar.validity import not_ended_on
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Introduction, IntroductionState, Member, Membership, MembershipKind
from db.people.same_person_check import confirms_number_match, dates_compatible, dates_confusable
from db.units.units import names_on
from db.vietnamese import name_key_with_accents

COLUMNS = (Member.id, Member.code, Member.name, Member.search_key, Member.born, Member.card_hash, Member.citizen_hash)


class MatchingPerson(NamedTuple):
    """A person in the viewer's reach who may be meant: current units, and earlier introductions."""

    member_id: int
    code: str
    name: str
    born: str | None
    unit: str
    kind: MembershipKind | None
    workplace: str  # the workplace that introduced the person, if known
    letter: str | None


@dataclass(frozen=True)
class RegisterMatches:
    """The matches of one introduction: the person certainly meant, and all possible ones."""

    sure: MatchingPerson | None = None
    people: list[MatchingPerson] = field(default_factory=list)

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to decide who is meant."""
        return bool(self.people) and self.sure is None


def matches_by_introduction(viewer: Viewer, ids: list[int]) -> dict[int, RegisterMatches]:
    """Whom of the register each of these introductions means or may mean."""
    with reading(viewer) as session:
        rows = session.exec(_INTRODUCED, params={"ids": ids}).all()
        people = [_Person(row.member_id, *row[len(_LETTER) :]) for row in rows]
        return {one: RegisterMatches() for one in ids} | _judged(session, rows, people)


def find_in_register(session: Session, rows: Collection[Introduction]) -> dict[int, RegisterMatches]:
    """The people in the viewer's reach whom each of these introductions may mean, by introduction id.

    Certain matches share the number, or the name with diacritics and the day of birth, and no other workplace
    introduced them.
    """
    return _judged(session, rows, session.exec(_BY_IDS, params={"ids": [row.member_id for row in rows]}).all())


def _judged(session: Session, rows: Collection[Any], people: Iterable[Any]) -> dict[int, RegisterMatches]:
    """The matches of introductions, given the people introduced."""
    known = _Known(session, people)
    return {row.id: known.judge(row) for row in rows}


def find_by_number(session: Session, member_id: int) -> int | None:
    """Return the id of a person anywhere in the register who clearly has this member's card or citizen number.

    Nothing about that person is revealed.
    """
    with row_access.reading_as_system(session):
        person = session.exec(select(*COLUMNS).where(Member.id == member_id)).one()
        numbers = {person.card_hash, person.citizen_hash} - {None}
        held = or_(Member.card_hash.in_(numbers), Member.citizen_hash.in_(numbers))
        stays = select(Membership.id).where(Membership.member_id == Member.id)
        query = select(*COLUMNS).where(held, Member.id != member_id, stays.exists())
        found = [one.id for one in session.exec(query) if _plainly(person, one)] if numbers else []
    return found[0] if len(found) == 1 else None


class _Person(NamedTuple):
    """Somebody introduced, by the names of `COLUMNS`."""

    id: int
    code: str
    name: str
    search_key: str
    born: str | None
    card_hash: str | None
    citizen_hash: str | None


class _Known:
    """Data in the viewer's reach for matching the introductions of these people."""

    def __init__(self, session: Session, people: Iterable[Any]) -> None:
        self.typed = {row.id: row for row in people}
        names = {row.search_key for row in self.typed.values()}
        numbers = {number for row in self.typed.values() for number in (row.card_hash, row.citizen_hash)} - {None}
        self.people = {row.id: row for row in _by_names(session, names, numbers)}
        self.stays = _stays(session, self.people)
        self.letters: dict[int, list[Any]] = defaultdict(list)
        for letter in _letters(session, self.people):
            self.letters[letter.member_id].append(letter)
        units = {stay.unit_id for stays in self.stays.values() for stay in stays}
        places = {letter.workplace_id for letters in self.letters.values() for letter in letters} - {None}
        self.called = names_on(session, units | places, clock.today())

    def judge(self, row: Introduction) -> RegisterMatches:
        """The matches of one introduction; empty if its person is on a list already."""
        person = self.typed.get(row.member_id)
        if person is None or self.stays.get(row.member_id):
            return RegisterMatches()
        may_be = [one for one in self.people.values() if self._may_be(row, person, one)]
        alike = may_be or [one for one in self.people.values() if self._mistyped(row, person, one)]
        people = [self._told(row, one) for one in alike]
        sure = [one for one in alike if _plainly(person, one) or _spelled(person, one)]
        if len(alike) == 1 and sure and not self._contested(row, alike[0].id):
            return RegisterMatches(people[0], people)
        return RegisterMatches(None, people)

    def _may_be(self, row: Introduction, person, one) -> bool:
        if one.id == person.id or not self._stood_before(row, one.id):
            return False
        numbers = {person.card_hash, person.citizen_hash} & {one.card_hash, one.citizen_hash} - {None}
        if numbers:
            return True
        told_apart = person.citizen_hash and one.citizen_hash
        return not told_apart and one.search_key == person.search_key and dates_compatible(person.born, one.born)

    def _mistyped(self, row: Introduction, person, one) -> bool:
        """Return whether only a whole date of birth tells two people of one name apart, and may be typed wrongly."""
        days = len(person.born or "") == len(one.born or "") == len("2026-01-01")
        named = name_key_with_accents(person.name) == name_key_with_accents(one.name)
        told_apart = one.id == person.id or (person.citizen_hash and one.citizen_hash)
        return (
            days
            and named
            and not told_apart
            and dates_confusable(person.born, one.born)
            and self._stood_before(row, one.id)
        )

    def _stood_before(self, row: Introduction, member_id: int) -> bool:
        """Whether somebody is on a list, was received, or was introduced by an earlier letter."""
        letters = self.letters.get(member_id, ())
        waiting = (IntroductionState.INTRODUCED, IntroductionState.TO_INTRODUCE)
        return bool(self.stays.get(member_id)) or any(
            letter.state not in waiting or letter.id < row.id for letter in letters
        )

    def _contested(self, row: Introduction, member_id: int) -> bool:
        """Return whether another workplace has introduced the person to this commune."""
        return any(
            letter.workplace_id not in (None, row.workplace_id)
            for letter in self.letters.get(member_id, ())
            if letter.commune_id == row.commune_id
        )

    def _told(self, row: Introduction, one) -> MatchingPerson:
        stay = next(iter(self.stays.get(one.id, ())), None)
        letter = next((each for each in self.letters.get(one.id, ()) if each.commune_id == row.commune_id), None)
        return MatchingPerson(
            one.id, one.code, one.name, one.born,
            self.called.get(stay.unit_id, "") if stay else "", stay.kind if stay else None,
            self.called.get(letter.workplace_id, "") if letter else "", letter.letter if letter else None,
        )  # fmt: skip


def _plainly(person, one) -> bool:
    """Whether two people who share a number are clearly one."""
    numbers = {person.card_hash, person.citizen_hash} & {one.card_hash, one.citizen_hash} - {None}
    return bool(numbers) and confirms_number_match(person.name, person.born, one.name, one.born)


def _spelled(person, one) -> bool:
    """Name with diacritics, and the full day of birth."""
    day = len(person.born or "") == 10 and person.born == one.born
    return day and name_key_with_accents(person.name) == name_key_with_accents(one.name)


def _by_names(session: Session, names: Collection[str], numbers: Collection[str]) -> list:
    return list(session.exec(_BY_NAMES, params={"names": names, "numbers": numbers}))


def _stays(session: Session, people: Collection[int]) -> dict[int, list]:
    """Where people are, contact memberships first."""
    found = defaultdict(list)
    for row in session.exec(_STAYS, params={"people": people, "day": clock.today()}):
        found[row.member_id].append(row)
    return {
        member_id: sorted(rows, key=lambda row: row.kind != MembershipKind.CONTACT) for member_id, rows in found.items()
    }


def _letters(session: Session, people: Collection[int]) -> list:
    return list(session.exec(_LETTERS, params={"people": people}))


# Run at every interaction with a commune's page; prepared once, since building them costs more than running them.
_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_BY_IDS = prepared_statement(select(*COLUMNS).where(Member.id.in_(bindparam("ids", expanding=True))))
_NUMBERS: BindParameter[str] = bindparam("numbers", expanding=True)
_BY_NAMES = prepared_statement(
    select(*COLUMNS).where(
        or_(
            Member.search_key.in_(bindparam("names", expanding=True)),
            Member.card_hash.in_(_NUMBERS),
            Member.citizen_hash.in_(_NUMBERS),
        )
    )
)
_STAYS = prepared_statement(
    select(Membership.member_id, Membership.unit_id, Membership.kind)
    .where(Membership.member_id.in_(_PEOPLE), not_ended_on(Membership, bindparam("day", type_=Date)))
    .order_by(Membership.id)
)
_LETTERS = prepared_statement(
    select(
        Introduction.id,
        Introduction.member_id,
        Introduction.workplace_id,
        Introduction.commune_id,
        Introduction.state,
        Introduction.letter,
    )
    .where(Introduction.member_id.in_(_PEOPLE), Introduction.state != IntroductionState.ENDED)
    .order_by(Introduction.id)
)
_LETTER = (Introduction.id, Introduction.member_id, Introduction.workplace_id, Introduction.commune_id)
_INTRODUCED = prepared_statement(
    select(*_LETTER, *COLUMNS[1:])
    .join(Member, Member.id == Introduction.member_id)
    .where(Introduction.id.in_(bindparam("ids", expanding=True)))
    .order_by(Introduction.id)
)
