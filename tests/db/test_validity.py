"""The days on which a dated row is valid: the same answer from the database and from Python."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import select

from db.calendar import spans, validity
from db.calendar.spans import DaySpan, day_span
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Office

DAYS = [date(2026, 3, 1) + timedelta(days=more) for more in range(4)]
ENDS = [None, *DAYS[1:3]]


@pytest.fixture
def offices(world):
    """One office for each span that does not run backwards, by id."""
    dated = [(since, until) for since, until in product(ENDS, ENDS) if not (since and until and until < since)]
    with writing(SYSTEM, "test") as session:
        rows = [
            Office(unit_id=world.units["dong_bao"], post=f"p{at}", person="X", valid_from=since, valid_to=until)
            for at, (since, until) in enumerate(dated)
        ]
        session.add_all(rows)
        session.flush()
        return {row.id: day_span(row.valid_from, row.valid_to) for row in rows}


@pytest.mark.every_case
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (validity.valid_on, DaySpan.contains),
        (validity.begun_on, lambda span, day: span.since <= day),
        (validity.not_ended_on, lambda span, day: span.until >= day),
        (validity.lasts_beyond, lambda span, day: span.until > day),
    ],
)
def test_the_database_and_python_agree_on_every_span(offices, condition, holds, day):
    with reading(SYSTEM) as session:
        found = set(session.exec(select(Office.id).where(Office.id.in_(offices), condition(Office, day))))
    assert found == {office_id for office_id, span in offices.items() if holds(span, day)}


@pytest.mark.parametrize(("one", "other"), [*product([DaySpan(a, b) for a in DAYS for b in DAYS if a <= b], repeat=2)])
def test_span_operations_agree_with_sets_of_days(one, other):
    mine, others = [{day for day in DAYS if span.contains(day)} for span in (one, other)]
    assert one.overlaps(other) == bool(mine & others)
    assert one.covers(other) == (others <= mine)
    shared = one.shared_with(other)
    assert {day for day in DAYS if shared and shared.contains(day)} == mine & others
    assert {day for day in DAYS if spans.any_contains(one.without(other), day)} == mine - others


def test_an_open_end_reaches_to_the_end_of_the_calendar():
    assert day_span(None, DAYS[0]).contains(date.min)
    assert day_span(DAYS[0], None).contains(date.max)
    assert day_span(None, None).without(day_span(None, None)) == []
