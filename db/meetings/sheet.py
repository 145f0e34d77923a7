"""A meeting's sheet: who was expected and who came, composed of roster, saved rows and draft.

Pure functions without database access: the same rows give the same sheet.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from db.drafts.drafts import DraftField
from db.meetings.roster import NOT_LISTED, RosterPerson
from db.models import Expectation, MembershipKind, Outcome
from db.vietnamese import person_sort_key

MEETING = "meeting"
# The columns of a tally.
SUMS = ("expected", *(outcome.value for outcome in Outcome), Expectation.EXEMPT.value, Expectation.EXTRA.value, "spoke")
ABSENT = "absent"
NAMED = "named_"  # prefix of the fields of pasted lines, each saying who is meant
CALLED = "called"  # a field of a person: how a saved meeting should list the person
CAME = "came"  # a field of an exempt person who came anyway, in either mode
INVITED = "invited"  # a field of a person who was called to a joint meeting individually
IN_SITTING = "in"  # prefix of a person's fields for the sittings attended
CLOSE = frozenset({"reason", "note"})  # fields that only the cell and their author read


class EntryMode(StrEnum):
    """Whether absent or present people are typed; all others are the opposite."""

    ABSENT = "absent"
    PRESENT = "present"


class SheetLine(NamedTuple):
    """One person on the sheet in the current state. `outcome` is None for an exempt person who stayed away."""

    person: RosterPerson
    outcome: Outcome | None
    reason: str | None = None
    spoke: bool = False
    sittings: frozenset[int] = frozenset()  # the sittings attended, if there are several

    @property
    def present(self) -> bool:
        return self.outcome == Outcome.PRESENT

    @property
    def absent(self) -> bool:
        return self.person.expectation == Expectation.EXPECTED and not self.present

    @property
    def expectation(self) -> Expectation:
        """An exempt person who came counts as extra."""
        return (
            Expectation.EXTRA
            if self.present and self.person.expectation != Expectation.EXPECTED
            else self.person.expectation
        )


class SavedAttendance(NamedTuple):
    """What a saved meeting stores about a person."""

    outcome: Outcome | None
    reason: str | None
    spoke: bool
    sittings: frozenset[int] = frozenset()  # the numbers of the sittings attended


@dataclass(frozen=True)
class MeetingSheet:
    """All lines of a meeting, and the other typed texts by field name."""

    lines: list[SheetLine]
    mode: EntryMode
    texts: dict[str, str] = field(default_factory=dict)
    sittings: int = 0  # the number of sittings, if there is more than one

    def count(self, *outcomes: Outcome) -> int:
        return sum(line.outcome in outcomes and line.person.expectation == Expectation.EXPECTED for line in self.lines)

    @property
    def expected(self) -> int:
        return sum(line.person.expectation == Expectation.EXPECTED for line in self.lines)

    @property
    def exempt(self) -> int:
        return sum(line.expectation == Expectation.EXEMPT for line in self.lines)

    @property
    def present_exempt(self) -> int:
        """Exempt people who came: counted neither as expected nor as exempt."""
        return sum(line.expectation == Expectation.EXTRA for line in self.lines)

    @property
    def absentees(self) -> list[SheetLine]:
        return [line for line in self.lines if line.absent]

    @property
    def people_to_enter(self) -> list[int]:
        """The people that the mode asks for: the absent, or those present."""
        return [
            line.person.member_id
            for line in self.lines
            if (line.absent if self.mode == EntryMode.ABSENT else line.present)
        ]

    def present_in(self, sitting: int) -> list[int]:
        """Who attended one of several sittings."""
        return [line.person.member_id for line in self.lines if sitting in line.sittings]

    @cached_property
    def shared_names(self) -> set[str]:
        """Names borne by two or more people."""
        counts = Counter(line.person.name for line in self.lines)
        return {name for name, count in counts.items() if count > 1}

    @property
    def people(self) -> list[RosterPerson]:
        return [line.person for line in self.lines]

    def meant_by_line(self, line: str) -> int | None:
        """The person that a pasted line was declared to mean."""
        return int(self.texts.get(line) or 0) or None

    def meant_by_other_lines(self, line: str) -> set[int]:
        """The people that the other pasted lines were declared to mean."""
        return {int(told) for name, told in self.texts.items() if name.startswith(NAMED) and name != line and told}

    def tallies(self) -> dict[MembershipKind, dict[str, int]]:
        """The sums for each kind of person, as columns of the tally."""
        kinds = sorted({line.person.kind for line in self.lines})
        return {kind: _tally([line for line in self.lines if line.person.kind == kind]) for kind in kinds}

    def tallies_by_unit(self) -> dict[tuple[int, MembershipKind], dict[str, int]]:
        """The sums for each cell and kind of person."""
        keys = sorted({(line.person.unit_id, line.person.kind) for line in self.lines})
        return {
            key: _tally([line for line in self.lines if (line.person.unit_id, line.person.kind) == key]) for key in keys
        }


def draft_part(member_id: int) -> str:
    """The draft part of a person."""
    return f"m{member_id}"


def compose(
    roster: Iterable[RosterPerson],
    saved: Mapping[int, SavedAttendance],
    typed: Mapping[DraftField, str | None],
    mode: EntryMode,
    sittings: int = 0,
) -> MeetingSheet:
    """Compose the sheet: typed values win over saved ones, and these over the defaults of the mode."""
    told: dict[str, dict[str, str | None]] = {}  # the typed values by part
    for (where, name), value in typed.items():
        told.setdefault(where, {})[name] = value
    texts = {name: value for name, value in told.get(MEETING, {}).items() if value is not None}
    mode = EntryMode.PRESENT if sittings else EntryMode(texts.get("mode") or mode)
    lines = [
        _line(one, saved.get(one.member_id), told.get(draft_part(one.member_id), {}), mode, texts.get("all"))
        for one in roster
    ]
    return MeetingSheet(lines, mode, texts, sittings)


def listing_corrections(typed: Mapping[DraftField, str | None]) -> dict[int, str]:
    """Typed corrections of how a saved meeting lists people, by their id."""
    return {int(where.removeprefix("m")): ought for (where, name), ought in typed.items() if name == CALLED and ought}


def apply_corrections(
    people: Iterable[RosterPerson], offered: Iterable[RosterPerson], typed: Mapping[DraftField, str | None]
) -> list[RosterPerson]:
    """The people of a saved meeting after corrections: some added from those `offered`, some exempt, some removed."""
    told = listing_corrections(typed)
    listed = {person.member_id: person for person in people}
    listed |= {
        person.member_id: person for person in offered if person.member_id not in listed and person.member_id in told
    }
    people = [
        _called(person, told.get(person.member_id))
        for person in listed.values()
        if told.get(person.member_id) != NOT_LISTED
    ]
    return sorted(people, key=lambda one: (one.number is None, one.number or 0, person_sort_key(one.name)))


def _called(person: RosterPerson, told: str | None) -> RosterPerson:
    return person._replace(expectation=Expectation(told)) if told in set(Expectation) else person


def _line(
    person: RosterPerson,
    saved: SavedAttendance | None,
    told: Mapping[str, str | None],
    mode: EntryMode,
    why_all: str | None,
) -> SheetLine:
    """Return one person's line, from typed values (`told`) by field name."""
    came, chosen = _sittings(saved, told), _chosen(told)
    if came or (saved and saved.sittings):
        chosen = Outcome.PRESENT if came else ABSENT
    reason = told.get("reason", saved.reason if saved else None)
    spoke = told.get("spoke", "1" if saved and saved.spoke else "0") == "1"
    outcome = _fitting(person, saved.outcome) if saved and _agrees(saved, chosen) else _outcome(person, chosen, mode)
    if outcome not in (None, Outcome.PRESENT):
        outcome = Outcome(told.get("why") or (outcome == Outcome.UNKNOWN and why_all) or outcome)
    return SheetLine(
        person, outcome, reason if outcome == Outcome.EXCUSED else None, spoke and outcome == Outcome.PRESENT, came
    )


