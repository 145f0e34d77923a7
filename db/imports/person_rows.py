"""Staged rows of a list of members: one person each, numbers as keyed hashes, or why a row cannot be imported."""

from dataclasses import dataclass

from db.imports.list_rows import ListRow, to_dict

__all__ = ["NUMBERS", "PLAIN", "HashedNumber", "PersonRow", "row_from_dict", "to_dict"]

NUMBERS = ("card", "citizen")
PLAIN = ("name", "sex", "born", "admitted", "official", "address", "phone", "workplace", "position", "organisation")


@dataclass(frozen=True)
class HashedNumber:
    """A card or citizen number: keyed hash and last digits; in full only if the setting keeps numbers."""

    hash: str
    last4: str
    whole: str | None = None


@dataclass(frozen=True)
class PersonRow(ListRow):
    """One person of the list. `cell` and `home` are units as written."""

    sex: str | None = None
    born: str | None = None
    admitted: str | None = None
    official: str | None = None
    card: HashedNumber | None = None
    citizen: HashedNumber | None = None
    cell: str | None = None  # cell of the person's own membership
    home: str | None = None  # cell where the person lives
    kind: str | None = None  # kind of membership, if the list says it
    workplace: str | None = None
    position: str | None = None
    organisation: str | None = None  # key of the kind of work organisation
    address: str | None = None
    phone: str | None = None
    probationary: bool = False
    gone: str | None = None  # what the list says about somebody who has left
    cell_of_sheet: bool = False  # its cell is only the name of the sheet, which may mean nothing

    @property
    def place(self) -> str:
        return self.cell or self.home or ""

    @property
    def numbered(self) -> bool:
        return bool(self.card or self.citizen)


def row_from_dict(given: dict) -> PersonRow:
    """A row from its JSON."""
    numbers = {name: HashedNumber(**given[name]) for name in NUMBERS if given.get(name)}
    return PersonRow(**{**given, **numbers})
