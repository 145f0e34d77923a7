"""The sheet of a cell's assessments for a year: each person's answers, typed over saved. No SQL here.

Values chosen for the whole list apply to people without an answer of their own; attendance is proposed from the record.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from db.assessments.assessed_people import AssessedPerson
from db.assessments.assessment_forms import AssessmentForm, FormItem
from db.assessments.marked_sheet import MarkedLine, MarkedSheet, is_valid_answer
from db.assessments.year_counts import YearCounts
from db.vietnamese import fold

SAME = 3  # people described by the same sentence


class AssessmentState(StrEnum):
    """How far an assessment has come."""

    DUE = "due"
    ASSESSED = "assessed"
    AGREED = "agreed"  # with the Front committee
    RETURNED = "returned"  # returned by the commune for another review
    CONFIRMED = "confirmed"
    ISSUED = "issued"


class SavedAssessment(NamedTuple):
    """A saved assessment. `texts` is None if they were not read."""

    id: int
    code: str
    member_id: int
    form: AssessmentForm
    assessed_on: date
    author_id: int | None
    minutes_dated: date | None
    front_agreed_on: date | None
    front_agreed_with: str | None
    returned_on: date | None
    confirmed_on: date | None
    document_id: int | None
    marks: Mapping[str, str]
    texts: Mapping[str, str] | None = None

    @property
    def locked(self) -> bool:
        """Whether it is final: confirmed and not returned."""
        return self.confirmed_on is not None and self.returned_on is None

    @property
    def state(self) -> AssessmentState:
        if self.returned_on:
            return AssessmentState.RETURNED
        if self.confirmed_on:
            return AssessmentState.ISSUED if self.document_id else AssessmentState.CONFIRMED
        return AssessmentState.AGREED if self.front_agreed_on else AssessmentState.ASSESSED


@dataclass(frozen=True)
class AssessmentLine(MarkedLine):
    """One person on the sheet; `own`: the viewer."""

    counts: YearCounts
    saved: SavedAssessment | None
    own: bool

    @property
    def locked(self) -> bool:
        """Whether it cannot be changed here: confirmed, or about the viewer."""
        return self.own or (self.saved is not None and self.saved.locked)

    @property
    def state(self) -> AssessmentState:
        return self.saved.state if self.saved else AssessmentState.DUE

    @property
    def missing(self) -> list[FormItem]:
        """Items without a mark; of a form without marks, all items while nothing is written."""
        if not self.form.marked_items:
            return [] if any(self.texts.values()) else list(self.form.items)
        return super().missing

    @property
    def begun(self) -> bool:
        """Whether an assessment has been begun, beyond what is proposed from the record."""
        return self.saved is not None or bool(self.typed) or self.common

    @property
    def changed(self) -> bool:
        """Whether a save would write anything about the person."""
        if self.locked or not self.begun:
            return False
        if self.saved is None:
            return True
        if dict(self.saved.marks) != dict(self.marks) or (self.saved.returned_on and self.typed):
            return True
        if self.saved.texts is None:
            return any(item.key in self.typed for item in self.form.written_items)
        return _said(self.saved.texts) != _said(self.texts)

    @property
    def proposed(self) -> dict[str, str]:
        """Marks proposed from the record of meetings, by item."""
        found = {item.key: self.counts.proposed_mark(item) for item in self.form.marked_items if item.attendance}
        return {key: mark for key, mark in found.items() if mark}


@dataclass(frozen=True)
class AssessmentSheet(MarkedSheet[AssessmentLine]):
    """A cell's year: who is assessed, who is left out, and the draft."""

    exempt_or_gone: list[AssessedPerson]

    @property
    def on_list(self) -> int:
        """The number of people on the cell's list, exempt ones included."""
        here = sum(line.person.here for line in self.lines)
        return here + len(self.exempt)

    @property
    def due(self) -> list[AssessmentLine]:
        """People to be assessed even without a request."""
        return [line for line in self.lines if line.person.due]

    @property
    def lines_to_save(self) -> list[AssessmentLine]:
        """People whom a save writes: with every answer, and with something that differs from what is saved, including
        the day of and participants in the agreement with the Front committee.
        """
        return [
            line for line in self.lines if not line.missing and not line.locked and (line.changed or self._agreed(line))
        ]

    def _agreed(self, line: AssessmentLine) -> bool:
        """Whether somebody saved has since been discussed with the Front committee."""
        agreed, saved = self.day("front_agreed_on"), line.saved
        if agreed is None or saved is None:
            return False
        return (agreed, self.text("front_agreed_with")[:200]) != (saved.front_agreed_on, saved.front_agreed_with or "")

    @property
    def incomplete(self) -> list[AssessmentLine]:
        """People begun but without every answer."""
        return [line for line in self.lines if line.begun and line.missing and not line.locked]

    @property
    def repeated_texts(self) -> dict[str, list[AssessmentLine]]:
        """Sentences used for many people, with the people."""
        said = [(fold(text), text, line) for line in self.lines for text in line.texts.values() if text]
        counts = Counter(folded for folded, _, _ in said)
        found: dict[str, list[AssessmentLine]] = {}
        first: dict[str, str] = {}
        for folded, text, line in said:
            if counts[folded] >= SAME:
                found.setdefault(first.setdefault(folded, text), []).append(line)
        return found


def compose_line(
    person: AssessedPerson,
    counts: YearCounts,
    form: AssessmentForm,
    saved: SavedAssessment | None,
    typed: Mapping[str, str],
    own: bool,
    common: Mapping[str, str],
) -> AssessmentLine:
    """Return a person's line: the individual answer (`typed`, by item) wins over the saved one, that over the value for
    all (`common`, by item), and that over the proposal from the record.
    """
    locked = saved is not None and saved.locked
    mine = (
        {}
        if locked
        else {item.key: typed[item.key] for item in form.items if is_valid_answer(item, typed.get(item.key))}
    )
    marked = form.marked_items
    marks = {item.key: mark for item in marked if (mark := _mark(item, mine, saved, common, counts))}
    texts = dict(saved.texts or {}) if saved else {}
    texts |= {item.key: mine[item.key] for item in form.written_items if item.key in mine}
    fresh = saved is None and any(item.has_mark(common.get(item.key)) for item in marked)
    return AssessmentLine(person, counts, form, saved, marks, texts, frozenset(mine), fresh and not own, own)


def _mark(
    item: FormItem,
    mine: Mapping[str, str],
    saved: SavedAssessment | None,
    common: Mapping[str, str],
    counts: YearCounts,
) -> str | None:
    if item.key in mine:
        return mine[item.key] or None
    if saved is not None:
        return saved.marks.get(item.key)
    return common.get(item.key) if item.has_mark(common.get(item.key)) else counts.proposed_mark(item)


def _said(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def ids_with_repeated_texts(remarks: Iterable[tuple[int, str]]) -> set[int]:
    """Ids of people whose text is also used for many others."""
    folded = [(each, fold(text)) for each, text in remarks if text]
    counts = Counter(text for _, text in folded)
    return {each for each, text in folded if counts[text] >= SAME}
