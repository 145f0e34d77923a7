"""The months whose figures a change alters, according to how the rows of its table count (`counted_rows.py`)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from db.calendar.months import month_of, months_of_period, year_mark
from db.kernel.counted_rows import ALL, COUNTED, CountedRows

FIRST, LAST = date.min, date.max


class CountedMonths(NamedTuple):
    """The first and last month (yyyymm) in which a row counts in a unit; yyyy00 to yyyy00 stands for a year's own
    figures.

    The unit is None for a row that belongs to a member: it counts wherever the member is on a list during those months.
    """

    unit_id: int | None
    first: int
    last: int

    def contains(self, month: int) -> bool:
        """Whether a month, or the mark of a year, lies within it."""
        return self.first <= month <= self.last and (month % 100 == 0) == (self.first % 100 == 0)


def months_altered_by(table: type[Any], before: dict | None, after: dict | None) -> Iterator[CountedMonths]:
    """The months whose figures a change alters, given the row before (None: inserted) and after it (None: deleted).

    Rows that count in the period of their meeting carry the meeting's "period" and "months" beside their own columns.
    """
    how = COUNTED[table]
    rows = [row for row in (before, after) if row]
    if before and after and not _differ(table, how, before, after):
        spans = _between(how, before, after) if how.is_dated else ()
        yield from _places(how, after, spans)
    else:
        for row in rows:
            yield from _places(how, row, _whole(how, row))


def months_of_stay(first: date | None, last: date | None) -> tuple[int, int]:
    """The months from the first to the last day; an empty first day means always, an empty last day means still."""
    return _months(first or FIRST, last or LAST)


def _differ(table: type[Any], how: CountedRows, before: dict, after: dict) -> bool:
    """Whether a column changed that matters on every day of the row."""
    names = table.model_fields if how.counts == ALL else how.counts
    left = {*how.days, how.since, how.until, *how.aside, "id", "code"}
    return any(before.get(name) != after.get(name) for name in names if name not in left)


def _places(how: CountedRows, row: dict, spans: Any) -> Iterator[CountedMonths]:
    units = sorted({unit_id for name in how.units if (unit_id := row.get(name))})
    for first, last in spans:
        yield from (CountedMonths(unit_id, first, last) for unit_id in units)
        if how.of_member:
            yield CountedMonths(None, first, last)


def _whole(how: CountedRows, row: dict) -> Iterator[tuple[int, int]]:
    """The months in which a row counts."""
    if how.year:
        yield year_mark(row["year"]), year_mark(row["year"])
    elif how.days:
        if told := [day for name in how.days if (day := row.get(name))]:
            yield _months(min(told), LAST)
    elif row.get("period"):
        held = months_of_period(row["period"], row.get("months") or 1)
        yield held[0], held[-1]
    elif not how.by_meeting:
        yield _months(*_bounds(how, row))


def _between(how: CountedRows, before: dict, after: dict) -> Iterator[tuple[int, int]]:
    """The months that differ where only the first or last day changed."""
    for name in how.days:
        then, now = sorted((before.get(name) or LAST, after.get(name) or LAST))
        if then != now:
            yield _months(then, now if now == LAST else now - _DAY)
    (first, last), (first_now, last_now) = _bounds(how, before), _bounds(how, after)
    if last < first_now or last_now < first:  # it counts on entirely different days
        yield from (_months(first, last), _months(first_now, last_now))
        return
    if first != first_now:
        yield _months(min(first, first_now), max(first, first_now) - _DAY)
    if last != last_now:
        yield _months(min(last, last_now) + _DAY, max(last, last_now))


def _bounds(how: CountedRows, row: dict) -> tuple[date, date]:
    return row.get(how.since) or FIRST, row.get(how.until) or LAST


def _months(first: date, last: date) -> tuple[int, int]:
    return month_of(first), month_of(last)


_DAY = timedelta(days=1)
