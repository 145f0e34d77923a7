"""The kind of work organisation that a row of a list says: in a column of its own, or in one that says just that."""

from typing import NamedTuple

from components.files import cell_values
from db.imports import organisation_words

COLUMNS = ("organisation", "standing", "workplace")  # "Loại hình" may be either, by what stands below it


class ReadKind(NamedTuple):
    """What was read, as a row knows it, and the fields that say something else, each with what it says."""

    known: dict[str, str]
    unread: list[tuple[str, str]]


def read_kind(cells: dict, words: dict[str, str]) -> ReadKind:
    """The kind by its key, by the words for it. What says a kind is taken out of a column of standings."""
    said = {field: text for field in COLUMNS if (text := cell_values.to_text(cells.get(field)))}
    kinds = {field: kind for field, text in said.items() if (kind := organisation_words.kind_of(words, text))}
    if "standing" in kinds:
        del cells["standing"]
    unread = [("organisation", said["organisation"])] if "organisation" in said.keys() - kinds.keys() else []
    return ReadKind({"organisation": next(iter(kinds.values()))} if kinds else {}, unread)
