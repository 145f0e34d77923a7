"""A cell may resolve not to assign: then nobody is missing there and it is in no denominator; resolutions are dated,
and two people who resolve at once lose nothing.
"""

from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.errors import NotAllowed
from db.figures import coverage
from db.figures.coverage import CoverageCount
from db.history import undo
from db.history.latest_change import latest_change
from db.households import assignment_decisions, assignments, groups, household_board, named_households
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.kernel import bulk
from db.kernel.concurrent_changes import based_on
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assignment, AssignmentDecision, Batch, Household, MembershipKind, Setting
from tests import people
from tests.db import neighbours
from tests.db.neighbours import TODAY
from tests.db.told import refused_with
from tests.rows import code_of, rows

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def cluster(world) -> str:
    """A cluster of seventeen households that Mr An looks after."""
    unit = world.units["dong_bao"]
    code = groups.create(world.secretary, unit, "Cụm 1", 17)
    assignments.assign(world.secretary, unit, [code_of(world, "an")], AssignmentTargets(groups=[code]), NOVEMBER)
    return code


def decline(world, since=TODAY, paper="NQ 7-NQ/CB", viewer=None) -> int:
    return assignment_decisions.decline_assigning(viewer or world.secretary, world.units["dong_bao"], since, paper)


def coverage_of_cell(world) -> CoverageCount:
    unit = world.units["dong_bao"]
    return next(part.count for part in coverage.by_unit(world.commune) if part.unit_id == unit)


def test_a_cell_that_does_not_assign_is_in_no_denominator_and_misses_nobody(world, cluster):
    whole = coverage.total([part.count for part in coverage.by_unit(world.commune)])
    assert decline(world) == 1
    standing = household_board.load(world.secretary, world.units["dong_bao"])
    assert (standing.declined, standing.decision.since, standing.decision.paper) == (True, TODAY, "NQ 7-NQ/CB")
    assert standing.cover == Cover(17, 0), "the households stay"
    assert not any(line.uncovered for line in standing.lines)
    assert coverage.count_of_cell(world.secretary, world.units["dong_bao"]).cover == Cover()
    assert coverage_of_cell(world) == CoverageCount(declining=1)
    after = coverage.total([part.count for part in coverage.by_unit(world.commune)])
    assert (after.cells, after.members, after.declining) == (whole.cells - 1, whole.members - 3, 1)
    before = coverage.list_cells(world.district, day=date(2026, 11, 21))
    assert sum(row.count.cover.covered for row in before) == 17, "days before keep their figures"
    (row,) = rows(Assignment)
    assert (row.valid_to, row.end_reason) == (date(2026, 11, 21), "not_assigned")


def test_a_cell_that_does_not_assign_puts_nobody_in_charge_until_it_resolves_to_again(world, cluster):
    unit, chosen = world.units["dong_bao"], AssignmentTargets(groups=[cluster])
    decline(world)
    with refused_with("cell_declines", day=TODAY):
        assignments.assign(world.secretary, unit, [code_of(world, "binh")], chosen, TODAY)
    with refused_with("declined_already"):
        decline(world, DECEMBER)
    with refused_with("decided_already"):
        assignment_decisions.resume_assigning(world.secretary, unit, TODAY, "NQ 8")
    assignment_decisions.resume_assigning(world.secretary, unit, DECEMBER, "NQ 8")
    with refused_with("cell_declines"):
        assignments.assign(world.secretary, unit, [code_of(world, "binh")], chosen, TODAY)
    assert assignments.assign(world.secretary, unit, [code_of(world, "binh")], chosen, DECEMBER) == 1
    assert [row.assigns for row in sorted(rows(AssignmentDecision), key=lambda row: row.valid_from)] == [False, True]
    with refused_with("assigns_already"):
        assignment_decisions.resume_assigning(world.secretary, unit, date(2026, 12, 5), "NQ 9")


def test_nobody_is_put_in_charge_before_a_day_on_which_the_cell_stops_assigning(world, cluster):
    decline(world, DECEMBER)
    with refused_with("cell_will_decline", day=DECEMBER):
        assignments.assign(
            world.secretary,
            world.units["dong_bao"],
            [code_of(world, "binh")],
            AssignmentTargets(groups=[cluster]),
            TODAY,
        )
    assert not household_board.load(world.secretary, world.units["dong_bao"]).declined


def test_an_impossible_resolution_is_refused_with_a_sentence(world, cluster):
    with refused_with("resolution_missing"):
        decline(world, paper=" ")
    with refused_with("day_missing"):
        decline(world, since=None)
    ahead = AssignmentTargets(groups=[groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 3)])
    assignments.assign(world.secretary, world.units["dong_bao"], [code_of(world, "binh")], ahead, DECEMBER)
    with refused_with("assignments_begin_later", day=DECEMBER):
        decline(world)
    assert rows(AssignmentDecision) == [], "nothing is half done"
    for who in ("neighbour", "other_commune", "district", "workplace", "admin"):
        with pytest.raises(NotAllowed):
            decline(world, viewer=world.viewers[who])


