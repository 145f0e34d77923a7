"""Comparing rows of one list with one another: their order, and which mean, or may mean, one person."""

from collections import defaultdict
from typing import NamedTuple

from db.imports.list_and_register_differences import DATES
from db.imports.person_matcher import UnitStays
from db.imports.person_rows import PLAIN, PersonRow
from db.people.same_person_check import confirms_number_match, dates_compatible, dates_confusable
from db.vietnamese import clean, fold, name_key_with_accents, possible_namesake_key

SAID = (*PLAIN, "cell", "home", "kind", "gone", "probationary")


class PlacedRow(NamedTuple):
    """A row with its stays and their areas, whether it was declared another person, and whom it means."""

    row: PersonRow
    stays: UnitStays
    areas: set[int]
    another: bool = False
    member_id: int | None = None

    @property
    def units(self) -> set:
        return {unit_id for unit_id, _ in self.stays}

    @property
    def likeness(self) -> tuple:
        return name_key_with_accents(self.row.name), self.row.born, frozenset(self.stays)


def fullness_key(row: PersonRow) -> tuple[int, int]:
    """A sort key by how much a row says, most first."""
    numbers = [number for number in (row.card, row.citizen) if number]
    said = [value for name in SAID if (value := getattr(row, name))]
    return -len(said) - len(numbers), -sum(len(getattr(row, name) or "") for name in DATES)


def content_key(row: PersonRow) -> tuple[str, ...]:
    """A sort key by a row's contents, so that the order does not depend on that of the list."""
    numbers = [number.hash if number else "" for number in (row.card, row.citizen)]
    return *(str(getattr(row, name) or "") for name in SAID), *numbers


class PlannedRows:
    """Rows planned so far, indexed by number and by name."""

    def __init__(self) -> None:
        self.named: dict[str, list[PlacedRow]] = defaultdict(list)
        self.claimed: dict[int, list[PlacedRow]] = defaultdict(list)

    def add(self, placed: PlacedRow) -> None:
        """Remember a row and whom it means."""
        self.named[possible_namesake_key(placed.row.name)].append(placed)
        if placed.member_id:
            self.claimed[placed.member_id].append(placed)

    def find_alike(self, placed: PlacedRow, others: bool = False) -> PersonRow | None:
        """An earlier row that may be the same person; with `others`, also rows declared another person."""
        return next(
            (other.row for other in self._others(placed) if (others or not other.another) and _perhaps(placed, other)),
            None,
        )

    def rows_meaning(self, member_id: int, number: int) -> list[PlacedRow]:
        """Other rows that mean a registered person."""
        return [other for other in self.claimed.get(member_id, ()) if other.row.number != number]

    def _others(self, placed: PlacedRow) -> list[PlacedRow]:
        alike = self.named.get(possible_namesake_key(placed.row.name), ())
        return [
            other for other in alike if other.row.number != placed.row.number and not told_apart(placed.row, other.row)
        ]


def contradicting_rows(rows: list[PersonRow]) -> dict[int, int]:
    """Rows sharing a number with a row that is clearly somebody else, with that row: the owner is unknown."""
    holders: dict[str, list[PersonRow]] = defaultdict(list)
    for row in rows:
        for number in {one.hash for one in (row.card, row.citizen) if one}:
            holders[number].append(row)
    found: dict[int, int] = {}
    for several in holders.values():
        for row in several:
            for other in several:
                if not confirms_number_match(row.name, row.born, other.name, other.born):
                    found.setdefault(row.number, other.number)
    return found


def told_apart(row: PersonRow, other: PersonRow) -> bool:
    """Whether two rows have different citizen numbers."""
    return bool(row.citizen and other.citizen and row.citizen.hash != other.citizen.hash)


def surely_same(one: PlacedRow, other: PlacedRow) -> bool:
    """Whether two rows have one name with diacritics, one full day of birth, and a common cell."""
    day = len(one.row.born or "") == 10 and one.row.born == other.row.born
    return (
        day
        and name_key_with_accents(one.row.name) == name_key_with_accents(other.row.name)
        and bool(one.units & other.units)
    )


def _perhaps(one: PlacedRow, other: PlacedRow) -> bool:
    """Same day of birth anywhere; or one cell, or years of birth in one commune, as far as nothing contradicts it but a
    date that may be typed wrongly.
    """
    born, then = one.row.born, other.row.born
    if not _spelled(one.row.name, other.row.name):
        return False
    if not dates_compatible(born, then):
        whole = len(born or "") == len(then or "") == 10
        near = one.units & other.units or (whole and one.areas & other.areas)
        return bool(near) and dates_confusable(born, then)
    if len(born or "") == 10 and born == then:
        return True
    return bool(one.units & other.units) or bool(born and then and one.areas & other.areas)


def _spelled(name: str, other: str) -> bool:
    """Whether two similar names may be one: not if both have diacritics and these differ."""
    plain = any(fold(one) == clean(one).lower() for one in (name, other))
    return plain or name_key_with_accents(name) == name_key_with_accents(other) or fold(name) != fold(other)
