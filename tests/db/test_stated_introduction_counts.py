"""Stated counts of people to introduce: what they say, how long they are valid, who may state which."""

from datetime import date, timedelta

import pytest

from db.contacts import stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.errors import Invalid, NotAllowed
from db.models import IntroductionState
from tests.db.introduced_people import dong_ha, introduce
from tests.db.introduction_stories import TODAY

pytestmark = pytest.mark.usefixtures("november")


def test_a_stated_count_says_who_is_subject_and_otherwise_the_list_does(world):
    introduce(world, 3)
    introduce(world, 2, state=IntroductionState.TO_INTRODUCE, sent_on=None, listed_on=date(2026, 3, 1))
    line = dong_ha(world)
    assert (line.counts.subject, line.counts.outstanding, line.counts.unnamed) == (6, 2, 0)
    assert line.counted_on is None
    stated_introduction_counts.record(world.commune, [StatedCount(world.units["dong_ha"], date(2026, 6, 1), 10, 4)])
    line = dong_ha(world)
    assert (line.counts.subject, line.counts.outstanding, line.counts.unnamed) == (10, 6, 4)
    assert (line.counted_on, line.counts.not_introduced) == (date(2026, 6, 1), 4)


def test_a_count_is_valid_for_a_year_from_its_day(world):
    stated_introduction_counts.record(world.commune, [StatedCount(world.units["dong_ha"], date(2025, 6, 1), 10)])
    assert dong_ha(world, date(2026, 6, 2)).counted_on == date(2025, 6, 1)
    assert dong_ha(world, date(2026, 6, 3)).counted_on is None


def test_a_count_of_zero_only_says_how_many_are_exempt_from_introduction(world):
    stated_introduction_counts.record(world.commune, [StatedCount(world.units["dong_ha"], date(2026, 6, 1), 0, 2)])
    line = dong_ha(world)
    assert (line.counts.subject, line.counts.not_introduced, line.counted_on) == (1, 2, None)


def test_a_second_count_for_a_day_replaces_the_first(world):
    for subject in (10, 12):
        stated_introduction_counts.record(world.workplace, [StatedCount(world.units["hospital"], TODAY, subject)])
    assert [
        row.subject for row in stated_introduction_counts.list_of_unit(world.workplace, world.units["hospital"])
    ] == [12]


@pytest.mark.parametrize(
    ("subject", "day", "code"),
    [
        (-1, TODAY, "count_unfit"),
        (1, TODAY + timedelta(days=1), "counted_ahead"),
        (1, date(1900, 1, 1), "day_too_early"),
    ],
)
def test_an_impossible_count_is_refused(world, subject, day, code):
    with pytest.raises(Invalid) as refused:
        stated_introduction_counts.record(world.commune, [StatedCount(world.units["dong_ha"], day, subject)])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("who", "unit"),
    [("commune", "tay_son"), ("workplace", "dong_ha"), ("secretary", "dong_ha"), ("district", "dong_bao")],
)
def test_nobody_states_a_count_for_a_unit_that_is_not_his_or_for_a_cell(world, who, unit):
    with pytest.raises(NotAllowed):
        stated_introduction_counts.record(world.viewers[who], [StatedCount(world.units[unit], TODAY, 1)])
