"""Who of the register a row means: by the hash of a number, else by name and birth within the cell or the commune."""

from typing import NamedTuple

from db.imports.known import Register
from db.imports.rows import Row
from db.names import fold, person_key


class Match(NamedTuple):
    """One person, or those among whom somebody must choose."""

    member_id: int | None = None
    asked: tuple[int, ...] = ()


def match(known: Register, row: Row, units: set[int], areas: set[int]) -> Match:
    """Who a row means. `units` are those the row names, `areas` those that they lie in."""
    numbers = {number.hash for number in (row.card, row.citizen) if number}
    same = set().union(*(known.hashed.get(number, set()) for number in numbers))
    if same:
        return _by_number(known, row, same)
    alike = {member_id for member_id in known.named.get(fold(row.name), ()) if _may_be(known.people[member_id], row)}
    here = {member_id for member_id in alike if _among(known, member_id, units)}
    near = {member_id for member_id in alike if _in_area(known, member_id, areas)}
    sure = {member_id for member_id in here if _year(known, member_id, row)} or {member_id for member_id in near if _day(known, member_id, row)}
    if len(sure) == 1 and len(here or near) == 1:
        return Match(next(iter(sure)))
    back = {member_id for member_id in alike if any((member_id, unit_id) in known.past for unit_id in units)}
    return Match(asked=tuple(sorted(here | near | back | {member_id for member_id in alike if _day(known, member_id, row)})))


def _by_number(known: Register, row: Row, same: set[int]) -> Match:
    """One with the same number is the same person, unless both the name and the birth say otherwise."""
    member_id = next(iter(same))
    person = known.people[member_id]
    if len(same) > 1 or (fold(person["name"]) != fold(row.name) and not compatible(person["born"], row.born)):
        return Match(asked=tuple(sorted(same)))
    return Match(member_id)


def _may_be(person: dict, row: Row) -> bool:
    """Whether nothing speaks against it: another citizen number does, another year of birth does."""
    other = row.citizen and person["citizen_hash"] and row.citizen.hash != person["citizen_hash"]
    return not other and compatible(person["born"], row.born)


def compatible(one: str | None, other: str | None) -> bool:
    """Whether two partial dates may be the same day."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def _year(known: Register, member_id: int, row: Row) -> bool:
    """Whether name and year say the same as far as both know them; with another tone he may be somebody else."""
    person = known.people[member_id]
    return bool(person["born"]) == bool(row.born) and (person["sort_key"] == person_key(row.name) or _day(known, member_id, row))


def _day(known: Register, member_id: int, row: Row) -> bool:
    return len(row.born or "") == 10 and known.people[member_id]["born"] == row.born


def _among(known: Register, member_id: int, units: set[int]) -> bool:
    return any(stay.unit_id in units for stay in known.stays.get(member_id, ()))


def _in_area(known: Register, member_id: int, areas: set[int]) -> bool:
    return any(known.places[stay.unit_id].parent_id in areas for stay in known.stays.get(member_id, ()) if stay.unit_id in known.places)