def test_only_the_cell_and_its_commune_resolve_to_assign_again(world, cluster):
    decline(world)
    for who in ("neighbour", "other_commune", "district", "workplace", "admin"):
        with pytest.raises(NotAllowed):
            assignment_decisions.resume_assigning(world.viewers[who], world.units["dong_bao"], DECEMBER, "NQ 8")
    assert len(rows(AssignmentDecision)) == 1
    assignment_decisions.resume_assigning(world.commune, world.units["dong_bao"], DECEMBER, "NQ 8")


def test_two_resolutions_for_the_same_day_are_refused(world, cluster):
    decline(world, DECEMBER)
    with refused_with("decided_already", day=DECEMBER):
        decline(world, DECEMBER, viewer=world.commune)
    with refused_with("decided_later", day=DECEMBER):
        decline(world, TODAY, viewer=world.commune)


def test_undoing_the_resolution_puts_everybody_in_charge_again(world, cluster):
    decline(world)
    undo.undo(world.secretary, max(row.id for row in rows(Batch)))
    assert coverage_of_cell(world).cover == Cover(17, 17)


def test_a_second_editor_is_told_who_was_put_in_charge_meanwhile(world, cluster):
    unit = world.units["dong_bao"]
    code = groups.create(world.secretary, unit, "Cụm 2", 3)
    chosen = AssignmentTargets(groups=[code])
    shown = latest_change()
    assignments.assign(world.secretary, unit, [code_of(world, "an")], chosen, TODAY)
    with based_on(shown), refused_with("assigned_meanwhile", name="Cụm 2", people=["Nguyễn Văn An"]):
        assignments.assign(world.commune, unit, [code_of(world, "binh")], chosen, TODAY)
    assert assignments.assign(world.commune, unit, [code_of(world, "binh")], chosen, TODAY) == 1, "knowing it, he may"


def test_a_household_is_in_one_cluster_and_has_nobody_before_it_was_known(world, cluster):
    unit = world.units["dong_bao"]
    other = groups.create(world.secretary, unit, "Cụm 2", 3)
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", None, TODAY)
    with refused_with("household_name_taken", name="Hộ bà M.", group="Cụm 1"):
        named_households.create(world.secretary, other, "HỘ BÀ M.", None, TODAY)
    second = named_households.create(world.secretary, other, "Hộ bà N.", None, TODAY)
    with refused_with("household_name_taken"):
        named_households.correct(world.secretary, second, "Hộ bà M.", None, ("Hộ bà N.", None))
    named_households.correct(world.secretary, home, "Hộ bà M.", "Ngõ 3", ("Hộ bà M.", None))
    assert len(rows(Household)) == 2
    chosen = AssignmentTargets(households=[home])
    with refused_with("household_not_yet", name="Hộ bà M.", day=TODAY):
        assignments.assign(world.secretary, unit, [code_of(world, "binh")], chosen, NOVEMBER)


@hypothesis(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), most=st.integers(1, 6))
def test_overloaded_members_and_cells_that_do_not_assign_equal_a_recount(emptied, seed, most):
    emptied()
    world, random = people.world(), Random(seed)
    cells = [world.units[key] for key in ("dong_bao", "ben_da", "nui_doi")]
    street = neighbours.make(cells, random)
    declining = [cell for cell in cells if random.random() < 0.4]
    with writing(SYSTEM, "test") as session:
        setting = {"unit_id": world.units["an_binh"], "name": "assignment_most", "value": str(most)}
        bulk.insert(session, Setting, [{**setting, "valid_from": date(2020, 1, 1)}])
        decided = [{"unit_id": cell, "assigns": False, "valid_from": TODAY} for cell in declining]
        bulk.insert(session, AssignmentDecision, decided)
    shown = {row.cell_id: row.count for row in coverage.list_cells(world.district)}
    for cell in cells:
        if cell in declining:
            assert shown[cell] == CoverageCount(declining=1)
            continue
        homes = [home for home in street.homes if home.unit_id == cell]
        loads = [
            sum(_looks_after(street, who, home) for home in homes)
            for who in {who for who, where, *_ in street.charges if where == cell and street.free(who, cell, TODAY)}
            if street.here(who, cell, TODAY, tuple(MembershipKind))
        ]
        assert shown[cell].overloaded == sum(load > most for load in loads)
        assert len(household_board.load(SYSTEM, cell).overloaded) == shown[cell].overloaded


def _looks_after(street: neighbours.Street, member_id: int, home: neighbours.Home) -> bool:
    """Whether the member is in charge of a household, of its group or of its cluster."""
    return any(
        who == member_id
        and neighbours.holds(*span, TODAY)
        and (what in home.group_ids if of == "group_id" else what == home.id)
        for who, _, of, what, span in street.charges
    )
