"""What lists write for kinds of work organisations: their names, and the words that the setting tells beside them."""

from sqlmodel import Session

from db.people.member_traits import ORGANISATIONS
from db.settings import settings
from db.vietnamese import fold


def shipped_words() -> dict[str, str]:
    """The words as shipped, each with its kind."""
    return _words(settings.shipped_value(ORGANISATIONS))


def words_of_unit(session: Session, unit_id: int) -> dict[str, str]:
    """The words as a unit has them."""
    return _words(settings.value_for_unit(session, ORGANISATIONS, unit_id))


def kind_of(words: dict[str, str], said: str) -> str | None:
    """The kind that a text means: it is one of the words, or begins with one; the longest decides."""
    folded = fold(said)
    return next((words[word] for word in _beginnings(folded) if word in words), None)


def _beginnings(folded: str) -> list[str]:
    """A text, and what it begins with, word by word, the longest first."""
    parts = folded.split()
    return [" ".join(parts[:many]) for many in range(len(parts), 0, -1)]


def _words(rows: list[dict]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for word in (row["vi"], row.get("en", ""), *row.get("words", "").split(",")):
            if folded := " ".join(fold(word).split()):
                found.setdefault(folded, row["key"])
    return found
