"""A proposal covers what it can with the fewest changes, says what it is based on, and is accepted
one by one or whole.
"""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.errors import NotAllowed, Refused
from db.history import undo
from db.households import (
    assignment_proposal_acceptance,
    assignment_proposals,
    assignments,
    excluded_pairs,
    groups,
    household_board,
    named_households,
)
from db.households.assignment_proposals import Proposal, ProposalBasis, Suggestion
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.kernel.scope import SYSTEM
from db.models import Assignment, Batch, CellGroup, ExcludedPair, ExemptionClass, GroupKind, Household, Member
from db.people import exemptions, group_actions
from db.people.exemptions import ExemptionInput
from db.people.group_actions import GroupInput
from tests import people
from tests.db import neighbours
from tests.db.neighbours import TODAY
from tests.db.told import refused_with
from tests.rows import code_of, rows

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
OUTSIDERS = ("neighbour", "other_commune", "district", "workplace", "admin")
pytestmark = pytest.mark.usefixtures("november")


def propose(world, least=1, most=7, viewer=None) -> Proposal:
    found = assignment_proposals.propose(viewer or world.secretary, world.units["dong_bao"], least, most)
    return assignment_proposals.from_json(assignment_proposals.to_json(found))


def accept(world, some, since=TODAY, viewer=None) -> int:
    return assignment_proposal_acceptance.accept(
        viewer or world.secretary, world.units["dong_bao"], some, since, "NQ 9"
    )


def cluster(world, name: str, households: int) -> str:
    return groups.create(world.secretary, world.units["dong_bao"], name, households)


def load_board(world) -> household_board.Board:
    return household_board.load(world.secretary, world.units["dong_bao"])


def in_charge(world, code: str) -> list[str]:
    return [carer.name for carer in load_board(world).find(code).assignees]


def test_a_cluster_is_shared_out_evenly_and_undone_whole(world):
    code = cluster(world, "Cụm 1", 18)
    found = propose(world)
    assert (found.households, found.before, found.after) == (18, 0, 18)
    assert sorted(each.after for each in found.suggestions) == [6, 6, 6]
    assert {each.basis for each in found.suggestions} == {ProposalBasis.ANYBODY}
    assert accept(world, found.suggestions) == 3
    assert load_board(world).cover == Cover(18, 18)
    made = [row for row in rows(CellGroup) if row.kind == GroupKind.HOUSEHOLDS]
    assert [row.name for row in made] == ["Nhóm hộ 1", "Nhóm hộ 2", "Nhóm hộ 3"]
    assert {row.paper for row in rows(Assignment)} == {"NQ 9"}
    with refused_with("proposal_nothing"):
        propose(world)
    undo.undo(world.secretary, max(row.id for row in rows(Batch)))
    assert (load_board(world).cover, len(load_board(world).lines)) == (Cover(18, 0), 1)
    assert load_board(world).find(code)


def test_too_few_members_cover_as_many_as_their_limit_allows(world):
    cluster(world, "Cụm 1", 40)
    found = propose(world, 5, 7)
    assert (found.after, [each.households for each in found.suggestions]) == (21, [7, 7, 7])


def test_suggestions_are_accepted_one_by_one_and_a_second_acceptance_is_refused(world):
    small = [cluster(world, f"Cụm {number}", 3) for number in (1, 2)]
    one, other = propose(world).suggestions
    accept(world, [one])
    with refused_with("assigned_meanwhile"):
        accept(world, [one, other], viewer=world.commune)
    assert sum(len(in_charge(world, code)) for code in small) == 1, "nothing is half done"
    accept(world, [other])
    assert load_board(world).cover == Cover(6, 6)


def test_a_cluster_is_not_shared_out_twice(world):
    cluster(world, "Cụm 1", 18)
    found = propose(world)
    accept(world, found.suggestions)
    with refused_with("group_full"):
        accept(world, found.suggestions, viewer=world.commune)


