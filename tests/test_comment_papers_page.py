"""Requests, papers and templates on the screen: each side sees its own, and a template is checked when uploaded."""

from datetime import date

import pytest

from components.files import template_builder
from components.jobs import worker
from components.papers import template_view
from db.comments import agency_year_remarks, comment_requests, pasted_name_requests, proposals_to_workplaces
from db.comments.request_writer import RequestDetails
from db.jobs import jobs
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Document, Member, Membership
from db.papers import templates
from tests.db.confirmed_assessments import assessed
from tests.pages import app, button, press, said, shown
from tests.rows import rows
from tests.word_files import template

REQUESTS, PAPERS, TEMPLATES = (
    "pages/contacts/comment_requests.py",
    "pages/figures/papers.py",
    "pages/administration/templates.py",
)
MEMBER = "pages/people/member.py"
DAY = date(2026, 11, 22)
GIVEN = ("An", "Bích", "Châu", "Dung", "Hạnh", "Hoa", "Hương", "Lan", "Mai", "Nga")
pytestmark = pytest.mark.usefixtures("november")


def code_of(world, key: str) -> str:
    return next(row.code for row in rows(Member) if row.id == world.members[key])


def cell_for(world, viewer) -> str:
    """How this viewer's page names her cell; a workplace, whose people live in many communes, also sees the commune."""
    return "Chi bộ thôn Đồng Bào, Xã Đông Hà" if viewer is world.workplace else "Chi bộ thôn Đồng Bào"


def test_each_side_reads_the_requests_that_concern_it(world):
    comment_requests.add(
        world.commune, [code_of(world, "dung")], RequestDetails("planning", "paper", DAY, date(2026, 11, 30))
    )
    for viewer in (world.commune, world.secretary, world.workplace):
        told = said(shown(viewer, REQUESTS))
        assert "1 yêu cầu đang chờ" in told
        assert f"**Phạm Thị Dung** · {cell_for(world, viewer)} · chờ chi bộ nhận xét" in told
    for viewer in (world.neighbour, world.other_commune):
        assert "Phạm Thị Dung" not in said(shown(viewer, REQUESTS))


def test_pasted_names_are_matched_and_those_on_no_list_are_named(world):
    page = shown(world.commune, REQUESTS, requests_paste="1")
    page.session_state["requests_paste"] = True
    page.run()
    page.text_area[0].set_value("Phạm Thị Dung\nNgô Văn Khoa").run()
    assert "Không có trong danh sách đảng viên giữ mối liên hệ: Ngô Văn Khoa" in said(page)
    assert button(page, "Ghi 1 yêu cầu")


def test_an_unknown_pasted_name_offers_only_similar_names_and_says_it_is_not_on_the_list(world):
    page = shown(world.commune, REQUESTS)
    page.session_state["requests_paste"] = True
    page.run()
    page.text_area[0].set_value("Ngô Văn Dung\nPhạm Thị Dungf").run()
    assert "Không có trong danh sách đảng viên giữ mối liên hệ: Ngô Văn Dung" in said(page)
    assert "1 tên chưa trả lời" in said(page)
    (asked,) = [each for each in page.button_group if "_line_" in (each.key or "")]
    assert asked.options == ["Phạm Thị Dung · 1985 · Chi bộ thôn Đồng Bào", "Không có trong danh sách"]
    asked.set_value("nobody").run()
    assert "giữ mối liên hệ: Ngô Văn Dung, Phạm Thị Dungf" in said(page)
    assert button(page, "Ghi 0 yêu cầu").disabled


def test_a_pasted_name_with_other_diacritics_is_asked_about_and_one_without_any_is_marked(world):
    page = shown(world.commune, REQUESTS)
    page.session_state["requests_paste"] = True
    page.run()
    assert "Đồng chí dán hoặc gõ tên ở trên" in said(page)
    page.text_area[0].set_value("Phạm Thi Dung").run()
    assert "1 tên chưa trả lời" in said(page)
    assert button(page, "Ghi 0 yêu cầu").disabled
    (asked,) = [each for each in page.button_group if "_line_" in (each.key or "")]
    assert asked.options[0] == "Phạm Thị Dung · 1985 · Chi bộ thôn Đồng Bào"
    page.text_area[0].set_value("Pham Thi Dung").run()
    assert "Viết không dấu, sổ hiểu là: Pham Thi Dung → **Phạm Thị Dung**" in said(page)
    assert not button(page, "Ghi 1 yêu cầu").disabled


