"""A random year of contact members, recounted row by row."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from random import Random
from types import SimpleNamespace

from db.figures.contact_summary import ContactYearCounts, HalfYear
from db.models import (
    Assessment,
    Attendance,
    Exemption,
    ExemptionClass,
    Expectation,
    Introduction,
    Meeting,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Sex,
    YearEntry,
)
from db.models.meetings import MeetingAudience
from tests.db import contact_years
from tests.db.contact_years import CELLS, TODAY, YEAR
from tests.rows import given_marks, rows

REPORTING = [cell for cell in CELLS if cell != "practice"]
OF_COMMUNE = [cell for cell in REPORTING if CELLS[cell] == "dong_ha"]
FIRST, SECOND = YEAR * 100 + 1, YEAR * 100 + 7  # half-years


class Register:
    """Every row of a random year, read once."""

    def __init__(self, emptied, seed: int) -> None:
        emptied()
        self.world = contact_years.make(Random(seed))
        self.keys = {unit_id: key for key, unit_id in self.world.units.items()}
        self.codes = {row.id: row.code for row in rows(Member)}
        self.stays = rows(Membership)
        self.letters = rows(Introduction)
        self.meetings = {row.id: row for row in rows(Meeting)}
        self.attendance = rows(Attendance)
        self.entries = rows(YearEntry)

    def unit(self, cell: str) -> int:
        return self.world.units[cell]

    def here(self, cell: str, day: date = TODAY) -> set[int]:
        """The contact members on a cell's list on a day."""
        mine = [row for row in self.stays if row.unit_id == self.unit(cell) and row.kind == MembershipKind.CONTACT]
        return {row.member_id for row in mine if holds(row, day)}

    def met(self, cell: str) -> list[tuple[Meeting, Attendance]]:
        """Which of a cell's contact members came to which meeting."""
        mine = [row for row in self.attendance if row.unit_id == self.unit(cell)]
        return [(self.meetings[row.meeting_id], row) for row in mine if row.kind == MembershipKind.CONTACT]

    def half(self, cell: str, first: int) -> HalfYear:
        """The cell's own meetings of the half-year, and those to which the commune called its people."""
        within = [pair for pair in self.met(cell) if first <= pair[0].period <= first + 5]
        return half_year(
            [pair for pair in within if pair[0].months == 6 or pair[0].audience == MeetingAudience.INVITED]
        )


def half_year(pairs: Iterable[tuple[Meeting, Attendance]]) -> HalfYear:
    """How many meetings, who was expected and who came, counting each person once."""
    expected = [(meeting, row) for meeting, row in pairs if row.expectation == Expectation.EXPECTED]
    came = {row.member_id for _, row in expected if row.outcome == Outcome.PRESENT}
    return HalfYear(len({meeting.id for meeting, _ in pairs}), len({row.member_id for _, row in expected}), len(came))


def holds(row, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def first_place(register: Register, letter: Introduction) -> tuple[date | None, int | None]:
    """When and in which cell a letter first placed somebody: before he was moved within the commune."""
    led_to = {row.membership_id for row in register.letters}
    cells = {stay.id: stay.unit_id for stay in register.stays}
    if letter.placed_on is None:
        return None, None
    before = [
        (stay.valid_from, stay.unit_id)
        for stay in register.stays
        if stay.member_id == letter.member_id
        and stay.kind == MembershipKind.CONTACT
        and stay.id not in led_to
        and stay.valid_from is not None
        and (letter.sent_on or date.min) <= stay.valid_from < letter.placed_on
        and register.keys[stay.unit_id] in REPORTING
        and register.world.units[CELLS[register.keys[stay.unit_id]]] == letter.commune_id
    ]
    return min([(letter.placed_on, cells.get(letter.membership_id)), *before], key=lambda place: place[0])


def in_month(day: date | None, month: int) -> bool:
    return day is not None and day.year * 100 + day.month == month


def summed(register: Register, cell: str) -> ContactYearCounts:
    """A cell's line of the summary."""
    unit_id, here = register.unit(cell), register.here(cell)
    women = {row.id for row in rows(Member, sex=Sex.FEMALE)}
    leaves = rows(Exemption, unit_id=unit_id, kind=ExemptionClass.CONTACT)
    came = {
        row.member_id
        for row in register.stays
        if row.unit_id == unit_id and holds(row, TODAY) and row.valid_from and row.valid_from.year == YEAR
    }
    marks = Counter((row.item, row.mark) for row in given_marks(unit_id=unit_id, year=YEAR))
    return ContactYearCounts(
        1,
        len(here),
        len(here & women),
        len(here & {row.member_id for row in leaves if holds(row, TODAY)}),
        len(here & came),
        0,
        register.half(cell, FIRST),
        register.half(cell, SECOND),
        len(rows(Assessment, unit_id=unit_id, year=YEAR)),
        marks["proposal", "praise"],
        marks["proposal", "review"],
    )


def in_year(register: Register, cell: str) -> set[int]:
    return {
        row.member_id
        for row in register.stays
        if row.unit_id == register.unit(cell)
        and row.kind == MembershipKind.CONTACT
        and (row.valid_from is None or row.valid_from <= date(YEAR, 12, 31))
        and (row.valid_to is None or row.valid_to >= date(YEAR, 1, 1))
    }


def recorded(register: Register, cell: str, member_id: int) -> SimpleNamespace:
    """One person's year in one cell; coming to the half-year's meeting or to the commune's meeting in it counts for
    that half-year.
    """
    mine = [(meeting, row) for meeting, row in register.met(cell) if row.member_id == member_id]
    halves: dict[int, bool] = {}
    for meeting, row in mine:
        called = meeting.months == 6 or meeting.audience == MeetingAudience.INVITED
        if called and row.expectation != Expectation.EXEMPT:
            half = FIRST if meeting.period < SECOND else SECOND
            halves[half] = halves.get(half, False) or row.outcome == Outcome.PRESENT
    entered = [row.kind for row in register.entries if (row.unit_id, row.member_id) == (register.unit(cell), member_id)
               and row.happened_on.year == YEAR]  # fmt: skip
    return SimpleNamespace(
        expected=sum(row.expectation == Expectation.EXPECTED for _, row in mine),
        attended=sum(row.outcome == Outcome.PRESENT for _, row in mine),
        spoke=sum(row.spoke for _, row in mine),
        half_years=halves,
        entries=Counter(entered),
    )
