"""Words in lists for kinds of organisations: their names, and synonyms from the setting."""

from sqlmodel import Session

from db.people.member_traits import ORGANISATIONS
from db.settings import settings
from db.vietnamese import fold


def shipped_words() -> dict[str, str]:
    """The shipped words, each with its kind."""
    return _words(settings.shipped_value(ORGANISATIONS))


def words_of_unit(session: Session, unit_id: int) -> dict[str, str]:
    """The words as set for a unit."""
    return _words(settings.value_for_unit(session, ORGANISATIONS, unit_id))


def parse_organisation_kind(words: dict[str, str], said: str) -> str | None:
    """The kind that a text means: the longest of the words that it equals or begins with decides."""
    folded = fold(said)
    return next((words[word] for word in _beginnings(folded) if word in words), None)


def _beginnings(folded: str) -> list[str]:
    """A text and its beginnings, word by word, longest first."""
    parts = folded.split()
    return [" ".join(parts[:many]) for many in range(len(parts), 0, -1)]


def _words(rows: list[dict]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for word in (row["vi"], row.get("en", ""), *row.get("words", "").split(",")):
            if folded := " ".join(fold(word).split()):
                found.setdefault(folded, row["key"])
    return found
