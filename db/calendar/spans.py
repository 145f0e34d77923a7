"""Spans of days, both ends included; open ends reach to the limits of the calendar."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, Protocol

DAY = timedelta(days=1)


class Dated(Protocol):
    """A row valid between two days, either of which may be open."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


class DaySpan(NamedTuple):
    """A span from a day to a day, both included."""

    since: date = date.min
    until: date = date.max

    def contains(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.since <= day <= self.until

    def overlaps(self, other: "DaySpan") -> bool:
        """Whether the two spans have a day in common."""
        return self.since <= other.until and other.since <= self.until

    def covers(self, other: "DaySpan") -> bool:
        """Whether it contains the whole of another span."""
        return self.since <= other.since and other.until <= self.until

    def shared_with(self, other: "DaySpan") -> "DaySpan | None":
        """The days in both spans, None if there are none."""
        return DaySpan(max(self.since, other.since), min(self.until, other.until)) if self.overlaps(other) else None

    def without(self, other: "DaySpan") -> "list[DaySpan]":
        """What remains outside another span: nothing, one piece or two."""
        if not self.overlaps(other):
            return [self]
        before = [DaySpan(self.since, other.since - DAY)] if self.since < other.since else []
        after = [DaySpan(other.until + DAY, self.until)] if other.until < self.until else []
        return before + after


def day_span(since: date | None, until: date | None) -> DaySpan:
    """A span from ends that may be None for open."""
    return DaySpan(since or date.min, until or date.max)


def span_of(row: Dated) -> DaySpan:
    """The days on which a row is valid."""
    return day_span(row.valid_from, row.valid_to)


def is_valid_on(row: Dated, day: date) -> bool:
    """Whether a row is valid on a day."""
    return span_of(row).contains(day)


def any_contains(spans: Iterable[DaySpan], day: date) -> bool:
    """Whether one of the spans contains a day."""
    return any(span.contains(day) for span in spans)
