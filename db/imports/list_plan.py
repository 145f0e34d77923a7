"""The plan for a list of any kind: the outcome of each row, and the whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
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
        return any(outcome.effect in (RowEffect.CREATED, RowEffect.CHANGED) for outcome in self.outcomes)

    @property
    def ended(self) -> int:
        """How many stays end because they are missing from the list."""
        return 0


@dataclass(frozen=True)
class ListContent:
    """The contents of a staged list: its rows, whether it is complete, names beside its rows (hidden or on unselected
    sheets), and manually assigned headings to remember.
    """

    rows: Sequence[ListRow]
    whole: bool = True
    beside: Sequence[str] = ()
    columns: dict[str, str] = field(default_factory=dict)
