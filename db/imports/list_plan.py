"""The plan for a list of any kind: the outcome of each row, and the whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from db.imports.import_answers import ImportAnswers
from db.imports.list_rows import ListRow


class RowEffect(StrEnum):
    """The outcome of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNTOUCHED = "untouched"
    LEFT_OUT = "left_out"
    ASKED = "asked"
    REFUSED = "refused"


WRITTEN = (RowEffect.CREATED, RowEffect.CHANGED)


@dataclass
class ListOutcome:
    """The outcome of a row, with the code and values of the sentence that gives the reason."""

    row: Any  # a row of this kind of list
    effect: RowEffect
    code: str | None = None
    values: dict = field(default_factory=dict)


@dataclass
class ListPlan:
    """The whole plan, with its basis."""

    answers: ImportAnswers
    outcomes: Sequence[Any]

    @property
    def counts(self) -> Counter:
        return Counter(outcome.effect for outcome in self.outcomes)

    @property
    def changes(self) -> bool:
        return any(outcome.effect in WRITTEN for outcome in self.outcomes)

    @property
    def ended(self) -> int:
        """How many stays end because they are missing from the list."""
        return 0

    @property
    def digest(self) -> str:
        """A digest of all that the plan would write and of what that replaces: equal as long as it does the same."""
        return sha256(repr((self.answers.day, self.written())).encode()).hexdigest()[:16]

    def written(self) -> list[tuple]:
        """What the rows that are created or changed would write."""
        return [(one.effect, one.row, *self.written_for(one)) for one in self.outcomes if one.effect in WRITTEN]

    def written_for(self, outcome: Any) -> tuple:
        """What one such row would write, and where, besides what it says itself."""
        return ()


@dataclass(frozen=True)
class ListContent:
    """The contents of a staged list: its rows, whether it is complete, names beside its rows (hidden or on unselected
    sheets), and manually assigned headings to remember.
    """

    rows: Sequence[ListRow]
    whole: bool = True
    beside: Sequence[str] = ()
    columns: dict[str, str] = field(default_factory=dict)
