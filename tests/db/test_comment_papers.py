"""Issued comments: made of confirmed assessments in one action, numbered, frozen, handed over, corrected."""

import io
import json
from dataclasses import replace
from datetime import date

import docx
import pytest
from sqlmodel import select

from components.files import template_builder, word_template
from db.access_log import need_to_know_reads
from db.assessments.mark_texts import join_marks
from db.comments import (
    agency_remarks,
    comment_issue,
    comment_requests,
    contact_notices,
    paper_hand_over,
    request_list,
    workplace_proposals,
)
from db.comments.comment_issue import IssueOrder
from db.comments.paper_hand_over import HandOverStep
from db.comments.request_list import RequestState
from db.comments.request_writer import Asked, Outsider
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Account,
    AgencyRemark,
    Assessment,
    Batch,
    Change,
    CommentRequest,
    Document,
    Exemption,
    ExemptionClass,
    Member,
    Membership,
    ReadRecord,
    Template,
)
from db.papers import documents, templates
from tests.rows import rows

DAY = date(2026, 11, 22)
SHIPPED = {kind: template_builder.build_template(kind) for kind in ("comment", "comment_short")}
FORM = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": date(2026, 11, 10)}
pytestmark = pytest.mark.usefixtures("november")


def order(first_number: int | None = 1) -> IssueOrder:
    """Issued today by the register's own templates."""
    return IssueOrder(DAY, first_number, templates.store_shipped(SHIPPED))


def assessed(world, member: str = "dung", cell: str = "dong_bao", **more) -> str:
    """The code of a member's confirmed assessment of 2026."""
    who = {"unit_id": world.units[cell], "member_id": world.members[member]}
    row = {**who, "year": 2026, **FORM, "confirmed_on": date(2026, 11, 20), **more}
    row |= {"marks": join_marks({"example": "example_yes"})}
    with writing(SYSTEM, "assess") as session:
        (row_id,) = bulk.insert(session, Assessment, [row])
        return session.get_one(Assessment, row_id).code


def test_a_confirmed_assessment_is_issued_with_all_it_says(world):
    code = assessed(world, remark="Nhiệt tình <b>&")
    (ready,) = comment_issue.list_ready(world.commune, 2026)
    assert (ready.code, ready.name, ready.cell, ready.own) == (code, "Phạm Thị Dung", "Chi bộ thôn Đồng Bào", False)
    (paper,) = comment_issue.issue_comments(world.commune, [code], order(5))
    assert comment_issue.list_ready(world.commune, 2026) == []
    said = documents.load(world.commune, paper).content["values"]
    assert said["ho va ten"] == "Phạm Thị Dung"
    assert said["ngay sinh"] == "20/06/1985"
    assert said["so"] == "05"
    assert said["noi cong tac"] == "Bệnh viện huyện An Bình"
    assert said["cap tren"] == "ĐẢNG BỘ XÃ ĐÔNG HÀ"
    assert said["co quan ban hanh"] == "CHI BỘ THÔN ĐỒNG BÀO"
    assert said["noi"] == "Đông Hà"
    assert said["ngay"] == "ngày 22 tháng 11 năm 2026"
    replies = [item["tra loi"] for item in said["muc"]]
    assert replies[0] == "☐ Nêu gương tốt     ☒ Nêu gương     ☐ Chưa nêu gương"
    assert replies[-1] == "Nhiệt tình <b>&"
    assert len(replies) == 7
    (row,) = rows(Document)
    assert (row.unit_id, row.cell_id) == (world.units["dong_ha"], world.units["dong_bao"])
    assert (row.recipient_id, row.number) == (world.units["hospital"], 5)
    assert rows(Assessment)[0].document_id == row.id


def test_numbers_follow_in_the_order_of_cells_and_names_or_are_left_blank(world):
    with writing(SYSTEM, "move") as session:
        bulk.insert(session, Membership, [
            {"member_id": world.members[key], "unit_id": world.units["ben_da"], "kind": "contact"}
            for key in ("lan", "quan")
        ])  # fmt: skip
    codes = [assessed(world), assessed(world, "lan", "ben_da"), assessed(world, "quan", "ben_da")]
    assert comment_issue.next_number(world.commune, world.units["dong_ha"]) == 1
    comment_issue.issue_comments(world.commune, codes, order(9))
    found = {row.member_id: row.number for row in rows(Document)}
    assert [found[world.members[key]] for key in ("lan", "quan", "dung")] == [9, 10, 11]
    assert comment_issue.next_number(world.commune, world.units["dong_ha"]) == 12
    again = assessed(world, year=2025)
    with pytest.raises(Invalid, match="paper_number_taken"):
        comment_issue.issue_comments(world.commune, [again], order(10))
    comment_issue.issue_comments(world.commune, [again], order(None))
    assert rows(Document)[-1].number is None


