"""People named in letters: as typed, and as entered in the register, whoever introduces them.

A workplace may not enter members. Its data about a person stay separate until the commune has said whether the person
is in the register already, so that a letter reveals nothing about anybody to its author.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from db.calendar import clock, partial_dates
from db.errors import Invalid
from db.kernel import bulk, row_access
from db.models import Introduction, Member, Standing, StandingKind
from db.people import profiles
from db.people.profiles import MemberInput
from db.people.same_person_check import dates_compatible, dates_confusable
from db.vietnamese import name_key_with_accents

PROBATION = timedelta(days=366)


@dataclass(frozen=True)
class IntroducedPerson:
    """A person as named in a letter; `exempt` from meetings, or even from being introduced."""

    data: MemberInput
    exempt: bool = False
    not_introduced: bool = False


def make_member(session: Session, unit_id: int, person: IntroducedPerson, workplace: str | None) -> Member:
    """The member described by a letter, not entered yet.

    Raises Invalid for values that cannot be stored, and for people exempt from introduction, about whom nothing is
    stored.
    """
    if person.not_introduced:
        raise Invalid("introduction_exempt")
    member = Member()
    profiles.write_differences(session, member, unit_id, person.data, MemberInput())
    member.workplace = member.workplace or workplace
    return member


def enter_in_register(session: Session, members: Sequence[Member]) -> list[int]:
    """Enter them with their standing; return their ids. This puts them on no cell's list."""
    with row_access.as_system(session):
        ids = bulk.insert(session, Member, [_columns(member) for member in members])
        bulk.insert(session, Standing, [first_standing(one, member) for one, member in zip(ids, members, strict=True)])
    return ids


def first_standing(member_id: int, member: Any) -> dict:
    """Full from the day of recognition; without one, probationary within a year of admission."""
    lately = (
        member.admitted
        and not member.official
        and partial_dates.earliest_day(member.admitted) > clock.today() - PROBATION
    )
    kind = StandingKind.PROBATIONARY if lately else StandingKind.FULL
    begun = partial_dates.exact_day(member.admitted if lately else member.official)
    return {"member_id": member_id, "kind": kind, "valid_from": begun}


def delete_provisional_member(session: Session, member_id: int, letter_id: int | None = None) -> None:
    """Delete a member entered from a letter who turned out to be another member; also the letter, if it was merged into
    an earlier one.
    """
    with row_access.as_system(session):
        bulk.delete(session, Introduction, [letter_id] if letter_id else [])
        if session.exec(select(Introduction.id).where(Introduction.member_id == member_id)).first() is None:
            standings = session.exec(select(Standing.id).where(Standing.member_id == member_id))
            bulk.delete(session, Standing, list(standings))
            bulk.delete(session, Member, [member_id])


def is_typed_alike(one: Any, other: Any) -> bool:
    """Whether two descriptions match: by one of their numbers, else by name with diacritics and birth date."""
    numbers = {one.card_hash, one.citizen_hash} & {other.card_hash, other.citizen_hash} - {None}
    return bool(numbers) or (name_key_with_accents(one.name), one.born) == (
        name_key_with_accents(other.name),
        other.born,
    )


def may_be_typed_alike(one: Any, other: Any) -> bool:
    """Whether two descriptions may mean one person, said more or less exactly or typed wrongly: one name, and dates of
    birth that may be one.
    """
    apart = one.citizen_hash and other.citizen_hash and one.citizen_hash != other.citizen_hash
    named = name_key_with_accents(one.name) == name_key_with_accents(other.name)
    dated = dates_compatible(one.born, other.born) or dates_confusable(one.born, other.born)
    return named and dated and not apart


def _columns(member: Member) -> dict:
    return {name: value for name in Member.model_fields if (value := getattr(member, name)) is not None}
