"""Staged rows of a list of requests: one person each, and the comment requested."""

from dataclasses import dataclass

from db.imports import person_rows
from db.imports.person_rows import PersonRow


@dataclass(frozen=True)
class RequestRow(PersonRow):
    """One person of a list of requests; fields missing in the list are None."""

    occasion: str | None = None  # as written
    due: str | None = None  # as yyyy-mm-dd


def row_from_dict(given: dict) -> RequestRow:
    """A row from its JSON."""
    own = ("occasion", "due")
    person = person_rows.row_from_dict({name: value for name, value in given.items() if name not in own})
    return RequestRow(**{**vars(person), **{name: given[name] for name in own if name in given}})