def test_a_file_no_longer_kept_is_reported_as_gone_and_made_again(world):
    with writing(SYSTEM, "assess") as session:
        who = {"unit_id": world.units["dong_bao"], "member_id": world.members["dung"], "year": 2026}
        form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": DAY, "confirmed_on": DAY}
        bulk.insert(session, Assessment, [{**who, **form}])
    press(shown(world.commune, PAPERS), "Phát hành 1 phiếu")

    def opened():
        page = shown(world.commune, PAPERS)
        page.session_state[f"issue_{DAY}"] = True
        return page.run()

    assert "Hiện chưa có tệp nào" in said(opened())
    press(opened(), "Tệp Word theo chi bộ")
    assert worker.run_next_job()
    (made,) = jobs.list_own(world.commune)
    assert "không còn được giữ nữa" not in said(opened())
    jobs.result_file(made.code).unlink()
    page = opened()
    assert "Tệp đã làm không còn được giữ nữa" in said(page)
    press(page, "Làm lại tệp Word theo chi bộ")
    assert worker.run_next_job()
    again = jobs.list_own(world.commune)[0]
    assert again.code != made.code
    assert again.wanted["order"] == "cell"
    assert jobs.has_file(again)


def test_a_workplace_answers_the_letter_on_its_home_page(world):
    shipped = templates.store_shipped({"workplace_letter": template_builder.build_template("workplace_letter")})
    paper = proposals_to_workplaces.propose(
        world.commune, code_of(world, "dung"), "praise", "Hiến đất làm đường", shipped
    )
    home = app(world.workplace)
    home.text_input(key=f"letter_answer_said_{paper}").set_value("Đã biểu dương tại hội nghị").run()
    press(home, "Gửi trả lời")
    assert "đã trả lời ngày 22/11/2026" in said(app(world.workplace))
    papers = shown(world.commune, PAPERS)
    papers.session_state["papers_letters"] = True
    assert "→ Đã biểu dương tại hội nghị · 22/11/2026" in said(papers.run())


def test_pasted_names_are_looked_up_once_and_not_at_every_interaction(world, monkeypatch):
    asked = []
    look_up = pasted_name_requests.match_names
    monkeypatch.setattr(
        pasted_name_requests, "match_names", lambda viewer, text, *by: asked.append(text) or look_up(viewer, text, *by)
    )
    page = shown(world.commune, REQUESTS)
    page.session_state["requests_paste"] = True
    page.run()
    page.text_area[0].set_value("Phạm Thị Dung").run()
    page.run()
    page.text_area[0].set_value("Ngô Văn Khoa").run()
    page.run()
    assert asked == ["Phạm Thị Dung", "Ngô Văn Khoa"]


def test_of_two_namesakes_the_one_introduced_by_the_asking_workplace_is_meant(world):
    told = {"name": "Phạm Thị Dung", "sort_key": "dung", "search_key": "pham thi dung"}
    with writing(SYSTEM, "test") as session:
        (other,) = bulk.insert(session, Member, [told])
        stay = {"unit_id": world.units["ben_da"], "kind": "contact", "valid_from": date(2020, 1, 1)}
        bulk.insert(session, Membership, [{"member_id": other, **stay}])
    (line,) = pasted_name_requests.match_names(world.commune, "1. đ/c Phạm Thị Dung")
    assert (line.sure, len(line.candidates)) == (None, 2)
    (line,) = pasted_name_requests.match_names(world.commune, "1. đ/c Phạm Thị Dung", world.units["hospital"])
    assert line.sure is not None
    assert line.sure.member_id == world.members["dung"]
    (line,) = pasted_name_requests.match_names(world.commune, "Dung", world.units["hospital"])
    assert line.sure is None


def test_an_agencys_remark_is_assigned_by_the_commune_and_shown_on_the_members_page(world):
    agency_year_remarks.send_remark(world.workplace, world.units["dong_ha"], "Trần Thị Bình", "1964", 2026, "Tận tụy")
    assert "1 nhận xét của cơ quan chờ xác định người" in said(shown(world.commune, REQUESTS))
    (line,) = agency_year_remarks.list_all(world.commune, unfound=True)
    agency_year_remarks.assign_to_member(world.commune, line.code, code_of(world, "binh"))
    assert "Tận tụy" in said(shown(world.secretary, MEMBER, member=code_of(world, "binh")))
    for viewer in (world.assistant, world.district):
        assert "Tận tụy" not in said(shown(viewer, MEMBER, member=code_of(world, "binh")))


def test_a_district_uses_its_own_template_and_goes_back_to_the_registers(world):
    page = shown(world.district, TEMPLATES)
    assert "**Mẫu của sổ**" in said(page)
    (uploader,) = page.get("file_uploader")
    uploader.upload("mau.docx", template("{{họ tên}}"), "application/msword").run()
    press(page, "Dùng mẫu này")
    assert "{{họ tên}} → {{họ và tên}}" in said(page).replace("\\", "")
    assert templates.list_own(world.district) == []
    page.get("file_uploader")[0].upload("mau.docx", template("{{họ và tên}}"), "application/msword").run()
    press(page, "Dùng mẫu này")
    (version,) = templates.list_own(world.district)
    assert (version.kind, version.version) == ("comment", 1)
    args = (world.district.account_id, world.district.grant_id, "comment")
    assert template_view.template_file(*args, version.id) == template("{{họ và tên}}")
    assert template_view.template_file(*args, None) == template_builder.build_template("comment")
    press(shown(world.district, TEMPLATES), "Dùng lại mẫu của sổ")
    assert templates.list_own(world.district)[0].until == DAY