def test_members_of_the_responsible_party_group_come_first(world):
    unit = world.units["dong_bao"]
    near = cluster(world, "Cụm 1", 4)
    since = date(2026, 11, 20)
    wanted = GroupInput("Tổ đảng 1", [code_of(world, "binh")], code_of(world, "binh"), clusters=[near])
    group_actions.save_groups(world.secretary, unit, GroupKind.PARTY, [wanted], since)
    (only,) = propose(world).suggestions
    assert (only.member_id, only.basis) == (world.members["binh"], ProposalBasis.PARTY_GROUP)
    (line,) = load_board(world).lines
    assert [(group.name, group.leader) for group in line.answering] == [("Tổ đảng 1", "Trần Thị Bình")]


def test_a_member_who_is_away_is_not_proposed_and_his_households_are_proposed_to_others(world):
    unit = world.units["dong_bao"]
    code = cluster(world, "Cụm 1", 4)
    assignments.assign(world.secretary, unit, [code_of(world, "an")], AssignmentTargets(groups=[code]), NOVEMBER)
    away = ExemptionInput(ExemptionClass.AWAY, TODAY)
    exemptions.exempt(world.secretary, code_of(world, "an"), unit, away)
    line = load_board(world).find(code)
    assert (line.looked_after, line.since) == (False, TODAY)
    (only,) = propose(world).suggestions
    assert only.member_id != world.members["an"]
    assert only.instead_of == (world.members["an"],)
    accept(world, [only])
    ended = next(row for row in rows(Assignment) if row.member_id == world.members["an"])
    assert (ended.valid_to, ended.end_reason) == (TODAY - timedelta(days=1), "handed_over")
    assert load_board(world).cover == Cover(4, 4)


def test_excluded_pairs_are_not_proposed_and_no_reason_is_stored(world):
    unit = world.units["dong_bao"]
    code = cluster(world, "Cụm 1", 3)
    for key in ("an", "binh"):
        excluded_pairs.exclude(world.secretary, unit, code_of(world, key), [code])
    (only,) = propose(world).suggestions
    assert only.member_id == world.members["cuong"]
    assert set(ExcludedPair.model_fields) == {
        "id", "unit_id", "member_id", "household_id", "group_id", "valid_from", "valid_to",
    }  # fmt: skip
    excluded_pairs.exclude(world.secretary, unit, code_of(world, "cuong"), [code])
    assert propose(world).suggestions == []
    pair = excluded_pairs.list_pairs(world.secretary, unit)[0]
    assert (pair.member, pair.place) == ("Nguyễn Văn An", "Cụm 1")
    excluded_pairs.lift_exclusion(world.secretary, pair.id)
    assert [each.member_id for each in propose(world).suggestions] == [world.members["an"]]


def test_working_assignments_are_kept_and_only_the_excess_is_moved(world):
    unit = world.units["dong_bao"]
    code = cluster(world, "Cụm 1", 8)
    homes = [named_households.create(world.secretary, code, f"Hộ {letter}", None, NOVEMBER) for letter in "ABCDEFGH"]
    chosen = AssignmentTargets(households=homes)
    assignments.assign(world.secretary, unit, [code_of(world, "an")], chosen, NOVEMBER)
    with refused_with("proposal_nothing"):
        propose(world, most=8)
    found = propose(world, most=6)
    assert [each.instead_of for each in found.suggestions] == [(world.members["an"],)] * 2
    accept(world, found.suggestions)
    assert load_board(world).cover == Cover(8, 8)
    assert max(load.households for load in load_board(world).loads) == 6


