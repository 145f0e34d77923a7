"""The page of a proposal: asked for, worked out by the worker, accepted whole."""

import pytest

from components.households import proposal_jobs
from components.jobs import worker
from db.households import board, groups
from db.households.cover_count import Cover
from tests.pages import said, shown

PAGE = "pages/households/proposal.py"
pytestmark = pytest.mark.usefixtures("november")


def press(test, words: str):
    next(each for each in test.button if words in each.label).click().run()
    return test


@pytest.mark.parametrize("role", ["secretary", "assistant"])
def test_a_proposal_is_asked_for_and_accepted_whole(world, role):
    unit = world.units["dong_bao"]
    groups.create(world.secretary, unit, "Cụm 1", 18)
    viewer = world.viewers[role]
    test = shown(viewer, PAGE)
    press(test, "Đề xuất")
    assert proposal_jobs.latest(viewer, unit) is not None
    groups.create(world.secretary, unit, "Cụm 2", 3)
    assert worker.run_next_job()
    test = shown(viewer, PAGE)
    assert not test.exception
    assert "21/21" in said(test)
    press(test, "Đồng ý cả")
    assert not test.exception
    assert board.load(world.secretary, unit).cover == Cover(21, 21)


def test_why_there_is_no_proposal_is_said(world):
    unit = world.units["dong_bao"]
    proposal_jobs.enqueue(world.secretary, unit, 1, 7, "")
    assert worker.run_next_job()
    test = shown(world.secretary, PAGE)
    assert "không có gì để đề xuất" in said(test)


def test_a_proposal_is_worked_out_only_for_ones_own_cell(world):
    groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 18)
    proposal_jobs.enqueue(world.neighbour, world.units["dong_bao"], 1, 7, "")
    assert worker.run_next_job()
    job = proposal_jobs.latest(world.neighbour, world.units["dong_bao"])
    assert (job.state, job.result["code"]) == ("failed", "not_allowed")
