"""Members, additions and losses equal a recount day by day; tasks equal a recount of their rows."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from sqlmodel import select

from db.errors import NotAllowed
from db.figures import member_counts, task_counts
from db.figures.task_counts import TaskCounts
from db.kernel import bulk
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Exemption, ExemptionClass, Member, Membership, MembershipKind, Role, Sex, Task, UnitVersion
from db.models.people import Standing, StandingKind
from db.units import unit_actions
from tests import people
from tests.rows import rows

FIRST, DAYS = date(2026, 9, 1), 90
DONG_HA = ("dong_bao", "ben_da")
WORLDS = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def day(random: Random) -> date:
    return FIRST + timedelta(days=random.randrange(DAYS))


def someone_moves(world: people.World, random: Random) -> None:
    """Eight people with successive memberships in cells of two communes, some exempt or on probation."""
    cells = [world.units[key] for key in (*DONG_HA, "nui_doi")]
    with writing(SYSTEM, "world") as session:
        for at in range(8):
            told = {
                "code": f"random{at}",
                "name": f"Người {at}",
                "search_key": f"nguoi {at}",
                "sort_key": f"nguoi {at}",
            }
            (member,) = insert_rows(session, Member, [told | {"sex": random.choice([*Sex, None])}])
            if random.random() < 0.5:
                insert_rows(session, Standing, [{"member_id": member, "kind": StandingKind.PROBATIONARY,
                                                 "valid_from": day(random)}])  # fmt: skip
            ends = sorted({day(random) for _ in range(random.randrange(1, 5))})
            start = random.choice([None, ends[0] - timedelta(days=9)])
            for end in ends:
                if start and start > end:
                    continue
                cell, last = random.choice(cells), None if end == ends[-1] and random.random() < 0.5 else end
                stay = {"member_id": member, "unit_id": cell, "valid_from": start, "valid_to": last}
                insert_rows(session, Membership, [stay | {"kind": MembershipKind.OWN}])
                if random.random() < 0.3:
                    insert_rows(session, Exemption, [stay | {"kind": ExemptionClass.OWN}])
                start = end + timedelta(days=random.choice([1, 1, 5]))


def cells_end_and_move(world: people.World, random: Random) -> None:
    """One cell of each commune ends, goes to the other commune, or stays."""
    communes = [world.units[key] for key in ("dong_ha", "tay_son")]
    with writing(SYSTEM, "world") as session:
        for key in ("ben_da", "nui_doi"):
            (version,) = session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units[key])).all()
            end, what = day(random), random.choice(["ends", "moves", "stays"])
            if what == "stays":
                continue
            bulk.update(session, UnitVersion, [{"id": version.id, "valid_to": end}])
            if what == "moves":
                (other,) = {*communes} - {version.parent_id}
                told = {name: getattr(version, name) for name in ("unit_id", "name", "search_key", "sort_key")}
                insert_rows(session, UnitVersion, [told | {"parent_id": other, "valid_from": end + timedelta(days=1)}])


def is_valid(row, when: date) -> bool:
    return (row.valid_from or date.min) <= when <= (row.valid_to or date.max)


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_members_additions_and_losses_equal_a_recount(emptied, set_clock, seed):
    set_clock("2026-11-30")
    emptied()
    world, random = people.world(), Random(seed)
    someone_moves(world, random)
    viewer, unit_id, cells = random.choice([
        (world.secretary, None, {world.units["dong_bao"]}),
        (world.commune, None, {world.units[key] for key in DONG_HA}),
        (world.district, world.units["dong_ha"], {world.units[key] for key in (*DONG_HA, "nui_doi")}),
    ])  # fmt: skip
    if unit_id:
        cells_end_and_move(world, random)
    since, until = sorted((day(random), day(random)))
    stays = defaultdict(list)
    for row in rows(Membership):
        if row.kind == MembershipKind.OWN and row.unit_id in cells:
            stays[row.member_id].append(row)
    tree = rows(UnitVersion)

    def there_on(row, when: date) -> bool:
        """Whether a stay is valid on a day, in a cell that is in the unit then."""
        return is_valid(row, when) and (
            unit_id is None
            or any(v.unit_id == row.unit_id and v.parent_id == unit_id and is_valid(v, when) for v in tree)
        )

    here = {one for one, spans in stays.items() if any(there_on(row, until) for row in spans)}
    women = {one.id for one in rows(Member) if one.sex == Sex.FEMALE}
    exempt = {
        (row.member_id, row.unit_id)
        for row in rows(Exemption)
        if row.kind == ExemptionClass.OWN and is_valid(row, until)
    }
    latest = {}
    for row in sorted(rows(Standing), key=lambda row: (row.valid_from or date.min, row.id)):
        if (row.valid_from or date.min) <= until:
            latest[row.member_id] = row.kind
    seen = [since + timedelta(days=at) for at in range((until - since).days + 1)]
    in_time = {one for one, spans in stays.items() if any(there_on(row, when) for row in spans for when in seen)}
    before = {one for one, spans in stays.items() if any(there_on(row, since - timedelta(days=1)) for row in spans)}
    found = member_counts.count(viewer, unit_id, since, until)
    assert found.members == len(before) + found.added - found.lost
    assert found == (
        len(here),
        len(here & women),
        sum(latest.get(one) == StandingKind.PROBATIONARY for one in here),
        sum(any(there_on(row, until) and (one, row.unit_id) in exempt for row in stays[one]) for one in here),
        len(in_time - before),
        len((in_time | before) - here),
    )


@WORLDS
@given(seed=st.integers(0, 10**9))
def test_tasks_equal_a_recount(emptied, set_clock, seed):
    set_clock("2026-11-30")
    emptied()
    world, random = people.world(), Random(seed)
    with writing(SYSTEM, "world") as session:
        for at in range(20):
            done = random.choice([True, False, None])
            told = {"unit_id": world.units[random.choice([*DONG_HA, "nui_doi"])], "text": f"Việc {at}", "done": done}
            told |= {"due": random.choice([None, day(random), date(2026, 11, 30), date(2026, 12, 31)])}
            insert_rows(session, Task, [told | {"closed_on": None if done is None else day(random)}])
    since, until = sorted((day(random), day(random)))
    counted = [row for row in rows(Task) if row.unit_id in {world.units[key] for key in DONG_HA}]
    closed = [row for row in counted if row.closed_on and since <= row.closed_on <= until]
    still = [row for row in counted if row.done is None]
    assert task_counts.count(world.commune, None, since, until) == TaskCounts(
        sum(row.done is True for row in closed),
        sum(row.done is False for row in closed),
        len(still),
        sum(row.due is not None and row.due < date(2026, 11, 30) for row in still),
    )


def test_a_task_closed_before_its_cell_ended_or_moved_counts_where_the_cell_was_then(world, november):
    with writing(SYSTEM, "world") as session:
        for cell in DONG_HA:
            told = {"unit_id": world.units[cell], "text": "Việc", "done": True, "closed_on": date(2026, 5, 6)}
            insert_rows(session, Task, [told, told | {"done": None, "closed_on": None}])
    cell, moved = (world.units[key] for key in DONG_HA)
    unit_actions.move(world.admin, moved, world.units["tay_son"], date(2026, 7, 1))
    with writing(SYSTEM, "world") as session:
        version = session.exec(select(UnitVersion.id).where(UnitVersion.unit_id == cell)).one()
        bulk.update(session, UnitVersion, [{"id": version, "valid_to": date(2026, 8, 31)}])
    spring, autumn = (date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 9, 1), date(2026, 9, 30))
    assert task_counts.count(world.commune, None, *spring) == TaskCounts(done=2)
    assert task_counts.count(world.commune, None, *autumn) == TaskCounts()
    receiving = replace(world.other_commune, unit_ids=world.other_commune.unit_ids | {moved})
    assert task_counts.count(receiving, None, *spring) == TaskCounts(open=1)
    assert task_counts.count(world.district, None, *spring) == TaskCounts(done=2, open=1)


@pytest.mark.parametrize("role", [Role.WORKPLACE, Role.ADMIN])
def test_tasks_are_counted_for_those_who_read_only_figures(world, november, role):
    with pytest.raises(NotAllowed):
        task_counts.count(world.viewers[role.value], None, FIRST, FIRST)
