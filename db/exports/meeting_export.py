"""Meetings and attendance for export, in portions, through the viewer's scope.

They are narrowed like the screens, so that a file's sums equal the figures shown.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select
from sqlmodel import Session, and_, func, or_, select

from db.calendar.months import last_day_of_period
from db.figures import figures, unit_history
from db.figures.figures import AttendanceCounts, FigureQuery
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.meetings.roster import KINDS_CALLED
from db.models import (
    Attendance,
    Expectation,
    Meeting,
    MeetingState,
    Member,
    MembershipKind,
    Outcome,
    Tally,
)
from db.units.units import units_on

KIND = "export"


class MeetingRow(NamedTuple):
    """A meeting of a cell with the names of area and cell at the time; one not held has no counts."""

    area: str
    cell: str
    period: int
    months: int
    held_on: date | None
    type: str
    state: MeetingState
    named: bool
    minutes_dated: date | None
    reason: str | None
    counts: AttendanceCounts


class AttendanceRow(NamedTuple):
    """One person at one meeting; without a name if the viewer may no longer see the person, so that the sums stay
    complete.
    """

    area: str
    cell: str
    period: int
    months: int
    held_on: date | None
    type: str
    name: str | None
    born: str | None
    kind: MembershipKind
    expectation: Expectation
    outcome: Outcome | None
    spoke: bool


def iterate_meetings(viewer: Viewer, wanted: FigureQuery) -> Iterator[MeetingRow]:
    """The meetings behind the figures of the same query, postponed or not held ones included, period by period."""
    with reading(viewer) as session:
        for period in wanted.periods:
            yield from _meetings(session, replace(wanted, since=period, until=period))


def iterate_attendance(viewer: Viewer, wanted: FigureQuery) -> Iterator[AttendanceRow]:
    """Everybody at these meetings by name; meetings reported by totals have nobody here.

    Raises NotAllowed for roles that may not read names.
    """
    with reading(viewer) as session:
        for period in wanted.periods:
            yield from _people(session, replace(wanted, since=period, until=period))


def count_rows(viewer: Viewer, wanted: FigureQuery, named: bool) -> int:
    """The number of rows: meetings, or people at them."""
    if named:
        with reading(viewer) as session:
            return session.exec(_there(session, select(func.count(Attendance.id)), wanted)).one()
    with reading(viewer) as session:
        # a joint meeting has a row for each cell
        held = figures.total(counts for *_, counts in figures.tally_sums(session, wanted, Tally.audience)).meetings
        others = select(func.count(Meeting.id)).where(
            *_own(session, wanted), Meeting.state.in_((MeetingState.NOT_HELD, MeetingState.POSTPONED))
        )
        return held + session.exec(others).one()


def _meetings(session: Session, wanted: FigureQuery) -> Iterator[MeetingRow]:
    counts: dict[tuple[int, int | None, int], AttendanceCounts] = {}
    for *where, added in figures.tally_sums(session, wanted, Tally.meeting_id, Tally.area_id, Tally.unit_id):
        counts[tuple(where)] = figures.total([counts.get(tuple(where), AttendanceCounts()), added])
    tallied = {meeting_id for meeting_id, _, _ in counts}
    own = and_(*_own(session, wanted))
    found = {
        row.id: row
        for row in session.exec(
            select(Meeting).where(or_(own, Meeting.id.in_(tallied)), Meeting.state != MeetingState.CANCELLED)
        )
    }
    wheres = [*counts, *((row.id, row.area_id, row.unit_id) for row in found.values() if row.id not in tallied)]
    called = _called(session, [where[1:] for where in wheres], wanted)
    for where in sorted(
        wheres, key=lambda where: (called.order(*where[1:]), found[where[0]].held_on or date.max, where[0])
    ):
        row = found[where[0]]
        yield MeetingRow(
            *called.names(*where[1:]),
            row.period,
            row.months,
            row.held_on,
            row.type,
            row.state,
            row.named,
            row.minutes_dated,
            row.reason,
            counts.get(where, AttendanceCounts()),
        )


def _own(session: Session, wanted: FigureQuery) -> list:
    """Return conditions for the meetings that cells themselves hold."""
    return [
        *figures.period_conditions(Meeting, wanted),
        *unit_history.fact_conditions(
            session, Meeting, unit_history.requested_unit(context_of(session).viewer, wanted.unit_id)
        ),
    ]


def _there(session: Session, asked: Select, wanted: FigureQuery) -> Select:
    """The query for the people whom tallies count by name."""
    same = (
        Tally.meeting_id == Attendance.meeting_id,
        Tally.unit_id == Attendance.unit_id,
        Tally.kind == Attendance.kind,
    )
    below = unit_history.fact_conditions(
        session, Tally, unit_history.requested_unit(context_of(session).viewer, wanted.unit_id)
    )
    query = asked.select_from(Tally).join(Attendance, and_(*same))
    return query.where(*figures.period_conditions(Tally, wanted), Tally.kind.in_(KINDS_CALLED[wanted.audience]), *below)


def _people(session: Session, wanted: FigureQuery) -> Iterator[AttendanceRow]:
    columns = select(
        Tally.area_id,
        *(getattr(Attendance, name) for name in ("unit_id", "kind", "expectation", "outcome", "spoke")),
        *ABOUT,
    )
    query = (
        _there(session, columns, wanted)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Member, Member.id == Attendance.member_id, isouter=True)
    )
    rows = session.exec(query.order_by(Meeting.held_on, Meeting.id, Member.sort_key, Member.id)).all()
    called = _called(session, [(row.area_id, row.unit_id) for row in rows], wanted)
    for row in sorted(rows, key=lambda row: called.order(row.area_id, row.unit_id)):
        meeting = (row.period, row.months, row.held_on, row.type)
        yield AttendanceRow(
            *called.names(row.area_id, row.unit_id),
            *meeting,
            row.name,
            row.born,
            row.kind,
            row.expectation,
            row.outcome,
            row.spoke,
        )


ABOUT = (Meeting.period, Meeting.months, Meeting.held_on, Meeting.type, Member.name, Member.born)


class _Called(NamedTuple):
    """The names of areas and cells at a time, and their order."""

    units: dict[int, str]
    places: dict[int, int]

    def names(self, area_id: int | None, cell_id: int) -> tuple[str, str]:
        return self.units.get(area_id, ""), self.units[cell_id]

    def order(self, area_id: int | None, cell_id: int) -> tuple[int, int]:
        return self.places.get(area_id, -1), self.places[cell_id]


def _called(session: Session, wheres: list[tuple[int | None, int]], wanted: FigureQuery) -> _Called:
    ids = {unit_id for where in wheres for unit_id in where if unit_id is not None}
    units = units_on(session, ids, last_day_of_period(wanted.since, wanted.step))
    return _Called(
        {unit_id: unit.name for unit_id, unit in units.items()}, {unit_id: place for place, unit_id in enumerate(units)}
    )
