"""The kind of work organisation in a row of a list: from its own column, or from another one that says just that."""

from typing import NamedTuple

from components.files import cell_values
from db.imports import organisation_words

COLUMNS = ("organisation", "standing", "workplace")  # "Loại hình" may be either, depending on the values below it


class ParsedKind(NamedTuple):
    """What was read, keyed by the row's fields, and the fields whose text means something else."""

    known: dict[str, str]
    unread: list[tuple[str, str]]


def parse_kind(cells: dict, words: dict[str, str]) -> ParsedKind:
    """Return the key of the kind, found by the words for it; such words are removed from a column of statuses."""
    said = {field: text for field in COLUMNS if (text := cell_values.to_text(cells.get(field)))}
    kinds = {
        field: kind for field, text in said.items() if (kind := organisation_words.parse_organisation_kind(words, text))
    }
    if "standing" in kinds:
        del cells["standing"]
    unread = [("organisation", said["organisation"])] if "organisation" in said.keys() - kinds.keys() else []
    return ParsedKind({"organisation": next(iter(kinds.values()))} if kinds else {}, unread)
