"""Reconciliation of random lives: every number equals a recount on any day, and opens to the people behind it."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.contacts import people_behind_reconciliation, reconciliation
from db.contacts.introduction_steps import IntroductionStep
from db.contacts.people_behind_reconciliation import PAGE, PeopleFilter
from db.contacts.reconciliation import Grouping, ReconciliationCounts
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, Membership, MembershipKind
from tests import people
from tests.db.introduction_stories import FIRST, TODAY, Story, add_workplace, stories
from tests.rows import rows

RANDOM = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
pytestmark = pytest.mark.usefixtures("november")


def recount(found: list[Story], day: date) -> list[tuple[Story, IntroductionStep]]:
    """Each person once per commune, by the story that had come further; of two equal ones, by the first."""
    best: dict[tuple[int, str], tuple[Story, IntroductionStep]] = {}
    known = {story.member for story in found if story.listed}
    for story in sorted(found, key=lambda each: not each.listed):
        step = story.step(day)
        if step is None or (not story.listed and story.member in known):
            continue
        key = (story.member, story.commune)
        if key not in best or list(IntroductionStep).index(best[key][1]) < list(IntroductionStep).index(step):
            best[key] = (story, step)
    return list(best.values())


def counts_by_hand(some: list[tuple[Story, IntroductionStep]], day: date, found: list[Story]) -> ReconciliationCounts:
    steps = Counter(step for _, step in some)
    introduced = steps[IntroductionStep.INTRODUCED] + steps[IntroductionStep.RECEIVED] + steps[IntroductionStep.PLACED]
    return ReconciliationCounts(
        introduced + steps[IntroductionStep.PENDING],
        introduced,
        sum(story.is_exempt(day, found) for story, _ in some),
        steps[IntroductionStep.RECEIVED] + steps[IntroductionStep.PLACED],
        steps[IntroductionStep.PLACED],
        steps[IntroductionStep.PENDING],
        steps[IntroductionStep.UNKNOWN],
    )


@pytest.fixture
def bare(emptied, database) -> None:
    """An empty register for each of several random ones."""


@given(seed=st.integers(0, 10**6))
@RANDOM
def test_every_number_equals_a_recount_and_opens_to_its_people(bare, emptied, seed):
    emptied()
    random, world = Random(seed), people.world()
    add_workplace(world, "school", "Trường THCS An Bình")
    with writing(SYSTEM, "world") as session:
        bulk.delete(session, Introduction, [row.id for row in rows(Introduction)])
        bulk.delete(session, Membership, [row.id for row in rows(Membership, kind=MembershipKind.CONTACT)])
    found = stories(world, random)
    day = min(FIRST + timedelta(days=random.randint(0, 320)), TODAY)
    known = [
        on for story in found if story.listed for step, on in story.happened.items() if step != IntroductionStep.UNKNOWN
    ]
    if known and day < min(known):
        day = min(known)
    keys = {unit_id: key for key, unit_id in world.units.items()}
    for grouping in Grouping:
        expected: dict[str | None, list] = {}
        for story, step in recount(found, day):
            expected.setdefault(getattr(story, grouping), []).append((story, step))
        lines = reconciliation.by_commune_or_workplace(world.district, day, grouping)
        told = {keys[line.unit_id] if line.unit_id else None: line.counts for line in lines}
        assert told == {key: counts_by_hand(some, day, found) for key, some in expected.items()}
        _opens(world, day, grouping, lines)


def _opens(world, day: date, grouping: Grouping, lines: list) -> None:
    for which in PeopleFilter:
        for line in lines:
            page = people_behind_reconciliation.list_people(
                world.district, day, which, grouping=grouping, unit_code=line.code
            )
            assert page.total == number_of(line.counts, which)
            assert len(page.rows) == min(PAGE, page.total)
        everybody = people_behind_reconciliation.list_people(world.district, day, which)
        assert everybody.total == number_of(reconciliation.total(lines), which) if lines else everybody.total == 0


def number_of(counts: ReconciliationCounts, which: PeopleFilter) -> int:
    return {
        PeopleFilter.PENDING: counts.pending,
        PeopleFilter.UNRECEIVED: counts.introduced - counts.received,
        PeopleFilter.UNPLACED: counts.received - counts.placed,
        PeopleFilter.PLACED: counts.placed,
        PeopleFilter.EXEMPT: counts.exempt,
        PeopleFilter.UNKNOWN: counts.unknown,
    }[which]
