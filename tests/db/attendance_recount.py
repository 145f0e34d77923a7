"""Attendance counted by hand from the rows of people, for any viewer and any question."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from random import Random

from sqlmodel import select

from db.calendar import clock
from db.calendar.months import last_day, month_of
from db.figures.cells_met import CellState
from db.figures.figures import AttendanceCounts, FigureQuery
from db.kernel import unit_tree
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.models import Attendance, Expectation, Meeting, MeetingState, MembershipKind, Outcome, Role, Tally
from db.models.meetings import MeetingAudience
from tests.db.histories import History

LATELY = "2026-09-15T09:00:00"  # within the last month of the histories
OWN, CONTACT = MeetingAudience.OWN, MeetingAudience.CONTACT
CALLED = {OWN: {MembershipKind.OWN, MembershipKind.TEMPORARY}, CONTACT: {MembershipKind.CONTACT}}


def viewer_of(role: Role, unit_id: int) -> Viewer:
    with reading(SYSTEM) as session:
        whole = role == Role.DISTRICT
        return Viewer(1, role, unit_id, None if whole else unit_tree.units_in_reach(session, unit_id))


def anybody(history: History, random: Random) -> Viewer:
    role = random.choice([Role.DISTRICT, Role.COMMUNE, Role.SECRETARY, Role.ASSISTANT])
    unit_id = {Role.DISTRICT: history.district, Role.COMMUNE: random.choice(history.communes)}.get(
        role
    ) or random.choice(history.cells)
    return viewer_of(role, unit_id)


def asked(history: History, viewer: Viewer, random: Random) -> int | None:
    """What to ask about: everything, a commune, or a cell; a cell's own users ask about everything."""
    units = {
        Role.DISTRICT: [None, random.choice(history.communes), random.choice(history.cells)],
        Role.COMMUNE: [None, random.choice(history.cells)],
    }
    return random.choice(units.get(viewer.role, [None]))


def cut(wanted: FigureQuery, random: Random) -> list[FigureQuery]:
    """The same query in two parts, one after the other; or in one, if it is for a single period."""
    at = random.randrange(len(wanted.periods))
    first, then = wanted.periods[:at], wanted.periods[at:]
    return [replace(wanted, since=some[0], until=some[-1]) for some in (first, then) if some]


class Recount:
    """The same figures counted by hand from the rows of people, as a viewer may see them."""

    def __init__(self, history: History, viewer: Viewer, area_id: int | None) -> None:
        self.history, self.viewer = history, viewer
        self.area = area_id or (viewer.unit_id if viewer.role == Role.COMMUNE else None)
        with reading(SYSTEM) as session:
            self.meetings = [row for row in session.exec(select(Meeting)) if self._counts(row)]
            self.people = defaultdict(list)
            for row in session.exec(select(Attendance)):
                self.people[row.meeting_id].append(row)
            self.totals = defaultdict(list)
            for row in session.exec(select(Tally)):
                self.totals[row.meeting_id].append(row)

    def _counts(self, meeting: Meeting) -> bool:
        seen = self.viewer.unit_ids is None or meeting.unit_id in self.viewer.unit_ids
        within = (
            self._of_cell(meeting.unit_id)
            if self.area in self.history.cells
            else self._lies_in(meeting.area_id, last_day(meeting.period))
        )
        return seen and meeting.unit_id not in self.history.practice and within

    def _of_cell(self, unit_id: int) -> bool:
        return unit_id == self.area or any(self._of_cell(new) for old, new in self.history.went_on_as if old == unit_id)

    def _lies_in(self, area_id: int | None, day: date) -> bool:
        if self.area is None or area_id == self.area:
            return True
        if area_id is None:
            return False
        later = [new for old, new in self.history.went_on_as if old == area_id]
        return any(
            self._lies_in(above, day) for above in (self.history.parent(area_id, day), *later) if above is not None
        )

    def counts(self, audience: MeetingAudience, months: set[int], unit_id: int | None = None) -> AttendanceCounts:
        held = [
            row
            for row in self.meetings
            if row.audience == audience and row.period in months and row.state == MeetingState.HELD
        ]
        held = [row for row in held if unit_id in (None, row.unit_id)]
        found = Counter(meetings=len(held), totals_only=sum(not row.named for row in held))
        for meeting in held:
            found.update(self._people(meeting, CALLED[audience]))
        return AttendanceCounts(**{name: found[name] for name in AttendanceCounts._fields})

    def _people(self, meeting: Meeting, kinds: set[MembershipKind]) -> Counter:
        if not meeting.named:
            tallies = [row for row in self.totals[meeting.id] if row.kind in kinds]
            return sum(
                (Counter({name: getattr(row, name) for name in AttendanceCounts._fields[2:]}) for row in tallies),
                Counter(),
            )
        rows = [row for row in self.people[meeting.id] if row.kind in kinds]
        expected = [row for row in rows if row.expectation == Expectation.EXPECTED]
        found = Counter(
            expected=len(expected), **{each: sum(row.outcome == each for row in expected) for each in Outcome}
        )
        return found + Counter(row.expectation.value for row in rows if row.expectation != Expectation.EXPECTED)

    def states(self, month: int) -> list[CellState]:
        """The state of every cell that counts in a month, once for each area in which it recorded something."""
        said = defaultdict(set)
        for meeting in self.meetings:
            if meeting.audience == OWN and meeting.period == month and meeting.state != MeetingState.CANCELLED:
                said[meeting.unit_id].add((meeting.area_id, meeting.state))
        found = []
        for cell in self.history.cells:
            if self.viewer.unit_ids is None or cell in self.viewer.unit_ids:
                found += self._states(cell, said[cell], month)
        return found

    def _states(self, cell: int, said: set, month: int) -> list[CellState]:
        held = {area for area, state in said if state == MeetingState.HELD}
        if said:
            spoken = {area: [state for other, state in said if other == area] for area in {area for area, _ in said}}
            not_met = [
                CellState.POSTPONED if MeetingState.POSTPONED in states else CellState.NOT_HELD
                for area, states in spoken.items()
                if not held
            ]
            return [CellState.HELD] * len(held) + not_met
        areas = {self.history.parent(cell, day) for day in _days(month) if self.history.stood(cell, day)}
        throughout = all(self.history.stood(cell, day) for day in _days(month)) and len(areas) == 1
        within = (
            self._of_cell(cell)
            if self.area in self.history.cells
            else self._lies_in(next(iter(areas), None), last_day(month))
        )
        to_come = month == month_of(clock.today()) and self.history.planned_in(cell, month) > clock.today()
        expected = throughout and within and month >= self.history.begins_for(cell)
        return [CellState.NOT_DUE if to_come else CellState.UNRECORDED] if expected else []


def _days(month: int) -> list[date]:
    return [date(month // 100, month % 100, day) for day in range(1, last_day(month).day + 1)]