def test_what_is_not_confirmed_was_issued_or_is_another_commune_s_is_not_issued(world):
    code = assessed(world, confirmed_on=None)
    with pytest.raises(Invalid, match="comment_unconfirmed"):
        comment_issue.issue_comments(world.commune, [code], order())
    other = assessed(world, "quan", "nui_doi")
    for viewer in (world.commune, world.secretary, world.workplace, world.district, world.assistant):
        with pytest.raises(NotAllowed):
            comment_issue.issue_comments(viewer, [other], order())
    comment_issue.issue_comments(world.other_commune, [other], order())
    with pytest.raises(Invalid, match="comment_issued"):
        comment_issue.issue_comments(world.other_commune, [other], order(2))


def test_whoever_asks_after_the_issue_gets_a_paper_of_the_same_assessment(world):
    code = assessed(world)
    comment_issue.issue_comments(world.commune, [code], order())
    assert comment_issue.list_ready(world.commune, 2026) == []
    comment_requests.add(world.commune, [member_code(world)], Asked("reward", "paper", DAY, asked_by="Đảng ủy Sở"))
    (line,) = request_list.list_all(world.commune)
    assert line.state == RequestState.TO_ISSUE
    (ready,) = comment_issue.list_ready(world.commune, 2026)
    comment_issue.issue_comments(world.commune, [ready.code], order(2))
    (line,) = request_list.list_all(world.commune)
    assert line.state == RequestState.ANSWERED
    assert comment_issue.list_ready(world.commune, 2026) == []
    with pytest.raises(Invalid, match="comment_issued"):
        comment_issue.issue_comments(world.commune, [code], order(3))


def test_nobody_issues_a_paper_about_himself_or_of_his_own_writing(world):
    about = assessed(world)
    with writing(SYSTEM, "link") as session:
        session.get_one(Account, world.commune.account_id).member_id = world.members["dung"]
    with pytest.raises(Invalid, match="comment_own"):
        comment_issue.issue_comments(world.commune, [about], order())
    with writing(SYSTEM, "link") as session:
        session.get_one(Account, world.commune.account_id).member_id = None
    written = assessed(world, year=2025, author_id=world.commune.account_id)
    with pytest.raises(Invalid, match="comment_own"):
        comment_issue.issue_comments(world.commune, [about, written], order())
    assert [paper.own for paper in comment_issue.list_ready(world.commune, 2025)] == [True]
    comment_issue.issue_comments(world.commune, [about], order())


def exempt(world) -> None:
    with writing(SYSTEM, "exempt") as session:
        who = {"member_id": world.members["dung"], "unit_id": world.units["dong_bao"]}
        bulk.insert(session, Exemption, [{**who, "kind": ExemptionClass.CONTACT}])


def test_of_somebody_exempt_a_paper_is_issued_only_where_somebody_asked(world):
    exempt(world)
    code = assessed(world, form="assessment_form_short")
    assert [paper.unasked for paper in comment_issue.list_ready(world.commune, 2026)] == [True]
    with pytest.raises(Invalid, match="comment_exempt_unasked"):
        comment_issue.issue_comments(world.commune, [code], order())
    dung = member_code(world)
    with pytest.raises(Invalid, match="request_exempt_yearly"):
        comment_requests.add(world.commune, [dung], Asked("yearly_classification", "paper", DAY))
    comment_requests.add(world.commune, [dung], Asked("reward", "paper", DAY))
    (paper,) = comment_issue.issue_comments(world.commune, [code], order())
    said = documents.load(world.commune, paper).content
    assert said["paper"] == "comment_short"
    assert said["values"]["muc dich"] == "Phục vụ việc: khen thưởng."
    assert len(said["values"]["muc"]) == 4


def member_code(world, key: str = "dung") -> str:
    return next(row.code for row in rows(Member) if row.id == world.members[key])


def test_an_issue_is_an_action_of_history_that_is_not_taken_back(world):
    comment_issue.issue_comments(world.commune, [assessed(world)], order())
    with pytest.raises(Conflict, match="undo_issued"):
        undo.undo(world.commune, rows(Batch, deed="issue_comments")[0].id)
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    workplace_proposals.propose(world.commune, member_code(world), "praise", "Hiến đất", shipped)
    with pytest.raises(Conflict, match="undo_issued"):
        undo.undo(world.commune, rows(Batch, deed="propose_to_workplace")[0].id)


