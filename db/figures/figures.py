"""Attendance figures: people expected and present, summed from tallies month by month, with their denominators.

Sums follow the tree of their time and leave out practice units. A cell's own meetings and contact meetings are never
added together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlmodel import Session, case, func, select

from db.calendar.months import months_between, months_of_period, period_of
from db.figures import unit_history
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.meetings.roster import KINDS_CALLED
from db.models import Meeting, Tally, Unit, UnitKind
from db.models.meetings import MeetingAudience


@dataclass(frozen=True)
class FigureQuery:
    """Which meetings to count: first and last month (yyyymm), audience, and area or cell (default: all that the viewer
    sees).
    """

    since: int
    until: int
    audience: MeetingAudience = MeetingAudience.OWN
    unit_id: int | None = None
    topic: str = ""  # which indicator, for a chart with several

    @property
    def step(self) -> int:
        """Months per figure: contact meetings are counted by half-year."""
        return 6 if self.audience == MeetingAudience.CONTACT else 1

    @property
    def periods(self) -> list[int]:
        """The requested periods, each by its first month."""
        return sorted({period_of(month, self.step) for month in months_between(self.since, self.until)})

    @property
    def years(self) -> "list[FigureQuery]":
        """The same query for each calendar year, of the first and the last one only the requested months."""
        return [
            replace(self, since=max(self.since, year * 100 + 1), until=min(self.until, year * 100 + 12))
            for year in range(self.since // 100, self.until // 100 + 1)
        ]


class AttendanceCounts(NamedTuple):
    """Sums of tallies. `totals_only` meetings were reported without names; `exempt` and `extra`
    are outside the rate.
    """

    meetings: int = 0
    totals_only: int = 0
    expected: int = 0
    present: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0
    exempt: int = 0
    extra: int = 0

    @property
    def rate(self) -> float | None:
        """The share of those expected who came; None if nobody was expected."""
        return self.present / self.expected if self.expected else None


class AttendancePoint(NamedTuple):
    """The counts of one period; without a meeting the rate is None, not zero."""

    period: int
    counts: AttendanceCounts


PEOPLE = AttendanceCounts._fields[2:]


def attendance_by_period(viewer: Viewer, wanted: FigureQuery) -> list[AttendancePoint]:
    """The sums of each requested period, periods without a meeting included; a joint meeting of
    several cells counts once.
    """
    with reading(viewer) as session:
        found: dict[int, list[AttendanceCounts]] = {}
        for month, counts in tally_sums(session, wanted, Tally.period):
            found.setdefault(period_of(month, wanted.step), []).append(counts)
        again = _again(session, wanted)
        return [
            AttendancePoint(period, _less(total(found.get(period, ())), again[period])) for period in wanted.periods
        ]


def tally_sums(session: Session, wanted: FigureQuery, *by, cell_id: int | None = None) -> Iterator[tuple]:
    """Requested tallies, of one cell or all, grouped by these columns: the group's values, then its sums."""
    within = [
        *period_conditions(Tally, wanted),
        *unit_history.fact_conditions(
            session, Tally, unit_history.requested_unit(context_of(session).viewer, wanted.unit_id)
        ),
    ]
    added = [
        func.count(Tally.id),
        func.count(case((Tally.named.is_(False), 1))),
        *(func.sum(getattr(Tally, name)) for name in PEOPLE),
    ]
    if cell_id is not None:
        within.append(Tally.unit_id == cell_id)
    for kind in KINDS_CALLED[wanted.audience]:
        for row in session.exec(select(*by, *added).where(Tally.kind == kind, *within).group_by(*by)):
            counts = AttendanceCounts(*row[len(by) :])
            # A meeting has one tally per kind of person, and is counted only with the first.
            yield (
                *row[: len(by)],
                counts if kind == KINDS_CALLED[wanted.audience][0] else counts._replace(meetings=0, totals_only=0),
            )


def _again(session: Session, wanted: FigureQuery) -> dict[int, Counter]:
    """How often joint meetings, which have a tally per cell, are counted more than once within an area, by period."""
    areas = session.exec(select(Unit.id).where(Unit.kind == UnitKind.AREA)).all()
    joint = session.exec(select(Meeting.id).where(Meeting.unit_id.in_(areas), period_condition(Meeting, wanted))).all()
    found: dict[int, Counter] = defaultdict(Counter)
    if joint:
        within = unit_history.fact_conditions(
            session, Tally, unit_history.requested_unit(context_of(session).viewer, wanted.unit_id)
        )
        # If this also filtered by audience and kind, SQLite would search all tallies of that kind for them.
        columns = (Tally.period, Tally.named, Tally.audience, Tally.kind)
        query = select(*columns, func.count(Tally.id)).where(Tally.meeting_id.in_(joint), *within)
        for month, named, *whose, tallies in session.exec(query.group_by(Tally.meeting_id, *columns)):
            if whose == [wanted.audience, KINDS_CALLED[wanted.audience][0]]:
                again = tallies - 1
                found[period_of(month, wanted.step)].update(meetings=again, totals_only=0 if named else again)
    return found


def count_joint_meetings_once(
    session: Session, wanted: FigureQuery, period: int | None, counts: AttendanceCounts
) -> AttendanceCounts:
    """Counts added up cell by cell, for a period or all requested ones, corrected so that each
    joint meeting counts once.
    """
    again = _again(session, wanted)
    return _less(counts, again[period] if period is not None else sum(again.values(), Counter()))


def _less(counts: AttendanceCounts, again: Counter) -> AttendanceCounts:
    return counts._replace(
        meetings=counts.meetings - again["meetings"], totals_only=counts.totals_only - again["totals_only"]
    )


def period_conditions(table: type, wanted: FigureQuery) -> list:
    """Conditions that narrow rows to the requested audience and periods."""
    return [table.audience == wanted.audience, period_condition(table, wanted)]


def period_condition(table: type, wanted: FigureQuery):
    """The condition that narrows rows to the requested periods."""
    return table.period.between(wanted.periods[0], months_of_period(wanted.periods[-1], wanted.step)[-1])


def total(counts: Iterable[AttendanceCounts]) -> AttendanceCounts:
    """Counts added up."""
    return (
        AttendanceCounts(*(sum(column) for column in zip(*counts, strict=True)))
        if (counts := list(counts))
        else AttendanceCounts()
    )