def test_the_papers_page_opens_for_commune_and_cell(world):
    assert "0 phiếu chờ phát hành" in said(shown(world.commune, PAPERS))
    assert "phiếu chờ phát hành" not in said(shown(world.secretary, PAPERS))


def test_one_paper_of_an_issue_is_found_and_replaced_with_a_reason(world):
    with writing(SYSTEM, "assess") as session:
        who = {"unit_id": world.units["dong_bao"], "member_id": world.members["dung"], "year": 2026}
        form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": DAY, "confirmed_on": DAY}
        bulk.insert(session, Assessment, [{**who, **form}])
    press(shown(world.commune, PAPERS), "Phát hành 1 phiếu")
    page = shown(world.commune, PAPERS)
    page.session_state[f"issue_{DAY}"] = True
    page.run()
    page.text_input(key=f"single_find_{DAY}").set_value("dung").run()
    (first,) = rows(Document)
    page.session_state[f"single_open_{first.code}"] = True
    assert "Sổ đang ghi đúng như phiếu này" in said(page.run())
    with writing(SYSTEM, "correct") as session:
        session.get_one(Member, world.members["dung"]).born = "1986"
    page.run()
    page.text_input(key=f"single_why_{first.code}").set_value("Ghi nhầm năm sinh").run()
    press(page, "Thay phiếu này")
    later = rows(Document)[-1]
    assert (later.supersedes_id, later.superseded_because, later.number) == (first.id, "Ghi nhầm năm sinh", 2)
    page = shown(world.commune, PAPERS)
    page.session_state[f"issue_{DAY}"] = True
    page.run()
    page.text_input(key=f"single_find_{DAY}").set_value("dung").run()
    assert "thay phiếu số 01: Ghi nhầm năm sinh" in said(page)


def test_the_page_counts_and_numbers_one_paper_for_each_body_that_asked(world):
    assessed(world)
    for asked_by in ("Đảng ủy Sở", "Ban Tổ chức"):
        asked = RequestDetails("reward", "paper", DAY, asked_by=asked_by)
        comment_requests.add(world.commune, [code_of(world, "dung")], asked)
    test = shown(world.commune, PAPERS)
    assert "2 phiếu chờ phát hành" in said(test)
    assert "Chi bộ thôn Đồng Bào: 2" in said(test)
    assert "Số từ 1 đến 2" in said(test)
    press(test, "Phát hành 2 phiếu")
    assert [row.number for row in rows(Document)] == [1, 2]


def test_a_repeated_request_is_a_new_one_and_the_comment_issued_before_stays(world):
    with writing(SYSTEM, "assess") as session:
        who = {"unit_id": world.units["dong_bao"], "member_id": world.members["dung"], "year": 2026}
        form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": DAY, "confirmed_on": DAY}
        bulk.insert(session, Assessment, [{**who, **form}])
    assert "yêu cầu mới" not in said(shown(world.commune, PAPERS))
    press(shown(world.commune, PAPERS), "Phát hành 1 phiếu")
    comment_requests.ask_for_all(world.workplace, comment_requests.YEARLY, None)
    home = said(app(world.workplace))
    assert "Đã phát hành 1 phiếu · 1 đang chờ · 1 yêu cầu mới đang chờ" in home
    assert f"- {cell_for(world, world.workplace)} · yêu cầu mới, đã xác nhận, chờ phát hành: 1" in home
    assert "**Phạm Thị Dung** · Chi bộ thôn Đồng Bào, Xã Đông Hà" in home  # among those it introduced
    assert "Phiếu đã phát hành trước đây vẫn giữ nguyên" in home
    for viewer in (world.commune, world.workplace):
        told = said(shown(viewer, REQUESTS))
        assert f"**Phạm Thị Dung** · {cell_for(world, viewer)} · yêu cầu mới, đã xác nhận, chờ phát hành" in told
        assert "phiếu ngày 22/11/2026 vẫn giữ nguyên" in told
    papers = said(shown(world.commune, PAPERS))
    assert "1 phiếu chờ phát hành · 1 phiếu theo yêu cầu mới" in papers
    assert "Phiếu đã phát hành trước đây vẫn giữ nguyên" in papers
    press(shown(world.commune, PAPERS), "Phát hành 1 phiếu")
    assert "Đã phát hành 2 phiếu · 1 đang chờ" in said(app(world.workplace))
