"""What comes of a list: of each row, of those who are missing on it, and all of it together."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from db.imports.answers import Answers
from db.imports.import_rows import ImportRow
from db.imports.register_snapshot import OpenMembership, RegisterSnapshot
from db.imports.unit_names import UnitMeaning, UnitNameInList
from db.models import MembershipKind


class RowEffect(StrEnum):
    """What comes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNTOUCHED = "untouched"
    LEFT_OUT = "left_out"
    ASKED = "asked"
    REFUSED = "refused"


class MembershipStart(NamedTuple):
    """A membership to begin."""

    where: UnitMeaning
    kind: MembershipKind


@dataclass
class RowOutcome:
    """One row: what comes of it and why, whom it means, what is set, begun and ended;
    the stays that it speaks against, where list and register differ.
    """

    row: ImportRow
    effect: RowEffect
    code: str | None = None
    values: dict = field(default_factory=dict)
    member_id: int | None = None
    sets: dict = field(default_factory=dict)
    joins: list[MembershipStart] = field(default_factory=list)
    ends: list[OpenMembership] = field(default_factory=list)
    against: list[OpenMembership] = field(default_factory=list)
    asked: tuple[int, ...] = ()
    differing: dict[str, tuple] = field(default_factory=dict)


class MissingPerson(NamedTuple):
    """Somebody of these cells who is not on the list, or who it says is gone; whether his stay ends."""

    member_id: int
    stay: OpenMembership
    said: str | None
    ends: bool


@dataclass
class ImportPlan:
    """Everything that would happen."""

    known: RegisterSnapshot
    answers: Answers
    names: dict[str, UnitNameInList]
    outcomes: list[RowOutcome]
    missing: list[MissingPerson]
    # whose names stand on rows or sheets that are not taken: not missing, nor brought in
    beside: list[MissingPerson] = field(default_factory=list)

    @property
    def counts(self) -> Counter:
        return Counter(outcome.effect for outcome in self.outcomes)

    @property
    def changes(self) -> bool:
        return any(outcome.effect in (RowEffect.CREATED, RowEffect.CHANGED) for outcome in self.outcomes) or any(
            one.ends for one in self.missing
        )
