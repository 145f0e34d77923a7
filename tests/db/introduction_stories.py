"""Random lives between a workplace and a commune, written as the register stores them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from db.contacts.introduction_steps import IntroductionStep
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

TODAY = date(2026, 11, 22)
FIRST = TODAY - timedelta(days=300)
CELLS = {"dong_ha": ["dong_bao", "ben_da"], "tay_son": ["nui_doi"]}
STEPS = [IntroductionStep.PENDING, IntroductionStep.INTRODUCED, IntroductionStep.RECEIVED, IntroductionStep.PLACED]
DAYS = dict(zip(STEPS, ("listed_on", "sent_on", "received_on", "placed_on"), strict=True))
STATES = dict(zip(STEPS, list(IntroductionState)[:4], strict=True))


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
