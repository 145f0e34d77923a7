"""A list of a cell's people with marks, typed over saved: what all such sheets have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from db.assessments.assessed_people import AssessedPerson
from db.assessments.assessment_forms import AssessmentForm, FormItem
from db.calendar import clock
from db.drafts.drafts import DraftContent, DraftField, DraftKey

LIST, FOR_ALL = "list", "all."  # the draft's part for the list; prefix of the fields for everybody


@dataclass(frozen=True)
class MarkedLine:
    """One person on the sheet. `typed` are the items answered individually in the draft; `common`: a
    value for all applies.
    """

    person: AssessedPerson
    counts: Any  # what the year's record says about the person
    form: AssessmentForm
    saved: Any
    marks: Mapping[str, str]
    texts: Mapping[str, str]
    typed: frozenset[str]
    common: bool

    @property
    def part(self) -> str:
        """The person's part of the draft."""
        return draft_part(self.person.member_id)

    @property
    def locked(self) -> bool:
        """Whether it cannot be changed here."""
        return False

    @property
    def missing(self) -> list[FormItem]:
        """Items without a mark."""
        return [item for item in self.form.marked_items if item.key not in self.marks]


Line = TypeVar("Line", bound=MarkedLine)


@dataclass(frozen=True)
class MarkedSheet(Generic[Line]):
    """A cell's year: its people and the draft; `base` is a fingerprint of everything saved beneath it."""

    unit_id: int
    year: int
    place: DraftKey
    form: AssessmentForm | None
    lines: list[Line]
    exempt: list[AssessedPerson]  # people on the list but not on the sheet
    typed: DraftContent
    base: str

    @property
    def saved(self) -> bool:
        """Whether anything is saved."""
        return any(line.saved for line in self.lines)

    @property
    def accepts_common_marks(self) -> bool:
        """Whether a mark for the whole list would apply to anybody."""
        return any(line.saved is None and line.form == self.form for line in self.lines)

    @property
    def common_items(self) -> list[FormItem]:
        """Items for which one mark may be chosen for the whole list."""
        return list(self.form.marked_items) if self.form else []

    @property
    def has_common_marks(self) -> bool:
        """Whether every item not proposed from the record has a mark for the whole list."""
        return all(self.common_mark(item) or item.attendance for item in self.common_items)

    def find(self, member_id: int | None) -> Line | None:
        """A person's line."""
        return next((line for line in self.lines if line.person.member_id == member_id), None)

    def text(self, name: str) -> str:
        """A typed text of the whole list."""
        return self.typed.values.get(DraftField(LIST, name)) or ""

    def day(self, name: str) -> date | None:
        """A typed day of the whole list."""
        return clock.parse_day(self.text(name))

    def common_mark(self, item: FormItem) -> str | None:
        """The mark chosen for the whole list."""
        chosen = self.text(f"{FOR_ALL}{item.key}")
        return chosen if item.has_mark(chosen) else None


def draft_part(member_id: int) -> str:
    """The draft part of a person."""
    return f"m{member_id}"


def is_valid_answer(item: FormItem, value: str | None) -> bool:
    """Whether it is a valid answer to the item; an empty one clears the answer."""
    return value is not None and (not value or not item.marks or item.has_mark(value))
