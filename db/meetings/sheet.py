"""A meeting's sheet: who was expected and who came, composed of the roster, what is saved and what is being typed.

Nothing here asks the database: the same rows give the same sheet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from db.drafts import Field
from db.meetings.roster import Person
from db.models import Expectation, MembershipKind, Outcome

MEETING = "meeting"
ABSENT = "absent"


class Mode(StrEnum):
    """What is typed: those who stayed away, or those who came. Everybody else is the other."""

    ABSENT = "absent"
    PRESENT = "present"


class Line(NamedTuple):
    """One person of the sheet with what is known of him now. `outcome` is None for an exempt person who stayed away."""

    person: Person
    outcome: Outcome | None
    reason: str | None = None
    spoke: bool = False

    @property
    def present(self) -> bool:
        return self.outcome == Outcome.PRESENT

    @property
    def absent(self) -> bool:
        return self.person.expectation == Expectation.EXPECTED and not self.present

    @property
    def expectation(self) -> Expectation:
        """An exempt person who came all the same is one more than expected."""
        return Expectation.EXTRA if self.present and self.person.expectation != Expectation.EXPECTED else self.person.expectation


class Saved(NamedTuple):
    """What a saved meeting holds of a person."""

    outcome: Outcome | None
    reason: str | None
    spoke: bool


@dataclass(frozen=True)
class Sheet:
    """All lines of a meeting, and the texts typed beside them by field name."""

    lines: list[Line]
    mode: Mode
    texts: dict[str, str] = field(default_factory=dict)

    def count(self, *outcomes: Outcome) -> int:
        return sum(line.outcome in outcomes and line.person.expectation == Expectation.EXPECTED for line in self.lines)

    @property
    def expected(self) -> int:
        return sum(line.person.expectation == Expectation.EXPECTED for line in self.lines)

    @property
    def exempt(self) -> int:
        return sum(line.expectation == Expectation.EXEMPT for line in self.lines)

    @property
    def absentees(self) -> list[Line]:
        return [line for line in self.lines if line.absent]

    @property
    def marked(self) -> list[int]:
        """The people that the mode asks for: the absent, or those present."""
        return [line.person.member_id for line in self.lines if (line.absent if self.mode == Mode.ABSENT else line.present)]

    def tallies(self) -> dict[MembershipKind, dict[str, int]]:
        """The sums of each kind of person, by the names of the tally's columns."""
        kinds = sorted({line.person.kind for line in self.lines})
        return {kind: _tally([line for line in self.lines if line.person.kind == kind]) for kind in kinds}


def part(member_id: int) -> str:
    """A person's part of the draft."""
    return f"m{member_id}"


def compose(roster: Iterable[Person], saved: Mapping[int, Saved], typed: Mapping[Field, str | None], mode: Mode) -> Sheet:
    """The sheet as it stands: what is typed wins over what is saved, and what is saved over what the mode takes for granted."""
    texts = {name: value for (where, name), value in typed.items() if where == MEETING and value}
    mode = Mode(texts.get("mode", mode))
    return Sheet([_line(person, saved.get(person.member_id), typed, mode) for person in roster], mode, texts)


def numbers(text: str) -> list[int]:
    """The numbers in a box, in any separation: "3 17, 22-24" is 3, 17, 22, 23, 24."""
    found = []
    for word in text.replace(",", " ").replace(";", " ").replace(".", " ").split():
        first, _, last = word.partition("-")
        if first.isdigit() and (last.isdigit() or not last):
            found.extend(range(int(first[:5]), min(int(last[:5] or first[:5]), int(first[:5]) + 500) + 1))
    return list(dict.fromkeys(found))


def _line(person: Person, saved: Saved | None, typed: Mapping[Field, str | None], mode: Mode) -> Line:
    where = part(person.member_id)
    chosen = typed.get(Field(where, "outcome"))
    reason = typed.get(Field(where, "reason"), saved.reason if saved else None)
    spoke = typed.get(Field(where, "spoke"), "1" if saved and saved.spoke else "0") == "1"
    outcome = saved.outcome if saved and chosen is None else _outcome(person, chosen, mode)
    if outcome not in (None, Outcome.PRESENT):
        outcome = Outcome(typed.get(Field(where, "why")) or outcome)
    return Line(person, outcome, reason if outcome == Outcome.EXCUSED else None, spoke and outcome == Outcome.PRESENT)


def _outcome(person: Person, chosen: str | None, mode: Mode) -> Outcome | None:
    if chosen == Outcome.PRESENT:
        return Outcome.PRESENT
    if person.expectation != Expectation.EXPECTED:
        return None
    return Outcome.PRESENT if chosen is None and mode == Mode.ABSENT else Outcome.UNKNOWN


def _tally(lines: list[Line]) -> dict[str, int]:
    expected = [line for line in lines if line.person.expectation == Expectation.EXPECTED]
    sums = {outcome.value: sum(line.outcome == outcome for line in expected) for outcome in Outcome}
    others = {each.value: sum(line.expectation == each for line in lines) for each in (Expectation.EXEMPT, Expectation.EXTRA)}
    return {"expected": len(expected), **sums, **others, "spoke": sum(line.spoke for line in lines)}
