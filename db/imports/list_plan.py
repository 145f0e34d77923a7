"""What comes of a list of any kind: of each row, and of all of it together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from db.imports.answers import Answers
from db.imports.list_rows import ListRow


class RowEffect(StrEnum):
    """What comes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNTOUCHED = "untouched"
    LEFT_OUT = "left_out"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass
class ListOutcome:
    """One row: what comes of it, and the code and values of the sentence that says why."""

    row: Any  # a row of the list's kind
    effect: RowEffect
    code: str | None = None
    values: dict = field(default_factory=dict)


@dataclass
class ListPlan:
    """Everything that would happen, with what it was planned from."""

    answers: Answers
    outcomes: Sequence[Any]

    @property
    def counts(self) -> Counter:
        return Counter(outcome.effect for outcome in self.outcomes)

    @property
    def changes(self) -> bool:
        return any(outcome.effect in (RowEffect.CREATED, RowEffect.CHANGED) for outcome in self.outcomes)

    @property
    def ended(self) -> int:
        """How much that the list does not have any more ends."""
        return 0


@dataclass(frozen=True)
class ListContent:
    """What a staged list brings: its rows, whether it is a whole one, names that stand beside its rows, on hidden ones
    or on sheets that are not taken, and headings said by hand, for the next list.
    """

    rows: Sequence[ListRow]
    whole: bool = True
    beside: Sequence[str] = ()
    columns: dict[str, str] = field(default_factory=dict)
