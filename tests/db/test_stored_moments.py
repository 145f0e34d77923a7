"""Moments as stored compare like the moments themselves, on both databases."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings, strategies as st
from sqlmodel import select

from db.calendar import clock
from db.kernel import stored_moments
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Batch

MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, clock.HERE]))
STEPS = st.sampled_from([timedelta(), timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=7)])
ONCE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ONCE
@given(one=MOMENTS, step=STEPS)
def test_stored_moments_compare_like_the_moments(world, one: datetime, step: timedelta):
    other = one + step
    with reading(SYSTEM) as session:
        stored = stored_moments.stored_form(session)
        assert (stored(one) < stored(other), stored(one) == stored(other)) == (one < other, one == other)


def test_a_column_of_moments_is_read_in_their_stored_form(world):
    with reading(SYSTEM) as session:
        stored = stored_moments.stored_form(session)
        rows = session.exec(select(Batch.at, stored_moments.as_stored(Batch.at))).all()
    assert rows
    assert [raw for _, raw in rows] == [stored(at) for at, _ in rows]
