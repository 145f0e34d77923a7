"""The clock: Việt Nam's day, months as numbers, and a time set by a test."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from db.calendar import clock
from db.calendar.months import (
    add_months,
    first_whole_month,
    last_day_of_period,
    last_whole_month,
    month_of,
    months_between,
    months_of_period,
    period_of,
)


@pytest.fixture
def set_running_clock(tmp_path, monkeypatch):
    """Set the time as text, as a test of a running server does."""
    file = tmp_path / "clock"
    monkeypatch.setenv("REGISTER_CLOCK", str(file))
    return lambda moment: file.write_text(f"{moment}\n")


def test_the_day_changes_at_17_00_utc():
    with time_machine.travel(datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 11, 20)
    with time_machine.travel(datetime(2026, 11, 20, 17, 0, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 11, 21)


def test_a_running_servers_time_can_be_set_and_changed(set_running_clock):
    set_running_clock("2026-11-21T09:00:00+07:00")
    assert clock.now() == datetime(2026, 11, 21, 2, tzinfo=UTC)
    set_running_clock("2026-12-31T17:00:00+00:00")
    assert clock.today() == date(2027, 1, 1)


def test_a_time_without_a_zone_is_local_to_viet_nam_wherever_the_server_is(set_running_clock):
    set_running_clock("2026-11-21T00:30:00")
    assert (clock.now(), clock.today()) == (datetime(2026, 11, 20, 17, 30, tzinfo=UTC), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("start", "months", "held"),
    [
        (202611, 1, [202611]),
        (202611, 3, [202611, 202612, 202701]),
        (202607, 6, [202607, 202608, 202609, 202610, 202611, 202612]),
        (202612, 2, [202612, 202701]),
        (202601, 12, [*range(202601, 202613)]),
    ],
)
def test_a_period_contains_its_months(start, months, held):
    assert months_of_period(start, months) == held


def test_a_day_is_in_its_month_and_its_half_year():
    months = [month_of(day) for day in (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31))]
    assert months == [202601, 202606, 202607, 202612]
    assert [period_of(month, 6) for month in months] == [202601, 202601, 202607, 202607]


def test_months_are_added_and_subtracted_across_years():
    assert [add_months(202611, by) for by in (0, 1, 2, -11, -23, 14)] == [
        202611,
        202612,
        202701,
        202512,
        202412,
        202801,
    ]
    assert months_between(202611, 202702) == [202611, 202612, 202701, 202702]
    assert months_between(202702, 202611) == []


def test_a_month_is_in_its_period_which_ends_on_a_day():
    assert [period_of(202608, months) for months in (1, 2, 3, 6, 12)] == [202608, 202607, 202607, 202607, 202601]
    assert last_day_of_period(202611, 4) == date(2027, 2, 28)


def test_only_whole_months_count():
    days = [date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 27), date(2026, 2, 28), date(2026, 12, 31)]
    assert [first_whole_month(day) for day in days] == [202602, 202603, 202603, 202603, 202701]
    assert [last_whole_month(day) for day in days] == [202601, 202601, 202601, 202602, 202612]
