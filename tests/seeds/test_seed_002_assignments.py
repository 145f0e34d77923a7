"""Seed 002, a province on members in charge of households: four groups for four clusters, everybody
except the exempt.
"""

from datetime import date

import pytest

from db.figures import coverage
from db.households import assignment_decisions, assignment_solver, groups, household_board
from db.households.assignment_solver import Nominee, Target
from db.households.cover_count import Cover
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Exemption, ExemptionClass, GroupKind, Member, Membership, MembershipKind
from db.people import group_actions
from db.people.group_actions import GroupInput
from tests.rows import code_of

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.usefixtures("november")


def test_four_party_groups_are_responsible_for_four_clusters(world):
    """ "chi ủy đã thành lập 4 tổ đảng phụ trách 4 cụm dân cư", of more than 200 households"""
    unit = world.units["dong_bao"]
    clusters = [groups.create(world.secretary, unit, f"Cụm {number}", 51) for number in range(1, 5)]
    wanted = [GroupInput(f"Tổ đảng {number}", clusters=[code]) for number, code in enumerate(clusters, 1)]
    wanted[0] = GroupInput("Tổ đảng 1", [code_of(world, "an")], code_of(world, "an"), clusters=clusters[:1])
    group_actions.save_groups(world.secretary, unit, GroupKind.PARTY, wanted, TODAY)
    shown = household_board.load(world.secretary, unit)
    assert [[group.name for group in line.answering] for line in shown.lines] == [
        [f"Tổ đảng {number}"] for number in range(1, 5)
    ]
    assert shown.lines[0].answering[0].leader == "Nguyễn Văn An"
    assert shown.cover == Cover(204, 0)


def test_of_115_members_28_are_exempt_and_87_may_be_put_in_charge(world):
    """ "có 115 đảng viên, trong đó có 28 đảng viên được miễn sinh hoạt, còn lại đều được phân công\""""
    unit = world.units["nui_doi"]
    with writing(SYSTEM, "test") as session:
        names = [f"Đảng viên {number}" for number in range(114)]  # beside the one already there
        ids = bulk.insert(session, Member, [{"name": name, "sort_key": name, "search_key": name} for name in names])
        stays = [{"member_id": each, "unit_id": unit, "kind": MembershipKind.OWN} for each in ids]
        bulk.insert(session, Membership, stays)
        leaves = [{"member_id": each, "unit_id": unit, "kind": ExemptionClass.OWN} for each in ids[:28]]
        bulk.insert(session, Exemption, leaves)
    groups.create(world.neighbour, unit, "Cụm 3", 43)
    (part,) = coverage.by_unit(world.neighbour)
    assert (part.count.members, part.count.cover) == (87, Cover(43, 0))


def test_from_2016_to_2019_the_cell_did_not_assign(world):
    """ "Giai đoạn này, chi ủy không phân công đảng viên phụ trách hộ, nhóm hộ\""""
    unit = world.units["dong_bao"]
    groups.create(world.secretary, unit, "Cụm 1", 217)
    assignment_decisions.decline_assigning(world.secretary, unit, date(2016, 1, 1), "NQ chi bộ")
    assignment_decisions.resume_assigning(world.secretary, unit, date(2020, 1, 1), "NQ chi bộ")
    declined = [household_board.load(world.secretary, unit, date(year, 6, 1)).declined for year in range(2015, 2021)]
    assert declined == [False, True, True, True, True, False]


def test_eight_members_at_five_to_seven_cover_56_of_66_households_and_10_remain():
    people = [Nominee(number, 0, 0, frozenset({1})) for number in range(8)]
    for targets in ([Target(1, 66, 66, shared=True)], [Target(1, 1, 1)] * 66):
        shares = assignment_solver.solve(targets, people, 5, 7)
        assert sum(share.households for share in shares) == 56


def test_cluster_1_of_17_households_takes_three_members_when_nobody_has_more_than_seven():
    people = [Nominee(number, 0, 0, frozenset({1})) for number in range(3)]
    shares = assignment_solver.solve([Target(1, 17, 17, shared=True)], people, 1, 7)
    assert sorted(share.households for share in shares) == [5, 6, 6]


def test_more_than_50_members_cover_more_than_200_households_in_four_clusters():
    """ "chi bộ có hơn 50 đảng viên/hơn 200 hộ dân\""""
    people = [Nominee(number, 0, 0, frozenset({number % 4})) for number in range(51)]
    targets = [Target(cluster, 51, 51, shared=True) for cluster in range(4)]
    shares = assignment_solver.solve(targets, people, 1, 5)
    assert sum(share.households for share in shares) == 204
