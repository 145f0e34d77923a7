"""A unit's monthly and yearly report: its page in the words of the screen, with figures that equal a plain recount."""

from dataclasses import replace

import pytest

from components.briefings import briefing_content, briefing_request, report_files, section_registry
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from db.access_log import export_log
from db.errors import Invalid, NotAllowed
from db.models import Membership, MembershipKind, Role, Tally, Unit
from db.settings import settings
from tests import months
from tests.briefing_papers import LONG, pdf_pages, pdf_text, plain, word_text
from tests.pages import links, said, shown
from tests.rows import rows

PAPERS, HOME = "pages/figures/papers.py", "pages/home/home.py"
KEYS = tuple(row["key"] for row in settings.shipped_value("report_sections"))
OCTOBER = BriefingRequest(202610, 1, None, KEYS, "report", BriefingKind.REPORT)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def who(viewer) -> tuple[int, int]:
    return viewer.account_id, viewer.grant_id


def figures(paper) -> dict:
    return {figure.code: figure.value for section in paper.sections for figure in section.figures}


@pytest.mark.parametrize("role", ["secretary", "commune"])
@pytest.mark.parametrize(("period", "count"), [(202610, 1), (202601, 12)])
def test_word_pdf_and_screen_agree_and_equal_a_recount(year, role, period, count):
    viewer, request = year.viewers[role], replace(OCTOBER, period=period, months=count)
    paper = briefing_content.write_briefing(viewer, request)
    page = word_text(report_files.make_report_file(*who(viewer), request, "docx"))
    pdf = report_files.make_report_file(*who(viewer), request, "pdf")
    for section in paper.sections:
        for sentence in map(plain, section.sentences):
            assert sentence in page
            assert sentence in pdf_text(pdf)
    assert pdf_pages(pdf) == 1
    cells = {year.units[key] for key in (("dong_bao",) if role == "secretary" else ("dong_bao", "ben_da"))}
    tallies = [
        row
        for row in rows(Tally)
        if period <= row.period < period + count and row.unit_id in cells and row.kind == MembershipKind.OWN
    ]
    told = figures(paper)
    assert told["present"] == sum(row.present for row in tallies)
    assert told["expected"] == sum(row.expected for row in tallies)
    own = [row for row in rows(Membership) if row.kind == MembershipKind.OWN and row.unit_id in cells]
    assert told["members"] == len({row.member_id for row in own if row.valid_to is None})


def test_a_cells_report_is_signed_by_its_secretary(year):
    paper = briefing_content.write_briefing(year.secretary, OCTOBER)
    assert "reporting" not in [section.key for section in paper.sections]
    assert (paper.title, paper.subject) == ("Báo cáo", "kết quả hoạt động của chi bộ")
    assert (paper.signature.body, paper.signature.post) == ("T/M CHI BỘ", "BÍ THƯ")
    assert paper.signature.recipients == ("Đảng ủy xã Đông Hà", "Lưu chi bộ")
    text = word_text(report_files.make_report_file(*who(year.secretary), OCTOBER, "docx"))
    assert "T/M CHI BỘ" in text
    assert "Nơi nhận:" in text


def test_a_commune_reports_on_all_its_cells_or_on_one(year):
    paper = briefing_content.write_briefing(year.commune, OCTOBER)
    assert "reporting" in [section.key for section in paper.sections]
    assert paper.signature.body == "T/M ĐẢNG ỦY"
    code = rows(Unit, id=year.units["ben_da"])[0].code
    one = briefing_content.write_briefing(year.commune, replace(OCTOBER, unit=code))
    assert one.signature.body == "T/M CHI BỘ"
    assert figures(one)["expected"] < figures(paper)["expected"]


def test_an_unfinished_month_says_so_and_without_reports_nothing_is_divided(world):
    paper = briefing_content.write_briefing(world.secretary, replace(OCTOBER, period=202611))
    assert paper.warning == "Số liệu còn có thể thay đổi: kỳ chưa kết thúc."
    silent = briefing_content.write_briefing(world.secretary, OCTOBER)
    assert silent.warning == "Số liệu còn có thể thay đổi: chi bộ chưa ghi đủ các cuộc họp của kỳ."
    assert "chưa có tỷ lệ dự họp" in pdf_text(report_files.make_report_file(*who(world.secretary), OCTOBER, "pdf"))


def test_names_of_forty_letters_still_fit_on_one_page(year, monkeypatch):
    paper = briefing_content.write_briefing(year.commune, OCTOBER)
    long = replace(paper, unit=LONG.upper(), above=LONG.upper())
    for end, count in (("pdf", pdf_pages),):
        assert count(report_files.WRITERS[end](long)) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period": 202612}, "briefing_period_ahead"),
        ({"period": 202701, "months": 12}, "briefing_period_ahead"),
        ({"sections": ("attention",)}, "briefing_sections_missing"),
        ({"reason": ""}, "export_reason_missing"),
    ],
)
def test_an_impossible_report_is_refused(world, change, code):
    with pytest.raises(Invalid, match=code):
        report_files.make_report_file(*who(world.secretary), replace(OCTOBER, **change), "pdf")
    assert export_log.list_latest(world.commune) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SECRETARY, Role.COMMUNE)])
def test_no_other_role_has_a_report(world, role):
    with pytest.raises(NotAllowed):
        report_files.make_report_file(*who(world.viewers[role.value]), OCTOBER, "pdf")


def test_nobody_reports_on_a_unit_out_of_reach(world):
    code = rows(Unit, id=world.units["nui_doi"])[0].code
    for viewer in (world.secretary, world.commune):
        with pytest.raises(NotAllowed):
            report_files.make_report_file(*who(viewer), replace(OCTOBER, unit=code), "docx")


def test_a_report_is_logged_with_its_reason(year):
    report_files.make_report_file(*who(year.secretary), OCTOBER, "docx")
    (kept,) = export_log.list_latest(year.secretary)
    assert (kept.what, kept.reason, kept.about_id) == ("report", "report", year.units["dong_bao"])


def test_home_leads_to_the_report_of_the_month_that_ended(year):
    for viewer in (year.secretary, year.commune):
        assert "Báo cáo tháng 10/2026" in "".join(map(str, links(shown(viewer, HOME), "papers")))


def test_an_assistant_has_no_report_and_no_link_to_one_on_home(year):
    assert links(shown(year.assistant, HOME), "papers") == []


def test_the_screen_offers_both_files_and_explains_a_refusal(year):
    page = shown(year.secretary, PAPERS, papers_view="report")
    assert [each.proto.label for each in page.get("download_button")] == ["Báo cáo Word", "Báo cáo PDF"]
    assert "phiếu chờ phát hành" not in said(page)
    assert briefing_request.latest_ended_period(1) == 202610


def test_every_section_of_the_report_is_in_the_setting():
    shipped = {row["key"] for row in settings.shipped_value("report_sections")}
    assert shipped == {
        key for key, each in section_registry.sections_by_key().items() if BriefingKind.REPORT in each.kinds
    }
