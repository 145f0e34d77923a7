"""Partial dates: typed as people here type them, stored so that text order is date order."""

import pytest
from hypothesis import given, strategies as st

from db.calendar import partial_dates
from tests.db.told import refused_with


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1953", "1953"), ("4/1953", "1953-04"), ("02/04/1953", "1953-04-02"), ("2-4-1953", "1953-04-02"),
        ("2.4.1953", "1953-04-02"),
        ("02041953", "1953-04-02"), (" 3-2012 ", "2012-03"), ("ngày 02 tháng 01 năm 2020", "2020-01-02"),
        ("tháng 3 năm 2012", "2012-03"),
        ("1953-04-02", "1953-04-02"), ("1953-04", "1953-04"), ("29/2/2024", "2024-02-29"), ("", None), (None, None),
        ("   ", None),
    ],
)  # fmt: skip
def test_dates_are_parsed_as_they_are_written_here(typed, kept):
    assert partial_dates.parse(typed) == kept


NONSENSE = [
    "53",
    "2/4/53",
    "31/2/1953",
    "0/1953",
    "13/1953",
    "1753",
    "khoảng 1953",
    "1953?x",
    "1/2/3/1953",
    "=1+1",
    "19531",
    "²/1953",
]


@pytest.mark.parametrize("typed", [*NONSENSE, "1953/2/1953", "4/1953/2"])
def test_nonsense_is_refused_never_guessed(typed):
    with refused_with("date_unreadable"):
        partial_dates.parse(typed)


@pytest.mark.parametrize("typed", ["2999", "5/1/2099"])
def test_a_date_years_ahead_is_reported_as_such(typed):
    with refused_with("date_too_far"):
        partial_dates.parse(typed)


def test_a_date_knows_its_earliest_and_latest_day():
    assert (str(partial_dates.earliest_day("1953")), str(partial_dates.latest_day("1953"))) == (
        "1953-01-01",
        "1953-12-31",
    )
    assert (str(partial_dates.earliest_day("1952-02")), str(partial_dates.latest_day("1952-02"))) == (
        "1952-02-01",
        "1952-02-29",
    )
    assert partial_dates.exact_day("1953-04") is None


@given(st.text(max_size=30))
def test_anything_typed_is_a_date_or_refused(typed):
    try:
        kept = partial_dates.parse(typed)
    except partial_dates.Invalid:
        return
    assert kept is None or partial_dates.parse(kept) == kept
    assert kept is None or partial_dates.parse(partial_dates.display(kept)) == kept
