"""Issued comments: made from confirmed assessments in one action, numbered, frozen, handed over."""

from datetime import date

import pytest

from components.files import template_builder
from db.comments import comment_issue, comment_requests, paper_hand_over, proposals_to_workplaces, request_list
from db.comments.paper_hand_over import HandOverStep
from db.comments.request_list import RequestState
from db.comments.request_writer import RequestDetails
from db.errors import Conflict, Invalid, NotAllowed
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Account, Assessment, Batch, Document, Membership, Template
from db.papers import documents, templates
from tests.db.confirmed_assessments import DAY, SHIPPED, assessed, exempt, member_code, order
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_confirmed_assessment_is_issued_with_everything_it_says(world):
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


def test_numbers_follow_the_order_of_cells_and_names_or_are_left_blank(world):
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


def test_papers_are_numbered_from_one(world):
    with pytest.raises(Invalid, match="paper_number_unfit"):
        comment_issue.issue_comments(world.commune, [assessed(world)], order(0))


def test_unconfirmed_already_issued_and_other_communes_assessments_are_not_issued(world):
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


def test_a_request_after_the_issue_gets_a_paper_from_the_same_assessment(world):
    code = assessed(world)
    comment_issue.issue_comments(world.commune, [code], order())
    assert comment_issue.list_ready(world.commune, 2026) == []
    comment_requests.add(
        world.commune, [member_code(world)], RequestDetails("reward", "paper", DAY, asked_by="Đảng ủy Sở")
    )
    (line,) = request_list.list_all(world.commune)
    assert line.state == RequestState.TO_ISSUE
    (ready,) = comment_issue.list_ready(world.commune, 2026)
    comment_issue.issue_comments(world.commune, [ready.code], order(2))
    (line,) = request_list.list_all(world.commune)
    assert line.state == RequestState.ANSWERED
    assert comment_issue.list_ready(world.commune, 2026) == []
    with pytest.raises(Invalid, match="comment_issued"):
        comment_issue.issue_comments(world.commune, [code], order(3))


def test_nobody_issues_a_paper_about_himself_or_from_his_own_assessment(world):
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


def test_a_paper_about_an_exempt_member_is_issued_only_on_request(world):
    exempt(world)
    code = assessed(world, form="assessment_form_short")
    assert [paper.unasked for paper in comment_issue.list_ready(world.commune, 2026)] == [True]
    with pytest.raises(Invalid, match="comment_exempt_unasked"):
        comment_issue.issue_comments(world.commune, [code], order())
    dung = member_code(world)
    with pytest.raises(Invalid, match="request_exempt_yearly"):
        comment_requests.add(world.commune, [dung], RequestDetails("yearly_classification", "paper", DAY))
    comment_requests.add(world.commune, [dung], RequestDetails("reward", "paper", DAY))
    (paper,) = comment_issue.issue_comments(world.commune, [code], order())
    said = documents.load(world.commune, paper).content
    assert said["paper"] == "comment_short"
    assert said["values"]["muc dich"] == "Phục vụ việc: khen thưởng."
    assert len(said["values"]["muc"]) == 4


def test_an_issue_is_an_action_in_the_history_that_cannot_be_undone(world):
    comment_issue.issue_comments(world.commune, [assessed(world)], order())
    with pytest.raises(Conflict, match="undo_issued"):
        undo.undo(world.commune, rows(Batch, deed="issue_comments")[0].id)
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    proposals_to_workplaces.propose(world.commune, member_code(world), "praise", "Hiến đất", shipped)
    with pytest.raises(Conflict, match="undo_issued"):
        undo.undo(world.commune, rows(Batch, deed="propose_to_workplace")[0].id)


def test_the_cell_reads_what_it_signs_and_the_workplace_what_was_issued_to_it(world):
    (paper,) = comment_issue.issue_comments(world.commune, [assessed(world)], order())
    for viewer in (world.commune, world.secretary, world.workplace):
        assert documents.load(viewer, paper).heading.person == "Phạm Thị Dung"
    for viewer in (world.neighbour, world.other_commune, world.assistant, world.district, world.admin):
        with pytest.raises(NotAllowed):
            documents.load(viewer, paper)
    with pytest.raises(NotAllowed):
        comment_issue.list_ready(world.workplace, 2026)


def test_papers_of_a_cell_are_ticked_as_handed_over_on_one_day_and_keep_it(world):
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


def test_a_paper_is_printed_with_the_template_it_was_issued_with(world):
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
