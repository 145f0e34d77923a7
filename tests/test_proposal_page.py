"""The page of a proposal: requested, computed by the worker, accepted whole."""

from datetime import date

import pytest

from components.households import assignment_proposal_jobs
from components.jobs import worker
from db.households import assignments, excluded_pairs, groups, household_board
from db.households.assignments import AssignmentTargets
from db.households.cover_count import Cover
from db.models import ExemptionClass
from db.people import exemptions
from db.people.exemptions import ExemptionInput
from tests.pages import said, shown
from tests.rows import code_of

TODAY, PAGE = date(2026, 11, 22), "pages/households/assignment_proposal.py"
pytestmark = pytest.mark.usefixtures("november")


def press(test, words: str):
    next(each for each in test.button if words in each.label).click().run()
    return test


@pytest.mark.parametrize("role", ["secretary", "assistant"])
def test_a_proposal_is_requested_and_accepted_whole(world, role):
    unit = world.units["dong_bao"]
    groups.create(world.secretary, unit, "Cụm 1", 18)
    viewer = world.viewers[role]
    test = shown(viewer, PAGE)
    press(test, "Đề xuất")
    assert assignment_proposal_jobs.latest(viewer, unit) is not None
    groups.create(world.secretary, unit, "Cụm 2", 3)
    assert worker.run_next_job()
    test = shown(viewer, PAGE)
    assert not test.exception
    assert "21/21" in said(test)
    press(test, "Đồng ý cả")
    assert not test.exception
    assert household_board.load(world.secretary, unit).cover == Cover(21, 21)


def test_the_reason_for_having_no_proposal_is_shown(world):
    unit = world.units["dong_bao"]
    assignment_proposal_jobs.enqueue(world.secretary, unit, 1, 7, "")
    assert worker.run_next_job()
    test = shown(world.secretary, PAGE)
    assert "không có gì để đề xuất" in said(test)


def test_what_remains_uncovered_is_shown_by_cause_before_accepting(world):
    unit = world.units["dong_bao"]
    small, around, never = (
        groups.create(world.secretary, unit, *each) for each in (("Cụm 1", 4), ("Cụm 2", 9), ("Cụm 3", 5))
    )
    groups.create(world.secretary, unit, "Tổ 1", 9, around)
    few = groups.create(world.secretary, unit, "Tổ 2", 4, small)
    for key in ("binh", "cuong"):
        excluded_pairs.exclude(world.secretary, unit, code_of(world, key), [never])
    for key, since in (("an", date(2026, 11, 1)), ("binh", date(2026, 12, 1))):
        assignments.assign(world.secretary, unit, [code_of(world, key)], AssignmentTargets(groups=[few]), since)
    exemptions.exempt(world.secretary, code_of(world, "an"), unit, ExemptionInput(ExemptionClass.AWAY, TODAY))
    assignment_proposal_jobs.enqueue(world.secretary, unit, 1, 7, "")
    assert worker.run_next_job()
    told = said(shown(world.secretary, PAGE))
    assert "Còn 5 hộ" in told
    assert "Còn 9 hộ nằm trong nhóm hộ đông hơn 7 hộ" in told
    assert "Những hộ của Nguyễn Văn An" in told
    assert "khi trở lại" in told
    assert "01/12/2026" in told


def test_a_proposal_is_computed_only_for_ones_own_cell(world):
    groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 18)
    assignment_proposal_jobs.enqueue(world.neighbour, world.units["dong_bao"], 1, 7, "")
    assert worker.run_next_job()
    job = assignment_proposal_jobs.latest(world.neighbour, world.units["dong_bao"])
    assert (job.state, job.result["code"]) == ("failed", "not_allowed")
