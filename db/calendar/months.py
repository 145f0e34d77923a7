"""Months as yyyymm (202611 is November 2026), and periods of several months, each named by its first."""

import calendar
from datetime import date, timedelta
from functools import cache, lru_cache


def month_of(day: date) -> int:
    """The month of a day."""
    return day.year * 100 + day.month


def add_months(month: int, by: int) -> int:
    """Return the month this many months later, or earlier for a negative number."""
    return _month(_count(month) + by)


def months_between(since: int, until: int) -> list[int]:
    """The months from one to another, both included."""
    return list(_months_between(since, until))


def months_of_period(period: int, months: int = 1) -> list[int]:
    """The months of a period: for 202611 and 3 months 202611, 202612 and 202701."""
    return months_between(period, add_months(period, months - 1))


def year_mark(year: int) -> int:
    """The mark of a year, for figures stated once a year: 202600 for 2026."""
    return year * 100


def is_year_mark(month: int) -> bool:
    """Whether it is the mark of a year."""
    return month % 100 == 0


def period_of(month: int, months: int) -> int:
    """Return the period of this many months that contains a month."""
    return month - (month % 100 - 1) % months


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 100, month % 100, 1)


@cache
def last_day(month: int) -> date:
    """The last day of a month."""
    return date(month // 100, month % 100, calendar.monthrange(month // 100, month % 100)[1])


def last_day_of_period(period: int, months: int = 1) -> date:
    """The last day of a period."""
    return last_day(add_months(period, months - 1))


@lru_cache(maxsize=1000)
def months_before(day: date, months: int) -> date:
    """Return the day this many months before; the last of its month if that is shorter."""
    month = add_months(month_of(day), -months)
    return first_day(month).replace(day=min(day.day, last_day(month).day))


def first_whole_month(day: date) -> int:
    """The first month that begins on or after this day."""
    return add_months(month_of(day), day.day > 1)


def last_whole_month(day: date) -> int:
    """The last month that ends on or before this day."""
    return add_months(month_of(day + timedelta(days=1)), -1)


@lru_cache(maxsize=1000)
def _months_between(since: int, until: int) -> tuple[int, ...]:
    """Cached, since a page that shows ten years asks for it dozens of times."""
    return tuple(_month(count) for count in range(_count(since), _count(until) + 1))


def _count(month: int) -> int:
    return month // 100 * 12 + month % 100 - 1


def _month(count: int) -> int:
    return count // 12 * 100 + count % 12 + 1