def test_an_impossible_proposal_is_explained_with_a_sentence(world):
    cluster(world, "Cụm 1", 3)
    with refused_with("limits_unfit"):
        propose(world, 5, 4)
    found = propose(world).suggestions
    with refused_with("day_missing"):
        accept(world, found, since=None)
    with refused_with("nothing_chosen"):
        accept(world, [])
    exempt = ExemptionInput(ExemptionClass.AWAY, TODAY)
    who = next(row.code for row in rows(Member) if row.id == found[0].member_id)
    exemptions.exempt(world.secretary, who, world.units["dong_bao"], exempt)
    with refused_with("proposal_person_gone"):
        accept(world, found)
    for key in ("an", "binh", "cuong"):
        if code_of(world, key) != who:
            exemptions.exempt(world.secretary, code_of(world, key), world.units["dong_bao"], exempt)
    with refused_with("proposal_nobody"):
        propose(world)


def test_nobody_proposes_or_accepts_outside_his_cells(world):
    code = cluster(world, "Cụm 1", 3)
    found = propose(world).suggestions
    for viewer in map(world.viewers.get, OUTSIDERS):
        with pytest.raises(NotAllowed):
            propose(world, viewer=viewer)
        with pytest.raises(NotAllowed):
            accept(world, found, viewer=viewer)
        with pytest.raises(NotAllowed):
            excluded_pairs.exclude(viewer, world.units["dong_bao"], code_of(world, "an"), [code])
    assert rows(Assignment) == []
    assert rows(ExcludedPair) == []


def test_only_the_cell_of_an_excluded_pair_can_lift_the_exclusion(world):
    code = cluster(world, "Cụm 1", 3)
    excluded_pairs.exclude(world.secretary, world.units["dong_bao"], code_of(world, "an"), [code])
    (pair,) = rows(ExcludedPair)
    for viewer in map(world.viewers.get, OUTSIDERS):
        with pytest.raises(NotAllowed):
            excluded_pairs.lift_exclusion(viewer, pair.id)
    assert rows(ExcludedPair) == [pair]
    excluded_pairs.lift_exclusion(world.commune, pair.id)
    assert rows(ExcludedPair) == []


@pytest.mark.parametrize("who", ["secretary", "commune"])
@pytest.mark.parametrize(("elsewhere", "keeper"), [("ben_da", "commune"), ("nui_doi", "neighbour")])
def test_forged_suggestions_about_another_cell_are_neither_accepted_nor_excluded(world, who, elsewhere, keeper):
    """A cell of the same commune, or of another one."""
    unit, viewer = world.units["dong_bao"], world.viewers[who]
    member = next(key for key in ("hung", "lan") if people.MEMBERS[key][2] == elsewhere)
    own, foreign = (
        cluster(world, "Cụm 1", 3),
        groups.create(world.viewers[keeper], world.units[elsewhere], "Cụm 9", 3),
    )
    home = named_households.create(world.viewers[keeper], foreign, "Hộ ông X.", None, NOVEMBER)
    (home_id,) = [row.id for row in rows(Household)]
    ids = {row.code: row.id for row in rows(CellGroup)}

    def forged(member_id, group_id, household_id=None, divides=False) -> Suggestion:
        return Suggestion(member_id, group_id, household_id, 1, divides, ProposalBasis.ANYBODY, 0, 1)

    for suggestion in (
        forged(world.members["an"], ids[foreign]),
        forged(world.members["an"], ids[foreign], divides=True),
        forged(world.members["an"], None, home_id),
        forged(world.members[member], ids[own]),
    ):
        with pytest.raises(Refused):
            accept(world, [suggestion], viewer=viewer)
    for somebody, place in (("an", foreign), ("an", home), (member, own)):
        with pytest.raises(Refused):
            excluded_pairs.exclude(viewer, unit, code_of(world, somebody), [place])
    assert (rows(Assignment), rows(ExcludedPair), len(rows(CellGroup))) == ([], [], 2)


