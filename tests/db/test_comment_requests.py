"""Requests for comments: who asks about whom and why, and what answers them."""

import json
from datetime import date

import pytest
from sqlmodel import select

from db.comments import (
    comment_issue,
    comment_requests,
    request_list,
)
from db.comments.request_list import RequestState
from db.comments.request_writer import Outsider, RequestDetails
from db.errors import Invalid, NotAllowed
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Batch, Change, CommentRequest, Membership
from db.papers import documents
from tests.db.confirmed_assessments import DAY, assessed, exempt, member_code, order
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_request_is_answered_by_the_paper_that_is_issued(world):
    dung = member_code(world)
    due = date(2026, 12, 5)
    assert comment_requests.add(world.commune, [dung], RequestDetails("appointment", "paper", DAY, due)) == 1
    assert comment_requests.add(world.commune, [dung], RequestDetails("appointment", "paper", DAY, due)) == 0
    (line,) = request_list.list_all(world.commune)
    told = (line.name, line.cell, line.asker, line.state, line.due)
    assert told == ("Phạm Thị Dung", "Chi bộ thôn Đồng Bào", "Bệnh viện huyện An Bình", RequestState.TO_ASSESS, due)
    code = assessed(world, confirmed_on=None)
    assert [line.state for line in request_list.list_all(world.workplace)] == [RequestState.TO_CONFIRM]
    with writing(SYSTEM, "confirm") as session:
        session.exec(select(Assessment)).one().confirmed_on = DAY
    assert [line.state for line in request_list.list_all(world.secretary)] == [RequestState.TO_ISSUE]
    (paper,) = comment_issue.issue_comments(world.commune, [code], order())
    (line,) = request_list.list_all(world.workplace)
    assert (line.state, line.answered_on, line.paper) == (RequestState.ANSWERED, DAY, paper)
    with pytest.raises(NotAllowed):
        comment_requests.mark_answers_announced(world.commune, DAY)
    assert comment_requests.mark_answers_announced(world.workplace, DAY) == 1
    assert request_list.list_all(world.workplace)[0].state == RequestState.ANNOUNCED
    for viewer in (world.neighbour, world.other_commune):
        assert request_list.list_all(viewer) == []


def test_at_the_counter_a_paper_is_issued_from_the_years_assessment_unless_it_is_too_old(world):
    dung, asked = member_code(world), RequestDetails("planning", "counter", DAY)
    for more in ({}, {"confirmed_on": None}, {"assessed_on": date(2025, 11, 1), "year": 2025}):
        if more:
            assessed(world, **more)
        assert request_list.day_of_answering_assessment(world.commune, dung) is None
        with pytest.raises(Invalid, match="assessment_missing"):
            comment_requests.issue_at_counter(world.commune, dung, asked, order())
        assert rows(CommentRequest) == []
    assessed(world, year=2024)
    assert request_list.day_of_answering_assessment(world.commune, dung) == date(2026, 11, 10)
    paper = comment_requests.issue_at_counter(world.commune, dung, asked, order())
    assert documents.load(world.commune, paper).content["values"]["muc dich"] == "Phục vụ việc: quy hoạch cán bộ."
    (request,) = rows(CommentRequest)
    assert (request.source, request.answered_on) == ("counter", DAY)


def test_a_request_about_a_former_or_unknown_member_is_refused_with_a_sentence(world):
    with writing(SYSTEM, "leave") as session:
        stay = session.exec(select(Membership).where(Membership.member_id == world.members["dung"])).one()
        stay.valid_to = date(2026, 10, 1)
    with pytest.raises(Invalid, match="request_after_leaving") as refused:
        comment_requests.add(world.commune, [member_code(world)], RequestDetails("reward", "paper", DAY))
    assert refused.value.values == {"name": "Phạm Thị Dung", "day": date(2026, 10, 1)}
    with pytest.raises(Invalid, match="request_not_listed"):
        comment_requests.add(world.workplace, [member_code(world)], RequestDetails("reward", "workplace", DAY))
    with pytest.raises(NotAllowed):
        comment_requests.add(world.commune, [member_code(world, "quan")], RequestDetails("reward", "paper", DAY))
    with pytest.raises(Invalid, match="request_not_listed"):
        comment_requests.add(world.commune, [member_code(world, "an")], RequestDetails("reward", "paper", DAY))
    with pytest.raises(Invalid, match="choice_unknown"):
        comment_requests.add(world.commune, [member_code(world, "an")], RequestDetails("holiday", "paper", DAY))


def test_a_workplace_asks_once_about_all_its_people_except_the_exempt(world):
    due = date(2026, 12, 15)
    assert comment_requests.ask_for_all(world.workplace, "yearly_classification", due) == 2
    with pytest.raises(Invalid, match="request_nobody"):
        comment_requests.ask_for_all(world.workplace, "yearly_classification", due)
    with pytest.raises(NotAllowed):
        comment_requests.ask_for_all(world.commune, "yearly_classification", due)
    assert {line.name for line in request_list.list_all(world.commune)} == {"Phạm Thị Dung"}
    assert {line.name for line in request_list.list_all(world.other_commune)} == {"Đỗ Minh Quân"}
    exempt(world)
    with pytest.raises(Invalid, match="request_nobody"):
        comment_requests.ask_for_all(world.workplace, "yearly_classification", due)
    assert comment_requests.ask_for_all(world.workplace, "planning", due) == 2


def test_a_person_on_no_list_may_be_asked_about_for_admission_and_is_erased_some_months_later(world, set_clock):
    person, asked = (
        Outsider("Ngô Văn Khoa", "1999", "Thôn Đoài"),
        RequestDetails("admission", "paper", DAY, asked_by="Đảng ủy"),
    )
    with pytest.raises(Invalid, match="request_occasion_outsider"):
        comment_requests.add_outsider(world.commune, person, asked._replace(occasion="reward"))
    with pytest.raises(Invalid, match="request_asker_missing"):
        comment_requests.add_outsider(world.commune, person, asked._replace(asked_by=""))
    code = comment_requests.add_outsider(world.commune, person, asked)
    assert request_list.list_all(world.commune)[0].state == RequestState.OUTSIDE
    comment_requests.add_outsider(world.commune, person, asked._replace(occasion="candidacy"))
    undo.undo(world.commune, rows(Batch, deed="request_comments")[-1].id)
    comment_requests.record_answer_on_paper(world.commune, code, DAY)
    set_clock("2027-05-21")
    assert comment_requests.erase_outsiders() == 0
    set_clock("2027-05-23")
    assert comment_requests.erase_outsiders() == 1
    (row,) = rows(CommentRequest)
    assert (row.person, row.born, row.address) == (None, None, None)
    kept = json.dumps([[change.before, change.table_name] for change in rows(Change)])
    assert "Khoa" not in kept
    assert request_list.list_all(world.commune)[0].answered_on == DAY


def test_a_request_about_a_contact_member_cannot_be_marked_answered_without_a_paper(world):
    comment_requests.add(world.commune, [member_code(world)], RequestDetails("planning", "paper", DAY))
    with pytest.raises(NotAllowed):
        comment_requests.record_answer_on_paper(world.commune, rows(CommentRequest)[0].code, DAY)
    assert rows(CommentRequest)[0].answered_on is None
