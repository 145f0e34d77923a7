"""Which months of the cells' books were checked by a level above, out of those throughout which the cell existed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, Integer, bindparam
from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import first_whole_month, last_day, last_whole_month, months_between
from db.figures import unit_counts, unit_history
from db.figures.unit_counts import UnitCount
from db.figures.unit_history import EVER, NEVER
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import BookCheck, BookCheckAnswer
from db.settings import settings

TABLES = (BookCheck, BookCheckAnswer)  # the tables it reads
CLASSES = ("whole", "part", "unchecked")


class CheckedBook(NamedTuple):
    """The months of a cell's book, those that were checked, the latest check, and the remarks made and answered."""

    months: int = 0
    checked: int = 0
    last_on: date | None = None
    checker: str = ""
    remark: str | None = None
    remarks: int = 0
    answered: int = 0  # remarks that the cell has answered

    @property
    def whole(self) -> bool:
        """Whether there are months and all of them were checked."""
        return 0 < self.months == self.checked

    @property
    def part(self) -> bool:
        """Whether some months were checked and others not."""
        return 0 < self.checked < self.months

    @property
    def unchecked(self) -> bool:
        """Whether there are months and none was checked."""
        return self.checked == 0 < self.months


class _Check(NamedTuple):
    id: int
    first_month: int
    last_month: int
    checked_on: date
    checker: str
    remark: str | None


class CheckedClass(NamedTuple):
    """Cells whose books are in a class, by its key, and all cells that had a month to check."""

    key: str
    books: int
    all: int


class CheckedBooks(NamedTuple):
    """The number of cells with all months checked, some, none, and without months to check; remarks made, answered."""

    cells: int = 0
    whole: int = 0
    part: int = 0
    unchecked: int = 0
    nothing: int = 0
    remarks: int = 0
    answered: int = 0

    @property
    def with_months(self) -> int:
        """Cells whose book had a month to check."""
        return self.cells - self.nothing

    @property
    def rate(self) -> float | None:
        """The share of these whose book is checked completely; None if no book had a month."""
        return self.whole / self.with_months if self.with_months else None

    @property
    def not_fully_checked(self) -> int:
        """Cells whose book is unchecked or partly checked."""
        return self.part + self.unchecked

    @property
    def classes(self) -> list[CheckedClass]:
        """The cells by how far their books are checked, complete ones first."""
        return [CheckedClass(key, getattr(self, key), self.with_months) for key in CLASSES]


def by_unit(
    viewer: Viewer, since: int, until: int, unit_id: int | None = None, checked_by: date | None = None
) -> list[UnitCount[CheckedBooks]]:
    """The areas directly below a unit (default: all in sight) or its cells as of a day (default: the last of these
    months, or today), counted by how far their books are checked by then.
    """
    day = min(_day(until), checked_by or clock.today())
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, day)
        counts = {cell: _count(book) for cell, book in _books(session, viewer, areas, since, until, checked_by).items()}
        return unit_counts.list_parts(session, viewer, unit_id, areas, day, counts, total)


def by_class(viewer: Viewer, since: int, until: int, unit_id: int | None = None) -> list[CheckedClass]:
    """Return how many cells' books of these months are checked completely, in part, and not at all, of
    those that had a month.
    """
    return total(part.count for part in by_unit(viewer, since, until, unit_id)).classes


def parts_of_class(
    viewer: Viewer, key: str, since: int, until: int, unit_id: int | None = None
) -> list[UnitCount[CheckedClass]]:
    """Return the areas directly below a unit (default: all in sight), or its cells, with any cell whose
    book is in a class.
    """
    return [
        part._replace(count=CheckedClass(key, books, part.count.with_months))
        for part in by_unit(viewer, since, until, unit_id)
        if key in CLASSES and (books := getattr(part.count, key))
    ]


def list_cells(
    viewer: Viewer, since: int, until: int, unit_id: int | None = None, checked_by: date | None = None
) -> list[UnitCount[CheckedBook]]:
    """Every cell below a unit (default: all in sight) with its book of these months as of a day (default: the last of
    these months, or today), by area and name.
    """
    day = min(_day(until), checked_by or clock.today())
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, day)
        return unit_counts.list_cells(session, areas, day, _books(session, viewer, areas, since, until, checked_by))


def last_month_to_check(until: int, day: date | None = None) -> int:
    """The last of the months up to one that is over on a day (default: today): a book is checked for months that have
    ended.
    """
    return min(until, last_whole_month(day or clock.today()))


def total(counts: Iterable[CheckedBooks]) -> CheckedBooks:
    """Counts added up."""
    return CheckedBooks(*map(sum, zip(CheckedBooks(), *counts, strict=True)))


def _day(until: int) -> date:
    return min(last_day(until), clock.today())


def _count(book: CheckedBook) -> CheckedBooks:
    states = (book.whole, book.part, book.unchecked, book.months == 0)
    return CheckedBooks(1, *map(int, states), book.remarks, book.answered)


def _books(
    session: Session,
    viewer: Viewer,
    areas: dict[int, int | None],
    since: int,
    until: int,
    checked_by: date | None = None,
) -> dict[int, CheckedBook]:
    """Return each cell's book: the months that have ended since its register began, and throughout which it existed."""
    day = checked_by or clock.today()
    until = last_month_to_check(until, day)
    begins = settings.values_for_units(session, "first_month", areas, clock.today())
    stood: dict[int, set[int]] = {cell: set() for cell in areas}
    for stay in unit_history.cell_stays(session, viewer, None):
        if stay.unit_id in stood:
            first = max(since, begins[stay.unit_id], first_whole_month(stay.first) if stay.first else EVER)
            last = min(until, last_whole_month(stay.last) if stay.last else NEVER)
            if first <= last:
                stood[stay.unit_id].update(months_between(first, last))
    checks: dict[int, list[_Check]] = defaultdict(list)
    for unit_id, *told in session.exec(_CHECKS, params={"since": since, "until": until, "day": day}):
        checks[unit_id].append(_Check(*told))
    answered = set(session.exec(_ANSWERED, params={"day": day}))
    return {cell: _book(months, checks.get(cell, []), answered) for cell, months in stood.items()}


def _book(months: set[int], checks: list[_Check], answered: set[int]) -> CheckedBook:
    done = {month for row in checks for month in months if row.first_month <= month <= row.last_month}
    if not done:
        return CheckedBook(len(months))
    last = checks[-1]
    remarked = [row.id for row in checks if row.remark]
    told = (last.checked_on, last.checker, last.remark)
    return CheckedBook(len(months), len(done), *told, len(remarked), len(answered & set(remarked)))


_CHECKS = prepared_statement(
    select(BookCheck.unit_id, *(getattr(BookCheck, name) for name in _Check._fields))
    .where(
        BookCheck.first_month <= bindparam("until", type_=Integer),
        BookCheck.last_month >= bindparam("since", type_=Integer),
        BookCheck.checked_on <= bindparam("day", type_=Date),
    )
    .order_by(BookCheck.checked_on, BookCheck.id)
)
_ANSWERED = prepared_statement(
    select(BookCheckAnswer.check_id).where(BookCheckAnswer.answered_on <= bindparam("day", type_=Date))
)
