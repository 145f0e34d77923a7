"""Answers to the open questions of a list, as one draft shared by all who may import it."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from sqlmodel import Session

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.errors import Invalid
from db.kernel.scope import Audience, Viewer
from db.kernel.validation import EARLIEST

KIND = "import"
FILE = "file"
OUTSIDE, NOT_OURS, NEW, UNIT = "outside", "not_ours", "new", "unit"
MOVE, KEEP, LEFT, THEIRS, ANOTHER, TWIN = "move", "keep", "left", "theirs", "another", "twin"
SAME = "same"
CHOICES = {"moved": (MOVE, KEEP), "missing": (LEFT, KEEP), "differing": (THEIRS, KEEP)}


@dataclass(frozen=True)
class ImportAnswers:
    """The answers: for units by name, for people by row, the rest for the whole list with
    exceptions for single people.
    """

    day: date = field(default_factory=clock.today)
    commune: str | None = None
    workplace: str | None = None  # by its code; for all people of a letter
    letter: str | None = None
    letter_day: date | None = None
    units: dict[str, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    moved: str | None = None
    missing: str = KEEP
    differing: str = KEEP
    others: dict[DraftField, str] = field(default_factory=dict)  # exceptions by row
    occasion: str | None = None  # for all requests that do not name their own
    due: date | None = None

    def answer_about(self, question: str, part: str) -> str | None:
        """Return the answer about one person: the individual one, otherwise the one for the whole list."""
        return self.others.get(DraftField(part, question)) or getattr(self, question)


def unit_part(words: str) -> str:
    """The draft part for a unit's name, independent of its position when the file is read differently."""
    return f"unit:{sha256(words.encode()).hexdigest()[:16]}"


def row_part(number: int) -> str:
    """The draft part for the person of a row."""
    return f"row:{number}"


def member_part(code: str) -> str:
    """The draft part for somebody who is not on the list."""
    return f"member:{code}"


def draft_key(viewer: Viewer, code: str) -> DraftKey:
    """The place of the draft for a staged list."""
    return DraftKey(KIND, viewer.unit_id, code)


def load_answers(session: Session, viewer: Viewer, code: str) -> ImportAnswers:
    """The current answers; unreadable ones are ignored."""
    given: dict[DraftField, str] = {
        key: value for key, value in drafts.load_in(session, draft_key(viewer, code)).values.items() if value
    }
    whole = {key.name: value for key, value in given.items() if key.part == FILE}
    chosen = {name: whole[name] for name, fit in CHOICES.items() if whole.get(name) in fit}
    units = {key.part: value for key, value in given.items() if key.part.startswith("unit:")}
    people = {
        number: value
        for key, value in given.items()
        if key.name == SAME and (number := parse_part_number(key.part, "row")) is not None
    }
    others = {key: value for key, value in given.items() if key.part != FILE and value in CHOICES.get(key.name, ())}
    return ImportAnswers(
        _day(whole.get("day")) or clock.today(),
        whole.get("commune"),
        whole.get("workplace"),
        whole.get("letter"),
        _parsed(whole.get("letter_day")),
        units,
        people,
        **chosen,
        others=others,
        occasion=whole.get("occasion"),
        due=_parsed(whole.get("due")),
    )


def save_answers(viewer: Viewer, code: str, values: dict[DraftField, str | None]) -> None:
    """Save answers; the latest one wins. Impossible days are ignored. Raises Invalid for a day in the future."""
    said = values.get(DraftField(FILE, "day"))
    if said and (day := _parsed(said)) and day > clock.today():
        raise Invalid("day_to_come", day=day)
    values = {key: value for key, value in values.items() if key != DraftField(FILE, "day") or not value or _day(value)}
    standing = drafts.load(viewer, draft_key(viewer, code)).values
    drafts.save_values(
        viewer, draft_key(viewer, code), values, {key: standing.get(key) for key in values}, Audience.LISTS
    )


def parse_part_number(part: str, kind: str) -> int | None:
    """The number in the name of a part such as row:12; None for other parts."""
    named, _, number = part.partition(":")
    return int(number) if named == kind and number.isascii() and number.isdigit() else None


def _day(said: str | None) -> date | None:
    """The date of a list, up to today; None if it is impossible or long past."""
    day = _parsed(said)
    return min(day, clock.today()) if day and day >= EARLIEST else None


def _parsed(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except (TypeError, ValueError):
        return None
