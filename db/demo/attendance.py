"""The attendance of one meeting of the demonstration: a row for each person, and the sums for the tally."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from random import Random

from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT
from db.demo.district_state import CellMember
from db.models import AbsenceReason, Attendance, Expectation, MembershipKind, Outcome

ABSENT = (Outcome.EXCUSED, Outcome.UNKNOWN, Outcome.UNEXCUSED)
OWN_WEIGHTS, CONTACT_WEIGHTS = tuple(accumulate((85, 9, 6))), tuple(accumulate((35, 61, 4)))
REASONS, REASON_WEIGHTS = ("work", "away", "family", "health", "other"), tuple(accumulate((30, 25, 18, 22, 5)))
OWN_SPEAKS, CONTACT_SPEAKS = 0.16, 0.09
SUMS = ("expected", "present", "excused", "unexcused", "unknown", "exempt", "extra", "spoke")

Sums = dict[MembershipKind, dict[str, int]]


class AttendanceRoll:
    """The people called to a meeting on a day, and a random choice of who comes."""

    def __init__(
        self,
        random: Random,
        held: date,
        people: list[CellMember],
        sittings: list[int] = (),
        leading: frozenset[int | None] = frozenset(),
    ) -> None:
        self._random, self._held, self._people, self._sittings = random, held, people, sittings
        self._leading = leading  # those who chair and take the minutes attend

    def add_rows(self, filler: BulkFiller, meeting: dict) -> Sums:
        """Add a row for each person; return the sums by kind of person."""
        meeting_id, unit_id, period = meeting["meeting_id"], meeting["unit_id"], meeting["period"]
        sums: dict[MembershipKind, Counter] = {}
        for place, (person, outcome, spoke) in enumerate(self._called()):
            _count(sums.setdefault(person.kind, Counter()), outcome, spoke)
            attendance_id = filler.add(
                Attendance,
                meeting_id=meeting_id,
                unit_id=unit_id,
                member_id=person.member_id,
                period=period,
                kind=person.kind,
                expectation=Expectation.EXPECTED if outcome else Expectation.EXEMPT,
                outcome=outcome,
                sitting_id=self._sitting(place) if outcome == Outcome.PRESENT else None,
                group_id=person.group_id,
                spoke=spoke,
            )
            if outcome == Outcome.EXCUSED and person.kind != CONTACT:
                reason = self._random.choices(REASONS, cum_weights=REASON_WEIGHTS)[0]
                filler.add(
                    AbsenceReason,
                    attendance_id=attendance_id,
                    member_id=person.member_id,
                    unit_id=unit_id,
                    reason=reason,
                )
        return {kind: {name: counts[name] for name in SUMS} for kind, counts in sums.items()}

    def totals(self) -> Sums:
        """Return sums only, for a cell that records no names: who is absent, not why."""
        counts: Counter = Counter()
        for _, outcome, _ in self._called():
            _count(counts, outcome if outcome in (None, Outcome.PRESENT) else Outcome.UNKNOWN, False)
        return {MembershipKind.OWN: {name: counts[name] for name in SUMS}}

    def _sitting(self, place: int) -> int | None:
        """Return the sitting: the first half of the list comes to the first one."""
        return self._sittings[place * len(self._sittings) // len(self._people)] if self._sittings else None

    def _called(self) -> Iterator[tuple[CellMember, Outcome | None, bool]]:
        """Return each person with the outcome: none for exempt people who stay at home."""
        chance, held = self._random.random, self._held
        for person in self._people:
            if person.exempt and person.exempt_on(held):
                yield person, None, False
            elif person.member_id in self._leading:
                chance()  # draw all the same, so that the following draws stay the same
                yield person, Outcome.PRESENT, chance() < OWN_SPEAKS
            elif person.misses and person.misses[0] <= held <= person.misses[1]:
                yield person, Outcome.EXCUSED, False
            elif chance() < person.comes:
                yield person, Outcome.PRESENT, chance() < (CONTACT_SPEAKS if person.kind == CONTACT else OWN_SPEAKS)
            else:
                weights = CONTACT_WEIGHTS if person.kind == CONTACT else OWN_WEIGHTS
                yield person, self._random.choices(ABSENT, cum_weights=weights)[0], False


def _count(counts: Counter, outcome: Outcome | None, spoke: bool) -> None:
    counts["exempt" if outcome is None else "expected"] += 1
    if outcome:
        counts[outcome.value] += 1
    counts["spoke"] += spoke
