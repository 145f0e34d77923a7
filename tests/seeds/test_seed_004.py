"""Seed 004, a province on comments from where members live: eight occasions, twice a year or on request."""

from datetime import date

import pytest

from components.papers import paper_files
from db.comments import comment_issue, comment_requests, proposals_to_workplaces, request_list
from db.comments.comment_issue import IssueOrder
from db.comments.request_list import RequestState
from db.comments.request_writer import RequestDetails
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Member
from db.papers import documents
from db.settings import settings
from tests.rows import rows

# "trước khi đánh giá, xếp loại chất lượng đảng viên, kết nạp đảng, chuyển đảng chính thức, quy hoạch, ứng cử, bổ nhiệm,
# bổ nhiệm lại cán bộ… đúng quy định", and praise
OCCASIONS = ["yearly_classification", "admission", "official_recognition", "planning", "candidacy", "appointment",
             "reappointment", "reward"]  # fmt: skip
pytestmark = pytest.mark.usefixtures("november")


def assess(world, on: date) -> str:
    """A confirmed assessment of Dung, made on this day; returns its code."""
    who = {"unit_id": world.units["dong_bao"], "member_id": world.members["dung"], "year": on.year}
    form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": on, "confirmed_on": on}
    with writing(SYSTEM, "assess") as session:
        (row_id,) = bulk.insert(session, Assessment, [{**who, **form}])
        return session.get_one(Assessment, row_id).code


def order(number: int) -> IssueOrder:
    """An order to issue today with this number."""
    return IssueOrder(date(2026, 11, 22), number, paper_files.shipped_template_ids(*paper_files.COMMENTS))


def dung(world) -> str:
    return next(row.code for row in rows(Member) if row.id == world.members["dung"])


def test_there_are_eight_occasions_and_others(world):
    assert [option.key for option in settings.options(world.commune, "request_occasions")] == [*OCCASIONS, "other"]


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_a_comment_is_requested_before_each_of_the_eight_and_names_its_occasion(world, occasion):
    code = assess(world, date(2026, 11, 10))
    asked = RequestDetails(occasion, "workplace", date(2026, 11, 22), workplace_id=world.units["hospital"])
    comment_requests.add(world.workplace, [dung(world)], asked)
    assert [line.state for line in request_list.list_all(world.commune)] == [RequestState.TO_ISSUE]
    (paper,) = comment_issue.issue_comments(world.commune, [code], order(1))
    words = next(each.label for each in settings.options(world.commune, "request_occasions") if each.key == occasion)
    said = documents.load(world.workplace, paper).content["values"]["muc dich"]
    assert said.lower() == f"phục vụ việc: {words}.".lower()


def test_comments_are_given_twice_a_year_and_on_request_in_between(world):
    half, year_end = assess(world, date(2026, 6, 20)), assess(world, date(2026, 11, 15))
    comment_issue.issue_comments(world.commune, [half], order(1))
    comment_issue.issue_comments(world.commune, [year_end], order(2))
    asked = RequestDetails("appointment", "counter", date(2026, 11, 22))
    comment_requests.issue_at_counter(world.commune, dung(world), asked, order(3))
    assert [each.number for each in documents.list_issued_to(world.workplace)] == [3, 2, 1]


def test_the_workplace_announces_the_comment_and_is_asked_to_praise(world):
    code = assess(world, date(2026, 11, 10))
    comment_requests.ask_for_all(world.workplace, "yearly_classification", date(2026, 12, 15))
    comment_issue.issue_comments(world.commune, [code], order(1))
    assert comment_requests.mark_answers_announced(world.workplace, date(2026, 11, 22)) == 1
    shipped = paper_files.shipped_template_ids("workplace_letter")
    proposals_to_workplaces.propose(world.commune, dung(world), "praise", "Tiêu biểu, xuất sắc", shipped)
    (line,) = proposals_to_workplaces.list_all(world.commune)
    proposals_to_workplaces.record_outcome(world.commune, line.code, "Đã biểu dương", date(2026, 11, 22))
    assert proposals_to_workplaces.list_all(world.commune)[0].outcome == "Đã biểu dương"
