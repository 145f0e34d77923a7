"""The sheet of a cell's evaluation for a year: each own member's steps, typed over saved. No SQL here.

Any step may be saved by itself. Values chosen for the whole list apply to people who are not exempt and have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from db.assessments.assessed_people import AssessedPerson
from db.assessments.assessment_forms import AssessmentForm, FormItem
from db.assessments.marked_sheet import FOR_ALL, MarkedLine, MarkedSheet, is_valid_answer
from db.evaluations.evaluation_form import DECIDED, PROPOSED, SELF, UNCLASSIFIED, VOTES
from db.evaluations.year_work import YearWork


class EvaluationSteps(NamedTuple):
    """An evaluation as it is stored."""

    self_class: str | None = None
    self_on: date | None = None
    votes: int | None = None
    voters: int | None = None
    proposed: str | None = None
    unclassified: str | None = None
    decided: str | None = None
    decision_number: str | None = None
    decided_on: date | None = None


NO_STEPS = EvaluationSteps()
# fields that go with an answer and are typed once for the whole list
BESIDE = {"self_on": SELF, "voters": VOTES, "decision_number": DECIDED, "decided_on": DECIDED}


class SavedEvaluation(NamedTuple):
    """A saved evaluation."""

    id: int
    member_id: int
    steps: EvaluationSteps

    @property
    def marks(self) -> dict[str, str]:
        """The answers given as a class or a reason."""
        found = {key: getattr(self.steps, key) for key in (SELF, PROPOSED, UNCLASSIFIED, DECIDED)}
        return {key: mark for key, mark in found.items() if mark}

    @property
    def texts(self) -> dict[str, str]:
        """The answers given as a number."""
        return {} if self.steps.votes is None else {VOTES: str(self.steps.votes)}


@dataclass(frozen=True)
class EvaluationLine(MarkedLine):
    """One own member and how far the evaluation has come."""

    counts: YearWork
    saved: SavedEvaluation | None

    @property
    def missing(self) -> list[FormItem]:
        """The next step: the cell's proposal, for people to be classified without class or reason."""
        done = not self.person.due or any(self.marks.get(key) for key in (PROPOSED, UNCLASSIFIED, DECIDED))
        return [] if done else [item for item in self.form.marked_items if item.key == PROPOSED]

    @property
    def current_class(self) -> str | None:
        """The current class: the decided one, otherwise the proposed one."""
        return self.marks.get(DECIDED) or self.marks.get(PROPOSED)

    @property
    def saved_steps(self) -> EvaluationSteps:
        """What is saved about the member."""
        return self.saved.steps if self.saved else NO_STEPS

    def answer(self, key: str) -> str | None:
        """Return the answer to an item."""
        return self.marks.get(key) or self.texts.get(key) or None


@dataclass(frozen=True)
class EvaluationSheet(MarkedSheet[EvaluationLine]):
    """A cell's year: its own members, exempt ones at the end."""

    @property
    def accepts_common_marks(self) -> bool:
        """Whether a class for all would apply to anybody."""
        return any(line.person.due for line in self.lines)

    @property
    def common_items(self) -> list[FormItem]:
        """The classes; a reason for none is individual."""
        return [item for item in super().common_items if item.key != UNCLASSIFIED]

    @property
    def has_common_marks(self) -> bool:
        """Whether a class is chosen for the whole list, or anything is saved: the steps are weeks apart."""
        return self.saved or any(self.common_mark(item) for item in self.common_items)

    @property
    def due(self) -> list[EvaluationLine]:
        """People to be classified: on the list and not exempt."""
        return [line for line in self.lines if line.person.due]

    @property
    def lines_to_save(self) -> list[tuple[EvaluationLine, EvaluationSteps]]:
        """The evaluations that a save writes, with their new steps."""
        beside = {
            name: (self.day(name) if name.endswith("_on") else self.text(name), self._beside(name, key))
            for name, key in BESIDE.items()
        }
        found = [(line, _steps(line, beside)) for line in self.lines]
        return [(line, steps) for line, steps in found if steps != line.saved_steps]

    def _beside(self, name: str, key: str) -> set[int]:
        """The people to whom the typed day, number or voters apply: those whose answer is new or lacks it; if there are
        none, all with an answer, as a correction.
        """
        if not self.text(name):
            return set()
        with_answer = [line for line in self.lines if line.answer(key)]
        new = [
            line
            for line in with_answer
            if getattr(line.saved_steps, name) is None or str(getattr(line.saved_steps, key)) != line.answer(key)
        ]
        return {line.person.member_id for line in new or with_answer}


def _steps(line: EvaluationLine, beside: Mapping[str, tuple[Any, set[int]]]) -> EvaluationSteps:
    """A person's steps as a save would write them; `beside` says what is typed beside an answer, and for whom."""
    if not (line.marks or line.texts):
        return NO_STEPS
    told: dict = {key: line.marks.get(key) for key in (SELF, PROPOSED, UNCLASSIFIED, DECIDED)}
    told[VOTES] = int(line.texts[VOTES]) if line.texts.get(VOTES, "").isdecimal() else None
    for name, key in BESIDE.items():
        typed, people = beside[name]
        value = typed if line.person.member_id in people else getattr(line.saved_steps, name)
        told[name] = value if line.answer(key) else None
    told["voters"] = int(told["voters"]) if told["voters"] else None
    return EvaluationSteps(**told)


def compose_line(
    person: AssessedPerson,
    work: YearWork,
    form: AssessmentForm,
    saved: SavedEvaluation | None,
    typed: Mapping[str, str],
    common: Mapping[str, str],
) -> EvaluationLine:
    """Return a person's line: the individual answer (`typed`, by item) wins over the saved one, that over the value for
    all (`common`, by item), which gives no class to people with a reason for none.
    """
    mine = {item.key: typed[item.key] for item in form.items if typed and is_valid_answer(item, typed.get(item.key))}
    stands = {**saved.marks, **saved.texts} if saved else {}
    answered = {**stands, **mine}
    known = {key: answer for key, answer in answered.items() if answer}
    for_him = common if person.due and not known.get(UNCLASSIFIED) else {}
    for item in form.items if for_him else ():
        if item.key not in answered and is_valid_answer(item, for_him.get(item.key)) and for_him[item.key]:
            known[item.key] = for_him[item.key]
    marked = {item.key for item in form.marked_items}
    return EvaluationLine(
        person,
        work,
        form,
        saved,
        {key: answer for key, answer in known.items() if key in marked},
        {key: answer for key, answer in known.items() if key not in marked},
        frozenset(mine),
        bool(known.keys() - stands.keys() - mine.keys()),
    )


def common_answers(values: Mapping[str, str]) -> dict[str, str]:
    """Draft values chosen for the whole list, by item."""
    return {name.removeprefix(FOR_ALL): value for name, value in values.items() if name.startswith(FOR_ALL) and value}
