"""A cell's meetings over a range of months: how many were not recorded or not held, attendance, and the aim."""

from collections import Counter, defaultdict
from typing import NamedTuple

from sqlmodel import Session

from db.calendar.months import last_day
from db.figures import attendance_aims, cells_met, figures, unit_counts
from db.figures.cells_met import CellState
from db.figures.drill_down import AreaCell
from db.figures.figures import AttendanceCounts, FigureQuery
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Tally


class CellMeetings(NamedTuple):
    """A cell's own meetings: months with nothing recorded though due, months postponed or not held, attendance, and
    months with nothing recorded whose day is still to come.
    """

    silent: int
    unheld: int
    counts: AttendanceCounts
    not_due: int = 0

    def is_below(self, percent: float | None) -> bool:
        """Return whether its rate does not exceed the aim; False if nobody was expected or there is no aim."""
        counts = self.counts
        return percent is not None and counts.expected > 0 and counts.present * 100 <= percent * counts.expected


def list_cells(viewer: Viewer, wanted: FigureQuery) -> list[UnitCount[CellMeetings]]:
    """Every cell that counts in one of these months, under the area it belonged to last, in Vietnamese order."""
    with reading(viewer) as session:
        counted, states = _counted(session, wanted), cells_met.states_by_month(session, wanted)
        said: dict[int, Counter[CellState]] = defaultdict(Counter)
        areas = {unit_id: area_id for area_id, unit_id in counted}
        for where, state in sorted(states.items(), key=lambda each: each[0].month):
            said[where.unit_id][state] += 1
            areas[where.unit_id] = where.area_id
        came: dict[int, list[AttendanceCounts]] = defaultdict(list)
        for (_, unit_id), counts in counted.items():
            came[unit_id].append(counts)
        found = {unit_id: _meetings(said[unit_id], came[unit_id]) for unit_id in areas}
        return unit_counts.list_cells(session, areas, last_day(wanted.until), found)


def required_percentage(viewer: Viewer, wanted: FigureQuery) -> float | None:
    """The percentage that attendance should exceed, by the rule in force on the last day; None without a rule."""
    last = FigureQuery(wanted.until, wanted.until, unit_id=wanted.unit_id)
    found = attendance_aims.aims_of_periods(viewer, last)[0]
    return found.parameters["above_percent"] if found else None


def _meetings(said: Counter[CellState], came: list[AttendanceCounts]) -> CellMeetings:
    unheld = said[CellState.NOT_HELD] + said[CellState.POSTPONED]
    return CellMeetings(said[CellState.UNRECORDED], unheld, figures.total(came), said[CellState.NOT_DUE])


def _counted(session: Session, wanted: FigureQuery) -> dict[AreaCell, AttendanceCounts]:
    """Return the sums of each cell, separately for each area it belonged to."""
    found: dict[AreaCell, AttendanceCounts] = {}
    for area_id, unit_id, counts in figures.tally_sums(session, wanted, Tally.area_id, Tally.unit_id):
        found[area_id, unit_id] = figures.total([found.get((area_id, unit_id), AttendanceCounts()), counts])
    return found
