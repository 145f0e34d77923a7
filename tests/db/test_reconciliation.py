"""Reconciliation: every number equals a recount of what happened, on any day, and opens to the people behind it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.contacts import introduction_steps, people_behind_reconciliation, reconciliation, stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.contacts.introduction_steps import IntroductionRow, IntroductionStep
from db.contacts.people_behind_reconciliation import PAGE, PeopleFilter
from db.contacts.reconciliation import Grouping, ReconciliationCounts
from db.errors import Invalid, NotAllowed, Refused
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Exemption,
    ExemptionClass,
    Introduction,
    IntroductionState,
    Membership,
    MembershipKind,
    Unit,
    UnitKind,
    UnitVersion,
)
from db.vietnamese import fold, unit_sort_key
from tests import people
from tests.db.placed_members import add_person
from tests.rows import rows

TODAY = date(2026, 11, 22)
FIRST = TODAY - timedelta(days=300)
CELLS = {"dong_ha": ["dong_bao", "ben_da"], "tay_son": ["nui_doi"]}
STEPS = [IntroductionStep.PENDING, IntroductionStep.INTRODUCED, IntroductionStep.RECEIVED, IntroductionStep.PLACED]
DAYS = dict(zip(STEPS, ("listed_on", "sent_on", "received_on", "placed_on"), strict=True))
STATES = dict(zip(STEPS, list(IntroductionState)[:4], strict=True))
RANDOM = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
pytestmark = pytest.mark.usefixtures("november")


@dataclass
class Story:
    """What happened to somebody between a workplace and a commune."""

    member: int
    workplace: str | None
    commune: str
    cell: str
    happened: dict[IntroductionStep, date] = field(default_factory=dict)
    ended: date | None = None
    exempt: bool = False
    exempted: tuple[date, date] | None = None
    listed: bool = True  # the register has an introduction for him

    def step(self, day: date) -> IntroductionStep | None:
        """How far he had come: what had happened by that day, unless he had left."""
        if self.ended and self.ended < day:
            return None
        return max(
            (step for step, on in self.happened.items() if on <= day), key=list(IntroductionStep).index, default=None
        )

    def is_exempt(self, day: date, found: "list[Story]") -> bool:
        """Taken from his exemptions in the cell he came to, otherwise from his letter."""
        if self.step(day) not in STEPS[1:]:
            return False
        came = list(self.happened)[-1] == IntroductionStep.PLACED
        spans = [
            each.exempted for each in found if each.exempted and (each.member, each.cell) == (self.member, self.cell)
        ]
        return any(since <= day <= until for since, until in spans) if came and spans else self.exempt


def add_workplace(world: people.World, key: str, name: str) -> None:
    with writing(SYSTEM, "world") as session:
        (unit_id,) = bulk.insert(session, Unit, [{"kind": UnitKind.WORKPLACE, "level": "workplace"}])
        keys = {"name": name, "search_key": fold(name), "sort_key": unit_sort_key(name)}
        bulk.insert(session, UnitVersion, [{"unit_id": unit_id, "parent_id": world.units["an_binh"], **keys}])
    world.units[key] = unit_id


def stories(world: people.World, random: Random) -> list[Story]:
    """Random lives, some of them in two communes, written as the register stores them."""
    found = []
    with writing(SYSTEM, "world") as session:
        someone = [add_person(session, f"Nguyễn Văn {random.choice('ABC')}{n:02}") for n in range(25)]
        for _ in range(random.randint(0, 60)):
            found.append(_story(random, random.choice(someone)))
            if not found[-1].listed:  # a place without a letter of its own may be one that another letter led to
                found[-1].member = add_person(session, "Nguyễn Văn Minh")
            _write(session, world, random, found[-1])
    return found


def _story(random: Random, member: int) -> Story:
    commune = random.choice(list(CELLS))
    story = Story(member, random.choice(["hospital", "school", None]), commune, random.choice(CELLS[commune]))
    day = FIRST + timedelta(days=random.randint(0, 200))
    if random.random() < 0.2:
        story.happened = {IntroductionStep.UNKNOWN: day}
        story.listed = random.random() < 0.5
        story.workplace = story.workplace if story.listed else None
    else:
        for step in STEPS[random.choice([0, 0, 1]) : random.randint(1, 4)] or STEPS[:1]:
            story.happened[step] = day
            day += timedelta(days=random.randint(0, 30))
    story.exempt = random.random() < 0.3
    if random.random() < 0.2:
        story.ended = min(day + timedelta(days=random.randint(0, 60)), TODAY)
    return story


def _write(session, world: people.World, random: Random, story: Story) -> None:
    unit_id, last = world.units[story.cell], list(story.happened)[-1]
    membership_id = None
    if last in (IntroductionStep.PLACED, IntroductionStep.UNKNOWN):
        stay = {"kind": MembershipKind.CONTACT, "valid_from": story.happened[last], "valid_to": story.ended}
        (membership_id,) = bulk.insert(session, Membership, [{"member_id": story.member, "unit_id": unit_id, **stay}])
        if last == IntroductionStep.PLACED and random.random() < 0.2:
            story.exempted = (story.happened[last], story.happened[last] + timedelta(days=random.randint(0, 90)))
            _exempt(session, story, unit_id)
    if not story.listed:
        return
    days = {name: story.happened.get(step) for step, name in DAYS.items()}
    state = IntroductionState.UNKNOWN if last == IntroductionStep.UNKNOWN else STATES[last]
    ended = {"state": IntroductionState.ENDED if story.ended else state, "ended_on": story.ended}
    if membership_id and random.random() < 0.3:
        ended = {"state": state, "ended_on": None}  # he left the cell, and the introduction does not mention it
    sides = {
        "member_id": story.member,
        "workplace_id": world.units[story.workplace] if story.workplace else None,
        "commune_id": world.units[story.commune],
    }
    exempt = {"exempt": story.exempt, "membership_id": membership_id}
    bulk.insert(session, Introduction, [{**sides, **exempt, **days, **ended}])


def _exempt(session, story: Story, unit_id: int) -> None:
    span = dict(zip(("valid_from", "valid_to"), story.exempted, strict=True))
    row = {"member_id": story.member, "unit_id": unit_id, "kind": ExemptionClass.CONTACT, **span}
    bulk.insert(session, Exemption, [row])


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


def introduce(world: people.World, count: int, **columns) -> list[int]:
    """This many people introduced by the hospital to Đông Hà, as the columns say."""
    sides = {"workplace_id": world.units["hospital"], "commune_id": world.units["dong_ha"]}
    told = {"state": IntroductionState.INTRODUCED, "sent_on": date(2026, 3, 2)} | columns
    with writing(SYSTEM, "introduce") as session:
        members = [add_person(session, f"Vũ Thị Hoa {number}") for number in range(count)]
        return bulk.insert(session, Introduction, [{"member_id": each, **sides, **told} for each in members])


def dong_ha(world, day: date = TODAY, viewer=None) -> reconciliation.UnitReconciliation:
    lines = reconciliation.by_commune_or_workplace(viewer or world.district, day)
    return next(line for line in lines if line.unit_id == world.units["dong_ha"])


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


def test_a_future_day_and_one_before_any_data_are_refused(world):
    introduce(world, 1)
    for day, code in ((TODAY + timedelta(days=1), "reconciled_ahead"), (date(2026, 3, 1), "reconciled_before")):
        with pytest.raises(Invalid) as refused:
            reconciliation.by_commune_or_workplace(world.district, day)
        assert refused.value.code == code


def test_each_side_sees_its_own(world):
    introduce(world, 2)
    assert [line.name for line in reconciliation.by_commune_or_workplace(world.other_commune, TODAY)] == ["Xã Tây Sơn"]
    assert reconciliation.total(reconciliation.by_commune_or_workplace(world.workplace, TODAY)).introduced == 4
    assert dong_ha(world, viewer=world.commune).counts.introduced == 3


def test_people_of_a_practice_commune_are_in_no_figure(world):
    introduce(world, 2)
    with writing(SYSTEM, "practise") as session:
        session.get(Unit, world.units["dong_ha"]).reports = False
    assert [line.name for line in reconciliation.by_commune_or_workplace(world.district, TODAY)] == ["Xã Tây Sơn"]


STATES_ALONE = {
    IntroductionState.TO_INTRODUCE: IntroductionStep.PENDING,
    IntroductionState.INTRODUCED: IntroductionStep.INTRODUCED,
    IntroductionState.RECEIVED: IntroductionStep.RECEIVED,
    IntroductionState.UNKNOWN: IntroductionStep.UNKNOWN,
}


@pytest.mark.parametrize(("state", "step"), STATES_ALONE.items())
def test_an_undated_step_counts_as_reached_before_any_data(world, state, step):
    row = IntroductionRow(None, 1, None, world.units["dong_ha"], state)
    assert introduction_steps.step_on(row, date(1990, 1, 1)) == step


def test_an_undated_step_counts_as_reached_with_the_next_one(world):
    row = IntroductionRow(None, 1, None, 2, IntroductionState.RECEIVED, received_on=date(2026, 3, 5))
    assert introduction_steps.step_on(row, date(2026, 3, 5)) == IntroductionStep.RECEIVED
    assert introduction_steps.step_on(row, date(2026, 3, 4)) is None


def test_a_person_moved_to_another_cell_counts_as_placed_earlier(world):
    (row,) = rows(Introduction, member_id=world.members["dung"])
    with writing(SYSTEM, "move") as session:
        old = session.get(Membership, row.membership_id)
        old.valid_from, old.valid_to = date(2026, 2, 1), date(2026, 6, 30)
        stay = {"kind": MembershipKind.CONTACT, "valid_from": date(2026, 7, 1), "unit_id": world.units["ben_da"]}
        (new,) = bulk.insert(session, Membership, [{"member_id": world.members["dung"], **stay}])
        changed = session.get(Introduction, row.id)
        changed.membership_id, changed.placed_on, changed.sent_on = new, date(2026, 7, 1), date(2026, 1, 5)
    cells = {}
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        found = people_behind_reconciliation.list_people(world.commune, day, PeopleFilter.PLACED)
        cells[day] = [(one.name, one.cell) for one in found.rows]
    assert list(cells.values()) == [
        [("Phạm Thị Dung", "Chi bộ thôn Đồng Bào")],
        [("Phạm Thị Dung", "Chi bộ thôn Bến Đá")],
    ]


def test_only_his_workplace_or_commune_says_why_somebody_is_not_introduced_yet(world):
    (pending,) = introduce(world, 1, state=IntroductionState.TO_INTRODUCE, sent_on=None)
    (sent,) = introduce(world, 1)
    people_behind_reconciliation.set_pending_reason(world.workplace, [pending], "admitted")
    (line,) = people_behind_reconciliation.list_people(world.commune, TODAY, PeopleFilter.PENDING).rows
    assert line.reason == "admitted"
    for viewer, chosen, reason in (
        (world.commune, sent, "admitted"),
        (world.commune, pending, "whatever"),
        (world.other_commune, pending, "admitted"),
        (world.secretary, pending, "admitted"),
    ):
        with pytest.raises(Refused):
            people_behind_reconciliation.set_pending_reason(viewer, [chosen], reason)


def test_a_membership_from_before_his_letter_does_not_count_as_its_placement(world):
    (row,) = rows(Introduction, member_id=world.members["dung"])
    with writing(SYSTEM, "move") as session:
        stay = {"kind": MembershipKind.CONTACT, "valid_from": date(2026, 7, 1), "unit_id": world.units["ben_da"]}
        (new,) = bulk.insert(session, Membership, [{"member_id": world.members["dung"], **stay}])
        session.get(Membership, row.membership_id).valid_to = date(2026, 6, 30)
        changed = session.get(Introduction, row.id)
        changed.membership_id, changed.placed_on, changed.sent_on = new, date(2026, 7, 1), date(2026, 5, 5)
    placed = {
        day: people_behind_reconciliation.list_people(world.commune, day, PeopleFilter.PLACED).total
        for day in (date(2026, 6, 1), date(2026, 7, 1))
    }
    assert list(placed.values()) == [0, 1]