def test_the_cell_reads_what_it_signs_and_the_workplace_what_it_was_issued(world):
    (paper,) = comment_issue.issue_comments(world.commune, [assessed(world)], order())
    for viewer in (world.commune, world.secretary, world.workplace):
        assert documents.load(viewer, paper).heading.person == "Phạm Thị Dung"
    for viewer in (world.neighbour, world.other_commune, world.assistant, world.district, world.admin):
        with pytest.raises(NotAllowed):
            documents.load(viewer, paper)
    with pytest.raises(NotAllowed):
        comment_issue.list_ready(world.workplace, 2026)


def test_papers_of_a_cell_are_ticked_with_one_day_and_keep_it(world):
    comment_issue.issue_comments(world.commune, [assessed(world)], order())
    cells = [world.units["dong_bao"]]
    for step in HandOverStep:
        assert paper_hand_over.record_step(world.commune, DAY, cells, step, DAY) == 1
    with pytest.raises(Invalid, match="papers_ticked"):
        paper_hand_over.record_step(world.commune, DAY, cells, HandOverStep.SEALED, DAY)
    with pytest.raises(Invalid, match="papers_cells_missing"):
        paper_hand_over.record_step(world.commune, DAY, [], HandOverStep.SEALED, DAY)
    with pytest.raises(Invalid, match="day_before_start"):
        paper_hand_over.record_step(world.commune, DAY, cells, HandOverStep.SEALED, date(2026, 11, 1))
    with pytest.raises(NotAllowed):
        paper_hand_over.record_step(world.other_commune, DAY, cells, HandOverStep.SEALED, DAY)
    ((issue,),) = (paper_hand_over.list_issues(world.commune),)
    (cell,) = issue.cells
    assert (issue.day, issue.count) == (DAY, 1)
    assert (cell.count, cell.signed, cell.sealed, cell.handed_over) == (1, 1, 1, 1)


def test_a_paper_is_printed_by_the_template_it_was_issued_with(world):
    (paper,) = comment_issue.issue_comments(world.commune, [assessed(world)], order())
    templates.add(world.district, "comment", "Mẫu huyện", b"later")
    found = templates.load(world.commune, documents.load(world.commune, paper).template_id)
    assert found.content == SHIPPED["comment"]
    code = assessed(world, year=2025)
    (second,) = comment_issue.issue_comments(world.commune, [code], order(2))
    assert templates.load(world.commune, documents.load(world.commune, second).template_id).content == b"later"
    templates.withdraw(world.district, "comment")
    (third,) = comment_issue.issue_comments(world.commune, [assessed(world, year=2024)], order(3))
    assert documents.load(world.commune, third).template_id == documents.load(world.commune, paper).template_id
    assert [row.version for row in rows(Template, kind="comment")] == [1, 1]
    with pytest.raises(NotAllowed):
        templates.add(world.commune, "comment", "Mẫu xã", b"no")


def test_a_request_is_answered_by_the_paper_that_is_issued(world):
    dung = member_code(world)
    due = date(2026, 12, 5)
    assert comment_requests.add(world.commune, [dung], Asked("appointment", "paper", DAY, due)) == 1
    assert comment_requests.add(world.commune, [dung], Asked("appointment", "paper", DAY, due)) == 0
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


def test_at_the_counter_a_paper_is_issued_from_the_year_s_assessment_unless_it_is_too_old(world):
    dung, asked = member_code(world), Asked("planning", "counter", DAY)
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


def test_a_request_after_the_member_left_or_about_nobody_known_is_a_sentence(world):
    with writing(SYSTEM, "leave") as session:
        stay = session.exec(select(Membership).where(Membership.member_id == world.members["dung"])).one()
        stay.valid_to = date(2026, 10, 1)
    with pytest.raises(Invalid, match="request_after_leaving") as refused:
        comment_requests.add(world.commune, [member_code(world)], Asked("reward", "paper", DAY))
    assert refused.value.values == {"name": "Phạm Thị Dung", "day": date(2026, 10, 1)}
    with pytest.raises(Invalid, match="request_not_listed"):
        comment_requests.add(world.workplace, [member_code(world)], Asked("reward", "workplace", DAY))
    with pytest.raises(NotAllowed):
        comment_requests.add(world.commune, [member_code(world, "quan")], Asked("reward", "paper", DAY))
    with pytest.raises(Invalid, match="request_not_listed"):
        comment_requests.add(world.commune, [member_code(world, "an")], Asked("reward", "paper", DAY))
    with pytest.raises(Invalid, match="choice_unknown"):
        comment_requests.add(world.commune, [member_code(world, "an")], Asked("holiday", "paper", DAY))