def _chosen(told: Mapping[str, str | None]) -> str | None:
    """Return the outcome marked for a person, or typed for an exempt person."""
    came = {"1": Outcome.PRESENT.value, "0": ABSENT}.get(told.get(CAME) or "")
    return told.get("outcome") or came


def _sittings(saved: SavedAttendance | None, told: Mapping[str, str | None]) -> frozenset[int]:
    """The sittings that somebody attended: typed values win over saved ones."""
    came = saved.sittings if saved else frozenset()
    for number in range(1, 10) if told else ():
        said = told.get(f"{IN_SITTING}{number}")
        if said is not None:
            came = came | {number} if said == "1" else came - {number}
    return came


def _outcome(person: RosterPerson, chosen: str | None, mode: EntryMode) -> Outcome | None:
    if chosen == Outcome.PRESENT:
        return Outcome.PRESENT
    if person.expectation != Expectation.EXPECTED:
        return None
    return Outcome.PRESENT if chosen is None and mode == EntryMode.ABSENT else Outcome.UNKNOWN


def _agrees(saved: SavedAttendance, chosen: str | None) -> bool:
    """Return whether the typed value adds nothing to the saved one: a person saved as absent with a reason and marked
    absent again keeps the reason.
    """
    return chosen is None or (chosen == ABSENT and saved.outcome not in (None, Outcome.PRESENT))


def _fitting(person: RosterPerson, outcome: Outcome | None) -> Outcome | None:
    """A saved outcome adapted to a changed expectation: everybody expected has one, nobody else is absent."""
    if person.expectation == Expectation.EXPECTED:
        return outcome or Outcome.UNKNOWN
    return outcome if outcome == Outcome.PRESENT else None


def _tally(lines: list[SheetLine]) -> dict[str, int]:
    expected = [line for line in lines if line.person.expectation == Expectation.EXPECTED]
    sums = {outcome.value: sum(line.outcome == outcome for line in expected) for outcome in Outcome}
    others = {
        each.value: sum(line.expectation == each for line in lines) for each in (Expectation.EXEMPT, Expectation.EXTRA)
    }
    return {"expected": len(expected), **sums, **others, "spoke": sum(line.spoke for line in lines)}
