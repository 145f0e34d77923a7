"""When a member really looked after a charge, and since when nobody does.

A member who has left the cell, is exempt or temporarily away looks after nothing, though still in charge.
"""

from collections.abc import Iterable
from datetime import date

from db.calendar.spans import DAY, DaySpan


def effective_spans(charge: DaySpan, stays: Iterable[DaySpan], leaves: Iterable[DaySpan]) -> list[DaySpan]:
    """Return the parts of a charge that are within the member's stays in the cell and outside the member's exemptions
    and absences.
    """
    parts = [both for stay in stays if (both := charge.shared_with(stay))]
    for leave in leaves:
        parts = [piece for part in parts for piece in part.without(leave)]
    return parts


def uncovered_since(parts: Iterable[DaySpan], day: date) -> date | None:
    """The first day without anybody, for something uncovered on a day; None if it never was covered."""
    ended = [part.until for part in parts if part.until < day]
    return max(ended) + DAY if ended else None