def test_a_workplace_asks_about_all_of_its_people_once_without_those_exempt(world):
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


def test_somebody_in_no_list_may_be_asked_about_for_admission_and_is_erased_some_months_after(world, set_clock):
    person, asked = Outsider("Ngô Văn Khoa", "1999", "Thôn Đoài"), Asked("admission", "paper", DAY, asked_by="Đảng ủy")
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


def test_a_commune_proposes_praise_to_the_workplace_and_notes_what_came_of_it(world):
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    dung = member_code(world)
    with pytest.raises(NotAllowed):
        workplace_proposals.propose(world.secretary, dung, "praise", "Hiến đất", shipped)
    with pytest.raises(Invalid, match="proposal_text_missing"):
        workplace_proposals.propose(world.commune, dung, "praise", " ", shipped)
    paper = workplace_proposals.propose(world.commune, dung, "praise", "Hiến đất làm đường", shipped)
    said = documents.load(world.workplace, paper).content["values"]
    assert (said["kinh gui"], said["de nghi"]) == ("Bệnh viện huyện An Bình", "biểu dương")
    assert said["can cu"].startswith("Thực hiện Quy định số 213-QĐ/TW ngày 02/01/2020")
    (line,) = workplace_proposals.list_all(world.secretary)
    workplace_proposals.record_outcome(world.commune, line.code, "Đã biểu dương tại hội nghị", DAY)
    assert workplace_proposals.list_all(world.commune)[0].outcome == "Đã biểu dương tại hội nghị"
    assert workplace_proposals.list_all(world.other_commune) == []
    with pytest.raises(NotAllowed):
        workplace_proposals.list_all(world.workplace)


def test_a_workplace_answers_a_letter_to_it_once_and_reads_nothing_else_of_it(world):
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    paper = workplace_proposals.propose(world.commune, member_code(world), "praise", "Hiến đất làm đường", shipped)
    assert workplace_proposals.answer_days_by_paper(world.workplace) == {paper: None}
    assert workplace_proposals.answer_days_by_paper(world.commune) == {}
    for viewer in (world.secretary, world.other_commune, world.district):
        with pytest.raises(NotAllowed):
            workplace_proposals.record_workplace_answer(viewer, paper, "Đã biểu dương", DAY)
    with pytest.raises(Invalid, match="proposal_text_missing"):
        workplace_proposals.record_workplace_answer(world.workplace, paper, " ", DAY)
    workplace_proposals.record_workplace_answer(world.workplace, paper, "Đã biểu dương tại hội nghị", DAY)
    assert workplace_proposals.answer_days_by_paper(world.workplace) == {paper: DAY}
    (line,) = workplace_proposals.list_all(world.commune)
    assert (line.outcome, line.outcome_on) == ("Đã biểu dương tại hội nghị", DAY)
    with pytest.raises(Invalid, match="proposal_answered"):
        workplace_proposals.record_workplace_answer(world.workplace, paper, "Khác", DAY)


def test_a_workplace_answers_no_letter_to_another(world):
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    paper = workplace_proposals.propose(world.commune, member_code(world), "praise", "Hiến đất làm đường", shipped)
    other = replace(world.workplace, unit_id=world.units["ben_da"], unit_ids=frozenset({world.units["ben_da"]}))
    with pytest.raises(NotAllowed):
        workplace_proposals.record_workplace_answer(other, paper, "Đã biểu dương", DAY)


def test_an_agency_s_remark_is_found_by_the_commune_and_read_by_the_cell(world):
    agency_remarks.send_remark(
        world.workplace, world.units["dong_ha"], "Nguyễn Văn Hùng", "1971", 2026, "Hoàn thành tốt"
    )
    (line,) = agency_remarks.list_all(world.commune, unfound=True)
    assert (line.person, line.workplace) == ("Nguyễn Văn Hùng", "Bệnh viện huyện An Bình")
    found = agency_remarks.list_candidates(world.commune, line.code)
    assert [(one.born, one.cell) for one in found] == [("1971", "Chi bộ thôn Bến Đá"), ("1953", "Chi bộ thôn Bến Đá")]
    with pytest.raises(Invalid, match="remark_not_own"):
        agency_remarks.assign_to_member(world.commune, line.code, member_code(world))
    agency_remarks.assign_to_member(world.commune, line.code, found[0].code)
    assert agency_remarks.list_all(world.commune, unfound=True) == []
    assert [each.text for each in agency_remarks.list_about_member(world.commune, world.members["hung_lan"])] == [
        "Hoàn thành tốt"
    ]
    assert agency_remarks.list_about_member(world.secretary, world.members["hung_lan"]) == []
    assert [row.what for row in need_to_know_reads.list_latest(world.commune)] == ["agency_remark"] * len(
        rows(ReadRecord)
    )


