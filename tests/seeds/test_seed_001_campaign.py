"""Seed 001, Thái Bình 2012: everybody is introduced in January, and 80 to 90 % come to the first
meeting in February.
"""

from datetime import date

import pytest

from db.figures import contact_months
from tests.db.placed_members import CAME, MISSED, meet, place


@pytest.mark.usefixtures("november")
def test_everybody_is_introduced_in_one_month_and_meets_in_the_next(world):
    people = place(world, 20, date(2026, 2, 20))
    meet(world, date(2026, 2, 25), dict.fromkeys(people[:17], CAME) | dict.fromkeys(people[17:], MISSED))
    january, february, *later = contact_months.by_month(world.district, 2026)
    assert (january.introduced, february.introduced) == (20, 0)
    assert 0.8 <= february.rate <= 0.9
    assert not any(month.introduced or month.meetings for month in later)
