"""Papers, lists and all their files say what was changed after closing, until it is closed again."""

import pytest

from components.briefings import briefing_content, briefing_request, report_files
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.exporting import export_registry
from components.exporting.export_request import ExportRequest
from components.files import briefing_files
from components.report_forms import form_filling
from db.kernel import unit_tree
from db.kernel.session import writing
from db.models import Meeting, MeetingState
from db.papers.report_forms import FormFile
from db.periods import closing
from db.settings import settings
from tests import pages
from tests.briefing_papers import pdf_text, plain, slides_text, word_text, workbook
from tests.form_files import document, sheet_of, workbook as sheet
from tests.pages import shown

pytestmark = pytest.mark.usefixtures("november")
PAPERS = "pages/figures/papers.py"
SAID = "Đã sửa sau khi chốt: 1 lần"
OCTOBER = BriefingRequest(202610, 1, None, ("reporting",), "meeting")


@pytest.fixture
def amended(world):
    """October is closed, and a cell's October meeting is entered afterwards."""
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    with writing(world.secretary, "save_status", reason="nộp muộn") as session:
        area_id = unit_tree.ancestors(session, world.secretary.unit_id)[1]
        session.add(Meeting(unit_id=world.secretary.unit_id, area_id=area_id, type="regular", period=202610,
                            audience="own", state=MeetingState.NOT_HELD))  # fmt: skip
    return world


def test_the_pack_says_so_on_page_slides_sheet_and_manifest(amended):
    paper = briefing_content.write_briefing(amended.commune, OCTOBER)
    assert SAID in paper.warning
    assert SAID in dict(paper.manifest)["Sửa sau khi chốt"]
    files, _rows = briefing_files.write_file_set(paper, "goi", lambda done: None)
    sheets = [str(cell) for sheet in workbook(files["goi.xlsx"]) for row in sheet.iter_rows(values_only=True)
              for cell in row if cell]  # fmt: skip
    assert SAID in word_text(files["goi.docx"])
    assert SAID in pdf_text(files["goi.pdf"])
    assert any(SAID in plain(text) for text in slides_text(files["goi.pptx"]))
    assert any(SAID in text for text in sheets)


def test_lists_of_meetings_and_attendance_say_so(amended):
    for what in ("meetings", "people"):
        for since, said in ((202609, True), (202611, False)):
            request = ExportRequest(what, since=since, until=202611, reason="meeting")
            assert any(SAID in line for line in export_registry.build_table(amended.commune, request).lines) == said


def test_after_closing_again_nothing_says_so(amended):
    closing.reclose_months(amended.commune, amended.units["dong_ha"], [202610])
    paper = briefing_content.write_briefing(amended.commune, OCTOBER)
    assert "Đã sửa" not in paper.warning
    assert dict(paper.manifest)["Sửa sau khi chốt"] == "Không"
    assert SAID not in briefing_content.write_briefing(amended.other_commune, OCTOBER).warning


def test_a_units_report_says_so_in_its_files_and_on_screen(amended):
    keys = tuple(row["key"] for row in settings.shipped_value("report_sections"))
    request = BriefingRequest(202610, 1, None, keys, "report", BriefingKind.REPORT)
    for viewer, said in ((amended.commune, True), (amended.secretary, True), (amended.other_commune, False)):
        made = {
            end: report_files.make_report_file(viewer.account_id, viewer.grant_id, request, end)
            for end in ("docx", "pdf")
        }
        assert (SAID in word_text(made["docx"])) == (SAID in pdf_text(made["pdf"])) == said
        page = shown(viewer, PAPERS, papers_view="report", report_preview="true")
        page.session_state["report_preview"] = True
        assert (SAID in pages.said(page.run()).replace("\\", "")) == said


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_filled_form_says_so_where_it_asks_for_it_or_else_on_a_line_of_its_own(amended, kind):
    asking = {"xlsx": sheet(A1="{{amended}}", A2="{{unit_name}}"), "docx": document("{{amended}}", "{{unit_name}}")}
    silent = {"xlsx": sheet(A1="{{unit_name}}", B3="Cộng"), "docx": document("{{unit_name}}")}
    for content, places in ((asking[kind], 1), (silent[kind], 1)):
        form = FormFile("Biểu 03", kind, "", content)
        filled = form_filling.fill_report_form(
            amended.commune, form, briefing_request.query_of_period(amended.commune, 202610, 1, None)
        )
        assert filled.amended
        assert _lines(kind, filled.content).count(SAID) == places
        other = form_filling.fill_report_form(
            amended.other_commune, form, briefing_request.query_of_period(amended.other_commune, 202610, 1, None)
        )
        assert not other.amended
        assert SAID not in _lines(kind, other.content)
    last = _lines(kind, form_filling.fill_report_form(
        amended.commune, FormFile("Biểu 03", kind, "", silent[kind]),
        briefing_request.query_of_period(amended.commune, 202610, 1, None)).content)  # fmt: skip
    assert last.index("Xã Đông Hà") < last.index(SAID)


def _lines(kind: str, content: bytes) -> str:
    if kind == "docx":
        return word_text(content)
    return "\n".join(str(cell) for row in sheet_of(content).iter_rows(values_only=True) for cell in row if cell)