@pytest.mark.parametrize("who", ["commune", "secretary", "district"])
def test_only_an_agency_writes_remarks(world, who):
    with pytest.raises(NotAllowed):
        agency_remarks.send_remark(world.viewers[who], world.units["dong_ha"], "Nguyễn Văn Hùng", "1971", 2026, "Tốt")


@pytest.mark.parametrize("who", ["workplace", "secretary"])
def test_only_the_commune_says_whom_a_remark_is_about(world, who):
    agency_remarks.send_remark(world.workplace, world.units["dong_ha"], "Phạm Thị Dung", "1985", 2026, "Hoàn thành tốt")
    with writing(SYSTEM, "settle") as session:
        session.add(Membership(member_id=world.members["dung"], unit_id=world.units["ben_da"], kind="own"))
    with pytest.raises(NotAllowed):
        agency_remarks.assign_to_member(world.viewers[who], rows(AgencyRemark)[0].code, member_code(world))
    agency_remarks.assign_to_member(world.commune, rows(AgencyRemark)[0].code, member_code(world))


@pytest.mark.parametrize("year", [1999, 2027])
def test_a_remark_is_about_a_year_that_can_be(world, year):
    with pytest.raises(Invalid, match="year_unknown"):
        agency_remarks.send_remark(world.workplace, world.units["dong_ha"], "Nguyễn Văn Hùng", "1971", year, "Tốt")
    assert rows(AgencyRemark) == []


def test_a_request_about_a_contact_member_is_not_said_to_be_answered_without_a_paper(world):
    comment_requests.add(world.commune, [member_code(world)], Asked("planning", "paper", DAY))
    with pytest.raises(NotAllowed):
        comment_requests.record_answer_on_paper(world.commune, rows(CommentRequest)[0].code, DAY)
    assert rows(CommentRequest)[0].answered_on is None


def test_papers_are_numbered_from_one(world):
    with pytest.raises(Invalid, match="paper_number_unfit"):
        comment_issue.issue_comments(world.commune, [assessed(world)], order(0))


def test_the_notice_says_cell_group_meetings_and_duties_and_that_he_is_no_member_of_the_cell(world):
    found = contact_notices.load(world.secretary, world.units["dong_bao"])
    (page,) = found.pages
    assert (page["chi bo noi cu tru"], page["ho va ten"]) == ("Chi bộ thôn Đồng Bào", "Phạm Thị Dung")
    assert (page["so ky hop"], page["cac ky hop"]) == ("2", "kỳ I vào tháng 6, kỳ II vào tháng 12")
    assert [each["so"] for each in page["nhiem vu"]] == ["1", "2", "3", "4", "5, 6, 7"]
    assert not found.verified
    made = word_template.render(template_builder.build_template("contact_notice"), found.pages)
    said = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs)
    assert "không phải là đảng viên của chi bộ" in said
    assert "3) Tham gia đầy đủ, nghiêm túc các cuộc họp định kỳ" in said
    assert "5, 6, 7) Các nhiệm vụ khác theo quy định." in said
    assert "Báo với chi bộ khi thay đổi" not in said, "its wording was not read in the regulation"
    assert "được miễn dự" not in said
    with pytest.raises(NotAllowed):
        contact_notices.load(world.neighbour, world.units["dong_bao"])


def test_the_notice_tells_whoever_is_exempt_from_meetings_that_he_is(world):
    with writing(SYSTEM, "test") as session:
        exempt = {"member_id": world.members["dung"], "unit_id": world.units["dong_bao"]}
        bulk.insert(session, Exemption, [exempt | {"kind": ExemptionClass.CONTACT, "valid_from": date(2026, 1, 1)}])
    found = contact_notices.load(world.secretary, world.units["dong_bao"])
    made = word_template.render(template_builder.build_template("contact_notice"), found.pages)
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]
    assert lines[lines.index(contact_notices.EXEMPT) - 1].startswith("3. Mỗi năm họp 2 kỳ")
