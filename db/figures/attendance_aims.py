"""Attendance aims: the share of members who should come to meetings, period by period."""

import itertools
from datetime import date, timedelta

from sqlmodel import Session, select

from db.calendar.months import last_day_of_period
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Rule
from db.settings import dated_rules
from db.settings.dated_rules import RuleInForce

ATTENDANCE = "attendance_aim"


def aims_of_periods(viewer: Viewer, wanted: FigureQuery) -> list[RuleInForce | None]:
    """For each requested period, the aim under the rule in force on its last day; None before the first rule."""
    unit_id = viewer.unit_id if wanted.unit_id is None else wanted.unit_id
    days = [last_day_of_period(period, wanted.step) for period in wanted.periods]
    with reading(viewer) as session:
        found: dict[date, RuleInForce | None] = {}
        edges = [days[0], *_edges(session, days), days[-1]]
        for first, last in itertools.pairwise(edges):
            _fill(session, unit_id, [day for day in days if first <= day <= last], found)
        return [found[day] for day in days]


def _edges(session: Session, days: list[date]) -> list[date]:
    """The requested days next to the beginning or end of a unit's own rule."""
    rows = session.exec(select(Rule.valid_from, Rule.valid_to).where(Rule.name == ATTENDANCE)).all()
    changes = {row.valid_from for row in rows if row.valid_from} | {
        row.valid_to + timedelta(days=1) for row in rows if row.valid_to
    }
    return [
        day
        for before, day in itertools.pairwise(days)
        if any(before < change <= day for change in changes)
        for day in (before, day)
    ]


def _fill(session: Session, unit_id: int, days: list[date], found: dict[date, RuleInForce | None]) -> None:
    """Look up both ends, and the days between only if they differ: looking up each of 120 months took half a second."""
    for day in (days[0], days[-1]):
        if day not in found:
            found[day] = _in_force(session, unit_id, day)
    if found[days[0]] == found[days[-1]]:
        found.update(dict.fromkeys(days, found[days[0]]))
    elif len(days) > 2:
        middle = len(days) // 2
        _fill(session, unit_id, days[: middle + 1], found)
        _fill(session, unit_id, days[middle:], found)


def _in_force(session: Session, unit_id: int, day: date) -> RuleInForce | None:
    try:
        return dated_rules.in_force(session, ATTENDANCE, unit_id, day)
    except LookupError:
        return None
