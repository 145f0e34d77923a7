"""The district under construction: what the generator of one area passes on to the next."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from db.calendar.months import add_months, first_day, month_of
from db.calendar.spans import day_span
from db.models import MembershipKind, UnitKind

SEED = 2130

CountProgress = Callable[[int, int], None]  # called with the number done and the total


class ReportingHabit(StrEnum):
    """How a cell keeps its book."""

    GOOD = "good"
    FORGETFUL = "forgetful"  # the latest meeting has not been recorded yet
    SILENT = "silent"  # nor have the two before it
    PAPER = "paper"  # reports totals without names
    PERFECT = "perfect"  # everybody attends, month after month


@dataclass
class CellMember:
    """A member in a cell for a time, with the exemptions there."""

    member_id: int
    kind: MembershipKind
    start: date | None
    end: date | None
    name: str
    born: int
    comes: float
    exempt: list[tuple[date | None, date | None]] = field(default_factory=list)
    misses: tuple[date, date] | None = None  # asks to be excused each time in this span
    group_id: int | None = None  # Party group or contact group

    def is_present(self, day: date) -> bool:
        return day_span(self.start, self.end).contains(day)

    def exempt_on(self, day: date) -> bool:
        return any(day_span(*span).contains(day) for span in self.exempt)


@dataclass
class Cell:
    """A cell as planned, and the people added to it."""

    name: str
    place: str
    kind: UnitKind = UnitKind.CELL
    own: int = 0
    exempt: int | None = None  # exact number today; None: random
    contact: int = 0
    habit: ReportingHabit = ReportingHabit.GOOD
    meeting_day: int = 3
    founded: date | None = None
    closed: date | None = None
    before: list["Cell"] = field(default_factory=list)  # the cells it was merged from
    formerly: str | None = None  # its name before it was renamed
    id: int = 0
    commune: "Commune" = None
    people: list[CellMember] = field(default_factory=list)
    party_groups: list[int] = field(default_factory=list)
    secretaries: list[tuple[date | None, date | None, int]] = field(default_factory=list)

    def people_of(self, *kinds: MembershipKind) -> list[CellMember]:
        return [person for person in self.people if person.kind in kinds]

    def people_on(self, kind: MembershipKind, day: date) -> list[CellMember]:
        return [person for person in self.people_of(kind) if person.is_present(day)]

    def secretary(self, day: date) -> int | None:
        return next((member for start, end, member in self.secretaries if day_span(start, end).contains(day)), None)

    def meeting_day_in(self, month: date) -> date:
        """Return the planned meeting day of a month."""
        return month.replace(day=min(self.meeting_day, 28))

    def latest_meeting_day(self, today: date) -> date:
        """Return the latest planned day that is not in the future."""
        day = self.meeting_day_in(today.replace(day=1))
        return day if day <= today else self.meeting_day_in(first_of_month(today, -1))

    def stands_on(self, day: date) -> bool:
        return day_span(self.founded, self.closed).contains(day)


@dataclass
class Commune:
    """A commune and its cells."""

    name: str
    cells: list[Cell]
    town: bool = False
    id: int = 0


@dataclass
class District:
    """The whole district."""

    name: str
    root: str  # a key of `levels.roots`
    today: date
    months: int
    communes: list[Commune]
    id: int = 0
    workplaces: dict[str, int] = field(default_factory=dict)

    @property
    def has_cells_at_root(self) -> bool:
        """Tell whether cells are directly below the root: its only commune is the root itself."""
        return self.root == "ward"

    @property
    def cells(self) -> list[Cell]:
        return [cell for commune in self.communes for cell in commune.cells]

    @property
    def merger_day(self) -> date:
        """Return the day on which cells were merged and renamed."""
        return first_of_month(self.today, -14)

    @property
    def first_day(self) -> date:
        """Return the first day of the first recorded month, counted back from the latest meeting on the third."""
        return first_of_month(self.today - timedelta(days=2), -self.months)

    def cell_of_first_commune(self, name: str) -> Cell:
        """Return a cell of the first commune by name."""
        return next(cell for cell in self.communes[0].cells if cell.name == name)


def first_of_month(day: date, months: int = 0) -> date:
    """Return the first day of the month this many months after the given day's."""
    return first_day(add_months(month_of(day), months))


def seeded_random(*what) -> Random:
    """Return a random generator seeded by the subject, so that each build is the same."""
    return Random(":".join(map(str, (SEED, *what))))


def split_total(random: Random, total: int, weights: list[float]) -> list[int]:
    """Split a total into whole parts of at least one each, roughly in these proportions."""
    left, whole = total - len(weights), sum(weights)
    shares = [1 + int(left * weight / whole) for weight in weights]
    for place in random.sample(range(len(shares)), total - sum(shares)):
        shares[place] += 1
    return shares
