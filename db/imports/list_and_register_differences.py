"""Comparing what a list and the register say about somebody."""

from typing import Any

from db.imports.person_rows import NUMBERS, PLAIN, PersonRow
from db.people.same_person_check import dates_compatible
from db.vietnamese import clean, fold, person_sort_key

DATES = {"born", "admitted", "official"}


def compare_with_register(person: dict, row: PersonRow) -> tuple[dict, dict[str, tuple]]:
    """Columns that the list completes or makes more precise, and those that differ, as pairs of register and list."""
    sets, differing = {}, {}
    for name in PLAIN:
        ours, theirs = person[name], getattr(row, name)
        if theirs and not _agrees(name, ours, theirs):
            if not ours or (name in DATES and theirs.startswith(ours)):
                sets[name] = theirs
            else:
                differing[name] = (ours, theirs)
    for name in NUMBERS:
        ours, theirs = person[f"{name}_hash"], getattr(row, name)
        if theirs and ours != theirs.hash:
            if ours is None:
                sets |= number_columns(name, theirs)
            else:
                differing[name] = (person[f"{name}_last4"], theirs)
    return sets, differing


def values_of_list(differing: dict[str, tuple]) -> dict:
    """The columns with the list's values."""
    found: dict[str, Any] = {}
    for name, (_, theirs) in differing.items():
        found |= number_columns(name, theirs) if name in NUMBERS else {name: theirs}
    return found


def number_columns(name: str, theirs) -> dict:
    """The columns of a card or citizen number."""
    return {f"{name}_hash": theirs.hash, f"{name}_last4": theirs.last4, f"{name}_number": theirs.whole}


def _agrees(name: str, ours: str | None, theirs: str) -> bool:
    if name in DATES:
        return bool(ours) and ours.startswith(theirs) and dates_compatible(ours, theirs)
    if name == "phone":
        return _digits(ours) == _digits(theirs)
    if name == "name":
        return person_sort_key(ours) == person_sort_key(theirs)
    return clean(ours) == theirs or (bool(ours) and fold(ours) == fold(theirs))


def _digits(said: str | None) -> str:
    return "".join(char for char in said or "" if char.isdigit())
