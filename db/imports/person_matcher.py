"""Matching rows with registered people: by the hash of a number,
else by name with diacritics and birth date within cell or commune.

A name without its diacritics only finds people to ask about: Hùng and Hưng are two people until somebody says
otherwise.
"""

from collections.abc import Collection
from typing import NamedTuple

from db.imports.person_rows import PersonRow
from db.imports.register_snapshot import RegisterSnapshot
from db.models import MembershipKind
from db.people.same_person_check import confirms_number_match, dates_compatible, dates_confusable
from db.vietnamese import fold, name_key_with_accents, possible_namesake_key

UnitStays = set[tuple[object, MembershipKind]]  # a unit, or what stands for one still to be created, and the kind


class PersonMatch(NamedTuple):
    """One person, or several to choose from; `same` are several whom nothing in the row distinguishes."""

    member_id: int | None = None
    asked: tuple[int, ...] = ()
    same: tuple[int, ...] = ()
    exact: bool = False
    numbered: bool = False  # by a number


def match_person(
    known: RegisterSnapshot, row: PersonRow, stays: UnitStays, areas: set[int], without: Collection[int] = ()
) -> PersonMatch:
    """The person whom a row means, ignoring people in `without`.

    `stays` are those named in the row, `areas` where their units lie.
    """
    numbers = {number.hash for number in (row.card, row.citizen) if number}
    held = [holders for number in numbers if (holders := known.hashed.get(number, set()) - set(without))]
    if held:
        return _by_number(known, row, held)
    units = {unit_id for unit_id, _ in stays}
    alike = {
        one for one in known.named.get(possible_namesake_key(row.name), ()) if _may_be(known.people[one], row)
    } - set(without)
    spelled = {
        one for one in alike if name_key_with_accents(known.people[one]["name"]) == name_key_with_accents(row.name)
    }
    if exact := {one for one in spelled if known.people[one]["born"] == row.born and stays <= _stays(known, one)}:
        return (
            PersonMatch(next(iter(exact)), exact=True)
            if len(exact) == 1
            else PersonMatch(asked=tuple(sorted(exact)), same=tuple(sorted(exact)), exact=True)
        )
    here = {one for one in alike if _among(known, one, units)}
    near = {one for one in alike if _in_area(known, one, areas)}
    sure = {one for one in here & spelled if bool(known.people[one]["born"]) == bool(row.born)} or {
        one for one in near & spelled if _day(known, one, row)
    }
    if len(sure) == 1 and len((here & spelled) or (near & spelled)) == 1:
        return PersonMatch(next(iter(sure)))
    back = {one for one in alike if any((one, unit_id) in known.past for unit_id in units)}
    corrected = {
        one for one in known.named.get(possible_namesake_key(row.name), ()) if _corrected(known, one, row, units, areas)
    }
    days = {one for one in alike if _day(known, one, row)}
    renamed = {one for one in known.born.get(row.born or "", ()) if _renamed(known, one, row, units)}
    return PersonMatch(asked=tuple(sorted(here | near | back | days | (corrected | renamed) - set(without))))


def _by_number(known: RegisterSnapshot, row: PersonRow, held: list[set[int]]) -> PersonMatch:
    """The one person with all of the numbers whose name or day of birth agrees as well; otherwise a question."""
    sure = {one for one in set.intersection(*held) if _confirmed(known.people[one], row)}
    if len(sure) == 1:
        return PersonMatch(sure.pop(), exact=True, numbered=True)
    return PersonMatch(asked=tuple(sorted(set().union(*held))))


def _confirmed(person: dict, row: PersonRow) -> bool:
    return confirms_number_match(person["name"], person["born"], row.name, row.born)


def _may_be(person: dict, row: PersonRow) -> bool:
    """Whether nothing contradicts it, such as another citizen number or year of birth."""
    other = row.citizen and person["citizen_hash"] and row.citizen.hash != person["citizen_hash"]
    return not other and dates_compatible(person["born"], row.born)


def _corrected(known: RegisterSnapshot, member_id: int, row: PersonRow, units: set[object], areas: set[int]) -> bool:
    """Whether this may be a person of the same name and cell, or with a whole date of birth in the commune, whose date
    was typed wrongly, or is corrected: the dates may be confused, or telephone or address agree.
    """
    person = known.people[member_id]
    whole = len(person["born"] or "") == len(row.born or "") == 10
    near = _among(known, member_id, units) or (whole and _in_area(known, member_id, areas))
    if not near or name_key_with_accents(person["name"]) != name_key_with_accents(row.name):
        return False
    other = row.citizen and person["citizen_hash"] and row.citizen.hash != person["citizen_hash"]
    agrees = any(getattr(row, name) and getattr(row, name) == person[name] for name in ("phone", "address"))
    return not other and (agrees or dates_confusable(person["born"], row.born))


def _renamed(known: RegisterSnapshot, member_id: int, row: PersonRow, units: set[object]) -> bool:
    """Whether this may be a person of the same cell and day of birth whose name was typed wrongly, or is corrected: the
    names share a word.
    """
    person = known.people[member_id]
    other = row.citizen and person["citizen_hash"] and row.citizen.hash != person["citizen_hash"]
    shared = {*fold(person["name"]).split()} & {*fold(row.name).split()}
    return bool(shared) and not other and _among(known, member_id, units)


def _day(known: RegisterSnapshot, member_id: int, row: PersonRow) -> bool:
    return len(row.born or "") == 10 and known.people[member_id]["born"] == row.born


def _stays(known: RegisterSnapshot, member_id: int) -> UnitStays:
    return {(stay.unit_id, stay.kind) for stay in known.stays.get(member_id, ())}


def _among(known: RegisterSnapshot, member_id: int, units: set[object]) -> bool:
    return any(stay.unit_id in units for stay in known.stays.get(member_id, ()))


def _in_area(known: RegisterSnapshot, member_id: int, areas: set[int]) -> bool:
    return any(
        known.places[stay.unit_id].parent_id in areas
        for stay in known.stays.get(member_id, ())
        if stay.unit_id in known.places
    )