def test_nobody_is_put_in_charge_of_a_party_group(world):
    wanted = GroupInput("Tổ đảng 1", [code_of(world, "binh")], code_of(world, "binh"))
    group_actions.save_groups(world.secretary, world.units["dong_bao"], GroupKind.PARTY, [wanted], TODAY)
    (group,) = rows(CellGroup)
    with pytest.raises(NotAllowed):
        accept(world, [Suggestion(world.members["an"], group.id, None, 3, False, ProposalBasis.ANYBODY, 0, 3)])


@pytest.mark.parametrize("planned", [["an", "binh"], ["an", "cuong"], ["binh", "cuong"], ["an"]])
def test_a_member_assigned_from_a_later_day_takes_over_on_that_day(world, planned):
    unit = world.units["dong_bao"]
    code = cluster(world, "Cụm 1", 4)
    members = [code_of(world, key) for key in planned]
    assignments.assign(world.secretary, unit, members, AssignmentTargets(groups=[code]), DECEMBER)
    names = sorted(carer.name for carer in load_board(world).find(code).coming)
    found = propose(world).suggestions
    accept(world, found)
    assert load_board(world).cover == Cover(4, 4)
    (today,) = load_board(world).find(code).assignees
    assert (today.until, today.reason) == (DECEMBER - timedelta(days=1), "handed_over")
    then = household_board.load(world.secretary, unit, DECEMBER).find(code)
    assert sorted(carer.name for carer in then.assignees) == names, "nobody else, and nobody twice"


def test_nobody_takes_over_before_his_predecessor_began(world):
    unit, tenth = world.units["dong_bao"], date(2026, 11, 10)
    code = cluster(world, "Cụm 1", 4)
    assignments.assign(world.secretary, unit, [code_of(world, "an")], AssignmentTargets(groups=[code]), tenth)
    exemptions.exempt(world.secretary, code_of(world, "an"), unit, ExemptionInput(ExemptionClass.AWAY, TODAY))
    found = propose(world).suggestions
    with refused_with("day_before_start", day=tenth):
        accept(world, found, NOVEMBER)
    assert len(rows(Assignment)) == 1
    accept(world, found, TODAY)


def test_households_in_groups_above_every_members_limit_are_reported_separately(world):
    unit = world.units["dong_bao"]
    around = cluster(world, "Cụm 1", 33)
    large = groups.create(world.secretary, unit, "Tổ 1", 9, around)
    named_households.create(world.secretary, large, "Hộ bà M.", None, NOVEMBER)
    found = propose(world)
    assert (found.households, found.after) == (33, 21)
    within = sum(each.household_id is not None for each in found.suggestions)
    assert found.oversized == 9 - within
    assert propose(world, most=9).oversized == 0


def test_the_solver_prints_nothing(world, capfd):
    cluster(world, "Cụm 1", 18)
    assert propose(world).suggestions
    assert capfd.readouterr() == ("", "")


@hypothesis(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), most=st.integers(1, 9))
def test_accepting_a_proposal_brings_what_it_promised(emptied, seed, most):
    emptied()
    world, random = people.world(), Random(seed)
    cell = world.units["dong_bao"]
    neighbours.make([cell], random)
    before = household_board.load(SYSTEM, cell)
    if not before.cover.uncovered:
        return
    found = assignment_proposals.propose(SYSTEM, cell, 1, most)
    assert (found.households, found.before) == before.cover
    kept = {carer.id for line in before.lines for carer in line.assignees} - {
        x for s in found.suggestions for x in s.ends
    }
    if not found.suggestions:
        return
    assignment_proposal_acceptance.accept(SYSTEM, cell, found.suggestions, TODAY + timedelta(days=0))
    after = household_board.load(SYSTEM, cell)
    assert after.cover == Cover(found.households, found.after)
    assert kept <= {carer.id for line in after.lines for carer in line.assignees}, "what works is kept"
    loads = {load.who.member_id: load.households for load in before.loads}
    for load in after.loads:
        if not load.who.hindered:
            assert load.households <= max(most, loads[load.who.member_id])
