"""Checks of numbers typed without names: they add up, and their day lies in their period."""

from datetime import timedelta

from db.calendar import clock
from db.calendar.months import first_day, last_day_of_period
from db.errors import Invalid
from db.meetings.totals import TotalsInput, TotalsLine

NEAR = timedelta(days=15)  # a meeting may be held some days before or after its month


def find_problem(line: TotalsLine) -> Invalid | None:
    """Why a meeting's numbers cannot be saved; None if they can."""
    now = line.now
    if line.saved.has_numbers and not now.has_numbers:
        return Invalid("totals_emptied", period=line.first_month_and_count)
    if now.expected is None or (now.present is None and now.absent is None):
        return Invalid("totals_incomplete", period=line.first_month_and_count)
    present, absent = _both(now)
    if present < 0 or absent < 0 or present + absent != now.expected:
        return Invalid(
            "totals_do_not_add_up",
            period=line.first_month_and_count,
            expected=now.expected,
            present=now.present or 0,
            absent=now.absent or 0,
        )
    if (now.excused or 0) + (now.unexcused or 0) > absent:
        return Invalid(
            "totals_reasons",
            period=line.first_month_and_count,
            absent=absent,
            excused=now.excused or 0,
            unexcused=now.unexcused or 0,
        )
    return _day_problem(line)


def tally_columns(now: TotalsInput) -> dict[str, int]:
    """Numbers that add up, as columns of the tally."""
    present, absent = _both(now)
    excused, unexcused = now.excused or 0, now.unexcused or 0
    return {
        "expected": now.expected or 0,
        "present": present,
        "excused": excused,
        "unexcused": unexcused,
        "unknown": absent - excused - unexcused,
        "exempt": now.exempt or 0,
        "extra": 0,
        "spoke": 0,
    }


def _both(now: TotalsInput) -> tuple[int, int]:
    """Present and absent people; the missing number follows from the other."""
    expected = now.expected or 0
    present = now.present if now.present is not None else expected - (now.absent or 0)
    return present, now.absent if now.absent is not None else expected - present


def _day_problem(line: TotalsLine) -> Invalid | None:
    day = line.now.held_on
    if day is None:
        return Invalid("totals_day_missing", period=line.first_month_and_count)
    if day > clock.today():
        return Invalid("day_to_come", day=day)
    if not first_day(line.period) - NEAR <= day <= last_day_of_period(line.period, line.months) + NEAR:
        return Invalid("totals_day_far", period=line.first_month_and_count, day=day)
    if line.is_outside_period:
        return Invalid("totals_other_month", period=line.first_month_and_count, day=day)
    return None
