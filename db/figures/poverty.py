"""Poor and near-poor households by year, with the denominators of their rates, counted from recorded classes.

A year's denominator is the number of households stated for a cell's clusters as of 31 December, or today for the
current year. A rate includes only cells with such a number that recorded classes for the year, or reviewed it and found
none; the others are counted separately. A merged cell that did not record a year itself takes over what its
predecessors recorded.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.figures import unit_counts, unit_history
from db.figures.unit_counts import UnitCount
from db.figures.unit_history import CellStay
from db.households import stated_household_numbers
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import CellGroup, ClassReview, HouseholdClass, HouseholdCount, Unit, UnitKind
from db.units.successors import successors_on

POOR, NEAR_POOR = "poor", "near_poor"  # keys of the setting "household_classes"
TABLES = (HouseholdClass, ClassReview, HouseholdCount, CellGroup)  # the tables it reads


class PovertyCount(NamedTuple):
    """Households, poor and near-poor, of the cells within the rate; cells that recorded classes without a number of
    households, and their poor and near-poor; cells that recorded nothing for the year.
    """

    households: int = 0
    poor: int = 0
    near_poor: int = 0
    cells: int = 0
    uncounted: int = 0
    poor_uncounted: int = 0
    near_poor_uncounted: int = 0
    unrecorded: int = 0

    @property
    def poor_rate(self) -> float | None:
        """The share of poor households; None without households."""
        return self.poor / self.households if self.households else None

    @property
    def near_poor_rate(self) -> float | None:
        """The share of near-poor households; None without households."""
        return self.near_poor / self.households if self.households else None


class PovertyYear(NamedTuple):
    """The count of a year; `period` is the year."""

    period: int
    count: PovertyCount


class CellPoverty(NamedTuple):
    """A cell, by the names of its area and its own, with its count for a year."""

    area: str
    cell: str
    year: int
    count: PovertyCount


def by_year(viewer: Viewer, unit_id: int | None = None) -> list[PovertyYear]:
    """Every year from the first to the last with anything recorded below a unit (default: all in sight)."""
    with reading(viewer) as session:
        found = _Years(session, unit_id)
        return [PovertyYear(year, total(found.counts(year).values())) for year in found.years]


def by_unit(viewer: Viewer, year: int, unit_id: int | None = None) -> list[UnitCount[PovertyCount]]:
    """Return the areas directly below a unit (default: all in view) or its cells with their counts for a year, in
    Vietnamese order.
    """
    day = count_day(year)
    with reading(viewer) as session:
        found = _Years(session, unit_id)
        areas, counts = found.areas(year), found.counts(year)
        return unit_counts.list_parts(session, viewer, unit_id, areas, day, counts, total)


def list_cells(viewer: Viewer, unit_id: int | None = None) -> list[CellPoverty]:
    """Every cell below a unit (default: all in sight) in every year, by year, then by area and name."""
    with reading(viewer) as session:
        found, rows = _Years(session, unit_id), []
        for year in found.years:
            areas, counts = found.areas(year), found.counts(year)
            listed = unit_counts.list_cells(session, areas, count_day(year), counts)
            rows += [CellPoverty(cell.area, cell.name, year, cell.count) for cell in listed]
    return rows


def total(counts: Iterable[PovertyCount]) -> PovertyCount:
    """Counts added up."""
    return PovertyCount(*map(sum, zip(PovertyCount(), *counts, strict=True)))


def count_day(year: int) -> date:
    """The day on which the households of a year are counted: its last day, or today."""
    return min(date(year, 12, 31), clock.today())


class _Years:
    """Recorded classes of the cells below a unit, year by year."""

    def __init__(self, session: Session, unit_id: int | None) -> None:
        viewer = context_of(session).viewer
        self.stays = unit_history.cell_stays(session, viewer, unit_history.requested_unit(viewer, unit_id))
        self.agencies = set(session.exec(select(Unit.id).where(Unit.kind == UnitKind.AGENCY_CELL)))
        own = {stay.unit_id for stay in self.stays}
        columns = (HouseholdClass.unit_id, HouseholdClass.year, HouseholdClass.rating)
        query = select(*columns, func.count(HouseholdClass.id)).group_by(*columns)
        self.rated = {(unit, year, rating): many for unit, year, rating, many in session.exec(query) if unit in own}
        reviewed = session.exec(select(ClassReview.unit_id, ClassReview.year)).all()
        self.recorded = {(unit, year) for unit, year, _ in self.rated}
        self.recorded |= {(unit, year) for unit, year in reviewed if unit in own}
        told = {year for _, year in self.recorded}
        self.years = list(range(min(told), max(told) + 1)) if told else []
        self.told = stated_household_numbers.by_cell(session, {count_day(year) for year in self.years})
        self.before = {year: _merged(session, count_day(year)) for year in self.years}

    def areas(self, year: int) -> dict[int, int | None]:
        """Return the cells that existed at the end of a year, by area; a cell that recorded classes of a year before it
        was registered is under its first area.
        """
        day, found = count_day(year), {}
        for stay in self.stays:
            if _stood(stay, day):
                found[stay.unit_id] = stay.area_id
            elif stay.first and stay.first > day and (stay.unit_id, year) in self.recorded:
                found.setdefault(stay.unit_id, stay.area_id)
        return {
            cell_id: area_id
            for cell_id, area_id in found.items()
            if cell_id not in self.agencies or (cell_id, year) in self.recorded
        }

    def counts(self, year: int) -> dict[int, PovertyCount]:
        """The count of each cell."""
        told = self.told.get(count_day(year), {})
        return {cell_id: self._count(cell_id, year, told) for cell_id in self.areas(year)}

    def _count(self, cell_id: int, year: int, told: dict[int, int]) -> PovertyCount:
        parts = [cell_id]
        if (cell_id, year) not in self.recorded:  # the records of the cells it was merged from stand in for it
            parts = [each for each in self.before[year].get(cell_id, ()) if (each, year) in self.recorded]
        if not parts:
            return PovertyCount(unrecorded=1)
        poor, near_poor = (
            sum(self.rated.get((each, year, rating), 0) for each in parts) for rating in (POOR, NEAR_POOR)
        )
        households = told.get(cell_id) if parts == [cell_id] else self._households(cell_id, year, parts, told)
        if households is None:
            return PovertyCount(uncounted=1, poor_uncounted=poor, near_poor_uncounted=near_poor)
        return PovertyCount(households, poor, near_poor, 1)

    def _households(self, cell_id: int, year: int, parts: list[int], told: dict[int, int]) -> int | None:
        """The households of a cell whose predecessors recorded its classes: None where it already existed beside them
        or one of them recorded nothing, so that the rate never includes households without a review.
        """
        before = self.before[year][cell_id]
        begun = min(stay.first or date.min for stay in self.stays if stay.unit_id == cell_id)
        if len(parts) < len(before) or begun < min(before.values()):
            return None
        if cell_id in told:
            return told[cell_id]
        return sum(told[each] for each in parts) if all(each in told for each in parts) else None


def _merged(session: Session, day: date) -> dict[int, dict[int, date]]:
    """Return the predecessors, by merger or renaming, of each cell that exists on a day, and the day of succession."""
    found: dict[int, dict[int, date]] = {}
    for old_id, successor in successors_on(session, day).items():
        found.setdefault(successor.unit_id, {})[old_id] = successor.since
    return found


def _stood(stay: CellStay, day: date) -> bool:
    return (stay.first is None or stay.first <= day) and (stay.last is None or day <= stay.last)
