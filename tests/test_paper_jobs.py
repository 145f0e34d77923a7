"""The many papers of an issue as one file: made by the worker for those who may read them at that moment."""

import pytest

from components.jobs import worker
from components.papers import paper_jobs
from db.accounts import accounts
from db.comments import comment_issue
from db.comments.paper_hand_over import PaperOrder
from db.jobs import jobs
from db.models import Job, JobState
from tests.db.confirmed_assessments import DAY, assessed, order
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def job(world) -> str:
    """A job for the papers of an issue, queued by the commune."""
    comment_issue.issue_comments(world.commune, [assessed(world)], order(1))
    return paper_jobs.enqueue(world.commune, DAY, PaperOrder.CELL, "Phiếu nhận xét")


def test_the_papers_of_an_issue_wait_as_one_file(world, job):
    assert worker.run_next_job()
    done = jobs.find(world.commune, job)
    assert (done.state, done.result["papers"]) == (JobState.DONE, 1)
    assert jobs.result_file(job).exists()


def test_a_user_who_lost_his_role_meanwhile_gets_no_papers(world, job):
    accounts.end_grant(world.admin, world.commune.grant_id)
    assert worker.run_next_job()
    assert [row.state for row in rows(Job)] == [JobState.FAILED]
    assert not jobs.result_file(job).exists()
