"""Households: every figure equals a recount one by one; clusters, groups and their numbers; nobody reaches into another
cell.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, strategies as st

from db.errors import NotAllowed
from db.figures import coverage
from db.households import assignments, groups, household_board, named_households
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.households.named_households import RatingInput
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assignment, Batch, GroupKind, HouseholdClass, MembershipKind, Unit, UnitKind
from tests import people
from tests.db import neighbours
from tests.db.boards import NOVEMBER, assign, board_of, line_of
from tests.db.neighbours import DAYS, TODAY, Street
from tests.db.random_worlds import STREETS
from tests.db.told import refused_with
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def recounted(street: Street, cells: list[int]) -> Cover:
    own = [home for home in street.homes if home.unit_id in cells]
    return Cover(len(own), sum(street.cared_for(home, TODAY) for home in own))


def since_by_hand(street: Street, looked_after: Callable[[date], bool]) -> date | None:
    """The day after the last day on which somebody was in charge, searched day by day."""
    days = (TODAY - timedelta(days=back) for back in range(2 * DAYS + 5))
    return next((day + timedelta(days=1) for day in days if looked_after(day)), None)


@STREETS
@given(seed=st.integers(0, 10**9))
def test_figures_and_the_board_equal_a_recount(emptied, seed):
    emptied()
    world, random = people.world(), Random(seed)
    cells = [world.units[key] for key in ("dong_bao", "ben_da", "nui_doi")]
    street = neighbours.make(cells, random)
    for cell in cells:
        shown = household_board.load(SYSTEM, cell)
        assert shown.cover == recounted(street, [cell])
        for line in shown.lines:
            column = "group_id" if line.kind else "household_id"
            above = (
                {home.id: home.group_ids for home in street.homes}.get(line.id, [])
                if not line.kind
                else [line.parent_id]
            )

            def looked_after(day: date, column=column, line=line, above=above) -> bool:
                return street.looked_after(column, line.id, day) or any(
                    street.looked_after("group_id", up, day) for up in above
                )

            inside = [home for home in street.homes if (line.id in home.group_ids if line.kind else home.id == line.id)]
            assert line.cover == Cover(len(inside), sum(street.cared_for(home, TODAY) for home in inside))
            assert line.looked_after == looked_after(TODAY)
            assert line.looked_after or line.since == since_by_hand(street, looked_after)
            assert {carer.member_id for carer in line.assignees} == {
                who
                for who, _, of, what, span in street.charges
                if (of, what) == (column, line.id) and neighbours.holds(*span, TODAY)
            }
    by_commune = {part.unit_id: part.count for part in coverage.by_unit(world.district)}
    communes = {"dong_ha": cells[:2], "tay_son": cells[2:]}
    for key, inside in communes.items():
        count, own = by_commune[world.units[key]], (MembershipKind.OWN,)
        assert count.cover == recounted(street, inside)
        free = {
            (who, where)
            for who, where, *_ in street.stays
            if where in inside and street.here(who, where, TODAY, own) and street.free(who, where, TODAY)
        }
        assert count.members == len(free) + {"dong_ha": 5, "tay_son": 1}[key]  # those who were there before
        acting = {(who, where) for who, where, *_, span in street.charges if neighbours.holds(*span, TODAY)}
        assert count.assigned == len(acting & free)
    assert coverage.total(list(by_commune.values())).cover == recounted(street, cells)


def test_viewers_who_see_no_households_see_the_same_figures(world, cluster):
    assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    of_commune = coverage.by_unit(world.commune)
    assert [part.count.cover for part in of_commune if part.unit_id == world.units["dong_bao"]] == [Cover(17, 17)]
    assert [part.count for part in coverage.by_unit(world.district) if part.unit_id == world.units["dong_ha"]] == [
        coverage.total([p.count for p in of_commune])
    ]
    assert coverage.by_unit(world.other_commune)[0].count.cover == Cover()
    with pytest.raises(NotAllowed):
        coverage.by_unit(world.workplace)
    with pytest.raises(NotAllowed):
        household_board.load(world.district, world.units["dong_bao"])


def test_an_agency_without_households_has_nothing_to_assign(world, cluster):
    assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    before = coverage.total([part.count for part in coverage.by_unit(world.commune)])
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Unit, [{"id": world.units["ben_da"], "kind": UnitKind.AGENCY_CELL}])
    after = coverage.total([part.count for part in coverage.by_unit(world.commune)])
    assert (before.cells, before.members, after.cells, after.members) == (2, 5, 1, 3)
    assert after.cover == before.cover
    groups.create(world.commune, world.units["ben_da"], "Khu tập thể", 4)
    assert coverage.total([part.count for part in coverage.by_unit(world.commune)]).cells == 2


def test_a_cluster_has_a_number_and_contains_its_groups(world, cluster):
    unit = world.units["dong_bao"]
    inside = groups.create(world.secretary, unit, "Nhóm hộ 1.1", 9, within=cluster)
    assert [(line.kind, line.name, line.cover.households) for line in board_of(world).lines] == [
        (GroupKind.CLUSTER, "Cụm 1", 17),
        (GroupKind.HOUSEHOLDS, "Nhóm hộ 1.1", 9),
    ]
    assert board_of(world).cover == Cover(17, 0)
    with refused_with("group_full", name="Cụm 1", number=17, inside=18):
        groups.create(world.secretary, unit, "Nhóm hộ 1.2", 9, within=cluster)
    with refused_with("group_full", name="Cụm 1", number=8, inside=9):
        groups.set_household_count(world.secretary, cluster, 8, NOVEMBER)
    with refused_with("group_in_group"):
        groups.create(world.secretary, unit, "Nhóm hộ 1.1.1", 2, within=inside)
    with refused_with("group_name_taken", name="Cụm 1"):
        groups.create(world.secretary, unit, "CUM 1", 2)
    with refused_with("group_name_missing"):
        groups.create(world.secretary, unit, "  ", 2)
    for wrong in (None, -1, 10_000):
        with refused_with("households_unfit"):
            groups.create(world.secretary, unit, "Cụm 9", wrong)
    groups.set_household_count(world.secretary, cluster, 20, date(2026, 12, 1))
    assert line_of(world, cluster).cover.households == 17
    groups.set_household_count(world.secretary, cluster, 18, NOVEMBER)
    groups.set_household_count(world.secretary, cluster, 19, NOVEMBER)
    assert line_of(world, cluster).cover.households == 19


def test_a_group_cannot_hold_more_households_than_its_number(world, cluster):
    small = groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 1)
    first = named_households.create(world.secretary, small, "Hộ bà M.", None, NOVEMBER)
    with refused_with("group_full", name="Cụm 2", number=1, inside=2):
        named_households.create(world.secretary, small, "Hộ ông N.", None, NOVEMBER)
    second = named_households.create(world.secretary, cluster, "Hộ ông N.", None, NOVEMBER)
    with refused_with("group_full", name="Cụm 2", number=1, inside=2):
        named_households.move(world.secretary, second, small, TODAY)
    named_households.end(world.secretary, first, date(2026, 11, 21), "moved")
    named_households.move(world.secretary, second, small, TODAY)
    assert line_of(world, second).parent_id == line_of(world, small).id


def test_nobody_reaches_into_another_cell(world, cluster):
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", "Ngõ 3", NOVEMBER)
    assign(world, ["an"], AssignmentTargets(groups=[cluster]))
    charge = rows(Assignment)[0].id
    for deed in (
        lambda: groups.create(world.neighbour, world.units["dong_bao"], "Cụm 2", 3),
        lambda: groups.rename(world.neighbour, cluster, "Cụm khác"),
        lambda: groups.set_household_count(world.neighbour, cluster, 3, NOVEMBER),
        lambda: groups.end(world.neighbour, cluster, TODAY),
        lambda: named_households.create(world.neighbour, cluster, "Hộ bà M.", None, NOVEMBER),
        lambda: assignments.assign(
            world.neighbour,
            world.units["dong_bao"],
            [code_of(world, "lan")],
            AssignmentTargets(groups=[cluster]),
            NOVEMBER,
        ),
        lambda: named_households.correct(world.neighbour, home, "Hộ khác", None, ("Hộ bà M.", "Ngõ 3")),
        lambda: named_households.record_class(world.neighbour, home, RatingInput(2026, "poor")),
        lambda: named_households.end(world.neighbour, home, TODAY, None),
        lambda: assignments.hand_over(world.neighbour, [charge], [], TODAY),
        lambda: assignments.hand_over(world.district, [charge], [], TODAY),
        lambda: assignments.hand_over(world.other_commune, [charge], [code_of(world, "lan")], TODAY),
        lambda: groups.rename(world.district, cluster, "Cụm khác"),
        lambda: groups.rename(world.admin, cluster, "Cụm khác"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    foreign = groups.create(world.neighbour, world.units["nui_doi"], "Cụm 1", 3)
    with refused_with("not_allowed"):
        assign(world, ["an"], AssignmentTargets(groups=[foreign]))
    with refused_with("not_allowed"):
        named_households.move(world.neighbour, home, foreign, TODAY)
    assert [line.name for line in board_of(world).lines] == ["Cụm 1", "Hộ bà M."]
    assert (rows(Assignment)[0].valid_to, len(rows(Assignment)), rows(HouseholdClass)) == (None, 1, [])


def test_what_the_commune_enters_is_on_behalf_of_the_cell(world):
    groups.create(world.commune, world.units["dong_bao"], "Cụm 1", 17)
    assert rows(Batch)[-1].on_behalf_of == world.units["dong_bao"]


def test_nothing_is_added_to_a_group_with_a_closing_date(world, cluster):
    other = groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 5)
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", None, NOVEMBER)
    groups.end(world.secretary, other, date(2026, 12, 10))
    for day in (NOVEMBER, date(2026, 12, 15)):
        with refused_with("group_closing", name="Cụm 2", day=date(2026, 12, 10)):
            named_households.create(world.secretary, other, "Hộ ông N.", None, day)
    with refused_with("group_closing"):
        named_households.move(world.secretary, home, other, TODAY)
    with refused_with("group_closing"):
        groups.create(world.secretary, world.units["dong_bao"], "Nhóm 2.1", 2, within=other)
    with refused_with("group_closing"):
        assign(world, ["an"], AssignmentTargets(groups=[other]), since=date(2026, 12, 11))
    assign(world, ["an"], AssignmentTargets(groups=[other]))
    assignments.hand_over(world.secretary, [rows(Assignment)[0].id], [code_of(world, "binh")], TODAY)
    assert [(row.valid_to, row.end_reason) for row in rows(Assignment)] == [
        (date(2026, 11, 21), "handed_over"), (date(2026, 12, 10), "household_closed"),
    ]  # fmt: skip


def test_a_group_name_is_taken_from_the_day_it_is_given_even_if_the_group_starts_later(world):
    unit = world.units["dong_bao"]
    later = groups.create(world.secretary, unit, "Cụm 1", 10, since=date(2026, 12, 1))
    with refused_with("group_name_taken", name="Cụm 1"):
        groups.create(world.secretary, unit, "Cụm 1", 10)
    groups.end(world.secretary, later, date(2026, 12, 1))
    with refused_with("group_name_taken"):
        groups.create(world.secretary, unit, "cum 1", 10)
    groups.rename(world.secretary, later, "Cụm 1")
