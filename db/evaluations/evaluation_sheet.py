"""The sheet of a cell's evaluation of a year: each own member's steps, what is typed above what is saved. No SQL here.

Any step may be saved by itself. What is chosen for the whole list holds of whoever is not exempt and has nothing there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from db.assessments.assessed_people import AssessedPerson
from db.assessments.assessment_forms import AssessmentForm, FormItem
from db.assessments.marked_sheet import FOR_ALL, MarkedLine, MarkedSheet, is_valid_answer
from db.evaluations.evaluation_form import DECIDED, PROPOSED, SELF, UNCLASSIFIED, VOTES
from db.evaluations.year_work import YearWork


class Steps(NamedTuple):
    """An evaluation as it is kept."""

    self_class: str | None = None
    self_on: date | None = None
    votes: int | None = None
    voters: int | None = None
    proposed: str | None = None
    unclassified: str | None = None
    decided: str | None = None
    decision_number: str | None = None
    decided_on: date | None = None


NO_STEPS = Steps()
# what stands beside an answer and is typed once for the list
BESIDE = {"self_on": SELF, "voters": VOTES, "decision_number": DECIDED, "decided_on": DECIDED}


class SavedEvaluation(NamedTuple):
    """What is saved of somebody."""

    id: int
    member_id: int
    steps: Steps

    @property
    def marks(self) -> dict[str, str]:
        """The answers by a class or a reason."""
        found = {key: getattr(self.steps, key) for key in (SELF, PROPOSED, UNCLASSIFIED, DECIDED)}
        return {key: mark for key, mark in found.items() if mark}

    @property
    def texts(self) -> dict[str, str]:
        """The answers by a number."""
        return {} if self.steps.votes is None else {VOTES: str(self.steps.votes)}


@dataclass(frozen=True)
class EvaluationLine(MarkedLine):
    """One own member with how far his evaluation has come."""

    counts: YearWork
    saved: SavedEvaluation | None

    @property
    def missing(self) -> list[FormItem]:
        """What comes next: the cell's proposal for whoever is to be classified and has neither class nor reason."""
        done = not self.person.due or any(self.marks.get(key) for key in (PROPOSED, UNCLASSIFIED, DECIDED))
        return [] if done else [item for item in self.form.marked_items if item.key == PROPOSED]

    @property
    def standing(self) -> str | None:
        """His class as it stands: the one decided, else the one proposed."""
        return self.marks.get(DECIDED) or self.marks.get(PROPOSED)

    @property
    def stands(self) -> Steps:
        """What is saved of him."""
        return self.saved.steps if self.saved else NO_STEPS

    def answer(self, key: str) -> str | None:
        """His answer to an item."""
        return self.marks.get(key) or self.texts.get(key) or None


@dataclass(frozen=True)
class EvaluationSheet(MarkedSheet[EvaluationLine]):
    """A cell's year: its own members, those exempt at the end."""

    @property
    def open_for_all(self) -> bool:
        """Whether there is anybody for whom a class for all would hold."""
        return any(line.person.due for line in self.lines)

    @property
    def items_for_all(self) -> list[FormItem]:
        """The classes: a reason for none is one person's own."""
        return [item for item in super().items_for_all if item.key != UNCLASSIFIED]

    @property
    def begun_for_all(self) -> bool:
        """Whether a class is chosen for the whole list, or any is saved: the steps come weeks apart."""
        return self.saved or any(self.mark_for_all(item) for item in self.items_for_all)

    @property
    def due(self) -> list[EvaluationLine]:
        """Whoever is to be classified: on the list and not exempt."""
        return [line for line in self.lines if line.person.due]

    @property
    def lines_to_save(self) -> list[tuple[EvaluationLine, Steps]]:
        """Whose evaluation a save writes, as it would stand."""
        beside = {name: self._beside(name, key) for name, key in BESIDE.items()}
        found = [(line, self._steps(line, beside)) for line in self.lines]
        return [(line, steps) for line, steps in found if steps != line.stands]

    def _beside(self, name: str, key: str) -> set[int]:
        """Whose day, number or count of voters is the one typed: those whose answer is new or lacks it; where there is
        nobody such, all who have an answer: it is corrected.
        """
        if not self.text(name):
            return set()
        with_answer = [line for line in self.lines if line.answer(key)]
        new = [
            line
            for line in with_answer
            if getattr(line.stands, name) is None or str(getattr(line.stands, key)) != line.answer(key)
        ]
        return {line.person.member_id for line in new or with_answer}

    def _steps(self, line: EvaluationLine, beside: Mapping[str, set[int]]) -> Steps:
        told: dict = {key: line.marks.get(key) for key in (SELF, PROPOSED, UNCLASSIFIED, DECIDED)}
        told[VOTES] = int(line.texts[VOTES]) if line.texts.get(VOTES, "").isdecimal() else None
        for name, key in BESIDE.items():
            typed = self.day(name) if name.endswith("_on") else self.text(name)
            value = typed if line.person.member_id in beside[name] else getattr(line.stands, name)
            told[name] = value if line.answer(key) else None
        told["voters"] = int(told["voters"]) if told["voters"] else None
        return Steps(**told)


def compose_line(
    person: AssessedPerson,
    work: YearWork,
    form: AssessmentForm,
    saved: SavedEvaluation | None,
    typed: Mapping[str, str],
    common: Mapping[str, str],
) -> EvaluationLine:
    """A person as he stands: his own answer (`typed`, by item) wins over the saved one, that over what is chosen for
    all (`common`, by item), which gives no class to whoever has a reason for none.
    """
    mine = {item.key: typed[item.key] for item in form.items if is_valid_answer(item, typed.get(item.key))}
    stands = {**saved.marks, **saved.texts} if saved else {}
    known = {key: answer for key, answer in {**stands, **mine}.items() if answer}
    for_him = common if person.due and not known.get(UNCLASSIFIED) else {}
    for item in form.items:
        if item.key not in {**stands, **mine} and is_valid_answer(item, for_him.get(item.key)) and for_him[item.key]:
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


def chosen_for_all(values: Mapping[str, str]) -> dict[str, str]:
    """What is chosen for the whole list, by item, of what is typed of it."""
    return {name.removeprefix(FOR_ALL): value for name, value in values.items() if name.startswith(FOR_ALL) and value}
