"""What comes of a list: of each row, of those who are missing on it, and all of it together."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from db.imports.answers import Answers
from db.imports.known import Register, Stay
from db.imports.naming import Meaning, Name
from db.imports.rows import Row
from db.models import MembershipKind


class Effect(StrEnum):
    """What comes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNTOUCHED = "untouched"
    LEFT_OUT = "left_out"
    ASKED = "asked"
    REFUSED = "refused"


class Join(NamedTuple):
    """A membership to begin."""

    where: Meaning
    kind: MembershipKind


@dataclass
class Outcome:
    """One row: what comes of it and why, whom it means, what is set, begun and ended; the stays that it speaks against, where list and register differ."""

    row: Row
    effect: Effect
    code: str | None = None
    values: dict = field(default_factory=dict)
    member_id: int | None = None
    sets: dict = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)
    ends: list[Stay] = field(default_factory=list)
    against: list[Stay] = field(default_factory=list)
    asked: tuple[int, ...] = ()
    differing: dict[str, tuple] = field(default_factory=dict)


class Missing(NamedTuple):
    """Somebody of these cells who is not on the list, or who it says is gone; whether his stay ends."""

    member_id: int
    stay: Stay
    said: str | None
    ends: bool


@dataclass
class Plan:
    """Everything that would happen."""

    known: Register
    answers: Answers
    names: dict[str, Name]
    outcomes: list[Outcome]
    missing: list[Missing]
    beside: list[Missing] = field(default_factory=list)  # whose names stand on rows or sheets that are not taken: not missing, nor brought in

    @property
    def counts(self) -> Counter:
        return Counter(outcome.effect for outcome in self.outcomes)

    @property
    def changes(self) -> bool:
        return any(outcome.effect in (Effect.CREATED, Effect.CHANGED) for outcome in self.outcomes) or any(one.ends for one in self.missing)
