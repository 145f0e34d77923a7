"""Partial dates: a day, a month or only a year in somebody's life, as typed and as stored.

Stored as "1953", "1953-04" or "1953-04-02", so that text order is date order.
"""

import calendar
import re
from datetime import date

from db.calendar import clock
from db.errors import Invalid
from db.vietnamese import clean

EARLIEST = 1900
WRITTEN = re.compile("(?:ng[aà]y|th[aá]ng|n[aă]m|[0-9/., -])+")


def parse(text: str | None) -> str | None:
    """A date as typed: 1953, 4/1953, 02/04/1953, 02041953, "ngày 02 tháng 4 năm 1953". None for an empty text.

    Raises Invalid("date_unreadable") for anything but a date from 1900 on, "date_too_far" for one after next year.
    """
    typed = clean(text)
    if not typed:
        return None
    parts = _parts(typed)
    if parts is None or parts[0] < EARLIEST:
        raise Invalid("date_unreadable", typed=typed[:40])
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError as nonsense:
        raise Invalid("date_unreadable", typed=typed[:40]) from nonsense
    if parts[0] > clock.today().year + 1:
        raise Invalid("date_too_far", typed=typed[:40])
    return "-".join(f"{part:02}" for part in parts)


def display(stored: str | None) -> str:
    """A stored date as it is displayed: 1953, 4/1953, 02/04/1953."""
    parts = (stored or "").split("-")
    if len(parts) == 2:
        return f"{int(parts[1])}/{parts[0]}"
    return "/".join(reversed(parts))


def year(stored: str | None) -> str | None:
    """The year alone."""
    return stored[:4] if stored else None


def exact_day(stored: str | None) -> date | None:
    """The day, if it is known."""
    return date.fromisoformat(stored) if stored and len(stored) == 10 else None


def earliest_day(stored: str) -> date:
    """The earliest possible day."""
    return date(*[*map(int, stored.split("-")), 1, 1][:3])


def latest_day(stored: str) -> date:
    """The latest possible day."""
    parts = [int(part) for part in stored.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1])


def _parts(typed: str) -> list[int] | None:
    """Return year, month and day as far as given; None if it is not written like a date."""
    if re.fullmatch("[0-9]{8}", typed):
        typed = f"{typed[:2]}/{typed[2:4]}/{typed[4:]}"
    numbers = re.findall("[0-9]+", typed) if WRITTEN.fullmatch(typed.lower()) else []
    if not 1 <= len(numbers) <= 3:
        return None
    if len(numbers[0]) != 4:
        numbers.reverse()
    fits = len(numbers[0]) == 4 and all(len(number) <= 2 for number in numbers[1:])
    return [int(number) for number in numbers] if fits else None
