"""Caring: in which spans of time somebody really looked after something, and since when nobody does.

Whoever has left the cell, is exempt or away for a time looks after nobody, though he was not taken from it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


class DaySpan(NamedTuple):
    """From a day to a day, both included; an open end reaches as far as the calendar."""

    since: date = date.min
    until: date = date.max


def day_span(since: date | None, until: date | None) -> DaySpan:
    """A span with its open ends filled."""
    return DaySpan(since or date.min, until or date.max)


def effective_spans(charge: DaySpan, stays: Iterable[DaySpan], leaves: Iterable[DaySpan]) -> list[DaySpan]:
    """The parts of a charge that lie in somebody's stays in the cell and outside his exemptions and absences."""
    parts = [
        both
        for stay in stays
        if (both := DaySpan(max(charge.since, stay.since), min(charge.until, stay.until))).since <= both.until
    ]
    for leave in leaves:
        parts = [piece for part in parts for piece in _without(part, leave)]
    return parts


def covers_day(parts: Iterable[DaySpan], day: date) -> bool:
    """Whether a day lies in one of the spans."""
    return any(part.since <= day <= part.until for part in parts)


def nobody_since(parts: Iterable[DaySpan], day: date) -> date | None:
    """The first day without anybody, for something that nobody looks after on a day; None where nobody ever did."""
    ended = [part.until for part in parts if part.until < day]
    return max(ended) + DAY if ended else None


def _without(part: DaySpan, leave: DaySpan) -> list[DaySpan]:
    if leave.until < part.since or part.until < leave.since:
        return [part]
    before = [DaySpan(part.since, leave.since - DAY)] if part.since < leave.since else []
    after = [DaySpan(leave.until + DAY, part.until)] if leave.until < part.until else []
    return before + after
