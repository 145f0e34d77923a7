"""The yearly renewal carries all assignments over except the changes, in one action that is undone whole."""

from datetime import date, timedelta

import pytest

from db.errors import NotAllowed
from db.history import undo
from db.history.latest_change import latest_change
from db.households import assignment_decisions, assignment_renewal, assignments, groups, household_board
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.kernel.concurrent_changes import based_on
from db.models import Assignment, AssignmentDecision, Batch, CellGroup
from tests.db.told import refused_with
from tests.rows import code_of, rows

NOVEMBER, NEW_YEAR = date(2026, 11, 1), date(2027, 1, 1)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def charges(world) -> dict[str, int]:
    """Three clusters, each with a member in charge; the assignments by the members' keys."""
    unit = world.units["dong_bao"]
    for number, key in enumerate(("an", "binh", "cuong"), 1):
        code = groups.create(world.secretary, unit, f"Cụm {number}", 5)
        assignments.assign(world.secretary, unit, [code_of(world, key)], AssignmentTargets(groups=[code]), NOVEMBER)
    keys = {member_id: key for key, member_id in world.members.items()}
    return {keys[row.member_id]: row.id for row in rows(Assignment)}


def test_the_renewal_applies_its_changes_and_carries_everything_else_over(world, charges):
    unit = world.units["dong_bao"]
    changes = {charges["an"]: code_of(world, "binh"), charges["cuong"]: None}
    assignment_renewal.renew(world.secretary, unit, assignment_renewal.default_start_day(), "NQ 12", changes)
    assert assignment_renewal.default_start_day() == NEW_YEAR
    assert household_board.load(world.secretary, unit).cover == Cover(15, 15), "until the new year nothing changes"
    then = household_board.load(world.secretary, unit, NEW_YEAR)
    assert {line.name: [carer.name for carer in line.assignees] for line in then.lines} == {
        "Cụm 1": ["Trần Thị Bình"],
        "Cụm 2": ["Trần Thị Bình"],
        "Cụm 3": [],
    }
    assert (then.decision.assigns, then.decision.since, then.decision.paper) == (True, NEW_YEAR, "NQ 12")
    ended = {row.id: (row.valid_to, row.end_reason) for row in rows(Assignment) if row.valid_to}
    last = NEW_YEAR - timedelta(days=1)
    assert ended == {charges["an"]: (last, "handed_over"), charges["cuong"]: (last, "relieved")}
    undo.undo(world.secretary, max(row.id for row in rows(Batch)))
    assert household_board.load(world.secretary, unit, NEW_YEAR).cover == Cover(15, 15)
    assert rows(AssignmentDecision) == []


def test_a_resolution_confirms_no_assignment_that_its_page_did_not_show(world, charges):
    unit, shown = world.units["dong_bao"], latest_change()
    cluster = rows(CellGroup)[0].code
    assignments.assign(world.commune, unit, [code_of(world, "cuong")], AssignmentTargets(groups=[cluster]), NOVEMBER)
    with based_on(shown), refused_with("changed_meanwhile"):
        assignment_renewal.renew(world.secretary, unit, NEW_YEAR, "NQ 12", {})
    assert rows(AssignmentDecision) == []
    with based_on(latest_change()):
        assignment_renewal.renew(world.secretary, unit, NEW_YEAR, "NQ 12", {})


def test_of_two_simultaneous_renewals_the_second_is_refused_whole(world, charges):
    unit = world.units["dong_bao"]
    assignment_renewal.renew(world.secretary, unit, NEW_YEAR, "NQ 12", {})
    with refused_with("decided_already", day=NEW_YEAR):
        assignment_renewal.renew(world.commune, unit, NEW_YEAR, "NQ 13", {charges["an"]: None})
    assert household_board.load(world.secretary, unit, NEW_YEAR).cover == Cover(15, 15)


def test_nobody_renews_assignments_of_another_cell(world, charges):
    unit = world.units["dong_bao"]
    for who in ("neighbour", "other_commune", "district", "workplace", "admin"):
        with pytest.raises(NotAllowed):
            assignment_renewal.renew(world.viewers[who], unit, NEW_YEAR, "NQ 12", {})
    with pytest.raises(NotAllowed):
        assignment_renewal.renew(world.commune, world.units["ben_da"], NEW_YEAR, "NQ 12", {charges["an"]: None})
    assert rows(AssignmentDecision) == []


def test_a_cell_that_does_not_assign_starts_again_with_the_renewal(world, charges):
    unit = world.units["dong_bao"]
    assignment_decisions.decline_assigning(world.secretary, unit, date(2026, 12, 1), "NQ 11")
    assignment_renewal.renew(world.secretary, unit, NEW_YEAR, "NQ 12", {})
    assert not household_board.load(world.secretary, unit, NEW_YEAR).declined
