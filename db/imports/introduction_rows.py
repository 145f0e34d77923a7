"""Staged rows of a list of introductions: one person each, with the letter."""

from dataclasses import dataclass

from db.imports import person_rows
from db.imports.person_rows import PersonRow


@dataclass(frozen=True)
class LetterRow(PersonRow):
    """One person of a letter; `commune` is the commune of residence, as written. Missing fields are None."""

    commune: str | None = None
    letter: str | None = None
    letter_day: str | None = None  # as yyyy-mm-dd
    exempt: bool = False  # exempt from meetings

    @property
    def place(self) -> str:
        return self.commune or ""


def from_member_row(row: PersonRow, **letter) -> LetterRow:
    """A member's row with its letter."""
    return LetterRow(**{**vars(row), **letter})


def row_from_dict(given: dict) -> LetterRow:
    """A row from its JSON."""
    own = ("commune", "letter", "letter_day", "exempt")
    person = person_rows.row_from_dict({name: value for name, value in given.items() if name not in own})
    return from_member_row(person, **{name: given[name] for name in own if name in given})
