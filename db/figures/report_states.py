"""Report states: what is known about a cell's report for a period, and about many cells at once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class ReportState(StrEnum):
    """What is known about a cell's report for a period."""

    IN_TIME = "in_time"
    LATE = "late"
    TOTALS = "totals"  # held, recorded without names
    POSTPONED = "postponed"
    NOT_HELD = "not_held"
    PARTLY = "partly"  # begun and saved, with something left to do
    TYPED = "typed"  # being typed, not saved yet
    SILENT = "silent"
    NOT_DUE = "not_due"
    NOT_EXPECTED = "not_expected"  # the cell existed, but had nobody and nothing to report on


REPORTED = frozenset(
    {ReportState.IN_TIME, ReportState.LATE, ReportState.TOTALS, ReportState.POSTPONED, ReportState.NOT_HELD}
)
OUTSIDE = frozenset({ReportState.NOT_DUE, ReportState.NOT_EXPECTED})  # excluded from denominators
OPEN = frozenset({ReportState.SILENT, ReportState.PARTLY, ReportState.TYPED})  # to be reminded once it is due
AreaCells = dict[int | None, dict[int, ReportState]]  # the state of each cell, by the area that it belonged to


class StateCounts(Counter[ReportState]):
    """How many reports are in which state. Shared by many readers and so never modified."""

    @cached_property
    def reported_and_expected(self) -> tuple[int, int]:
        """Reports made and reports owed; those not due yet or owed by nobody are in neither number. Counted once, as
        pages of ten years ask for it thousands of times.
        """
        return count_reported(self), count_expected(self)


ONE = {state: StateCounts([state]) for state in ReportState}  # the counts of a single cell


class PeriodStates:
    """The state of every cell that counts in a period, and how many cells of each area are in which state. Shared by
    many readers and so never modified.
    """

    __slots__ = ("cells", "counts")

    def __init__(self, cells: AreaCells) -> None:
        self.cells = cells
        self.counts = {area_id: StateCounts(some.values()) for area_id, some in cells.items()}

    def with_typed(self, unit_ids: Iterable[int]) -> "PeriodStates":
        """A copy in which those of these cells that have saved nothing count as in draft."""
        typed = set(unit_ids)
        if not typed:
            return self
        silent = {ReportState.SILENT, ReportState.NOT_DUE}
        return PeriodStates(
            {
                area_id: {
                    unit_id: ReportState.TYPED if unit_id in typed and state in silent else state
                    for unit_id, state in some.items()
                }
                for area_id, some in self.cells.items()
            }
        )


class UnitReports(NamedTuple):
    """A cell, or an area, with the number of its cells in each state by period; a period in
    which none counts is left out.
    """

    unit_id: int
    code: str
    name: str
    is_cell: bool
    periods: dict[int, StateCounts]

    def state(self, period: int) -> ReportState | None:
        """The state of a cell in a period; None if it did not exist then."""
        return next(iter(self.periods.get(period, ())), None)

    def reported_and_expected(self, periods: Iterable[int]) -> tuple[int, int]:
        """Reports made and reports owed in these periods; those not due yet or owed by nobody are in neither number."""
        made = owed = 0
        for counts in filter(None, map(self.periods.get, periods)):
            reported, expected = counts.reported_and_expected
            made, owed = made + reported, owed + expected
        return made, owed


def count_reported(counts: Mapping[ReportState, int]) -> int:
    """How many of these reports were made."""
    return sum(count for state, count in counts.items() if state in REPORTED)


def count_expected(counts: Mapping[ReportState, int]) -> int:
    """How many of these reports were owed."""
    return sum(count for state, count in counts.items() if state not in OUTSIDE)


def states_of_period(parts: Iterable[UnitReports], period: int) -> Counter[ReportState]:
    """The states of all parts together in one period."""
    return sum((part.periods.get(period, Counter()) for part in parts), Counter())


def states_by_period(parts: Iterable[UnitReports]) -> dict[int, Counter[ReportState]]:
    """The states of all parts together, by period."""
    listed = list(parts)
    return {
        period: states_of_period(listed, period) for period in {period for part in listed for period in part.periods}
    }
