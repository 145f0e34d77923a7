"""What was changed after its closing is said on papers and lists, and in each of their files, until closed again."""

import pytest

from components.briefings import briefing_content
from components.briefings.briefing_request import BriefingRequest
from components.exporting import export_registry
from components.exporting.export_request import ExportRequest
from components.files import briefing_files
from db.kernel import unit_tree
from db.kernel.session import writing
from db.models import Meeting, MeetingState
from db.periods import closing
from tests.briefing_papers import pdf_text, plain, slides_text, word_text, workbook

pytestmark = pytest.mark.usefixtures("november")
SAID = "Đã sửa sau khi chốt: 1 lần"
OCTOBER = BriefingRequest(202610, 1, None, ("reporting",), "meeting")


@pytest.fixture
def amended(world):
    """October is closed, and a cell's meeting of it is entered afterwards."""
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    with writing(world.secretary, "save_status", reason="nộp muộn") as session:
        area_id = unit_tree.ancestors(session, world.secretary.unit_id)[1]
        session.add(Meeting(unit_id=world.secretary.unit_id, area_id=area_id, type="regular", period=202610,
                            audience="own", state=MeetingState.NOT_HELD))  # fmt: skip
    return world


def test_the_pack_says_so_on_page_slides_sheet_and_manifest(amended):
    paper = briefing_content.write(amended.commune, OCTOBER)
    assert SAID in paper.warning
    assert SAID in dict(paper.manifest)["Sửa sau khi chốt"]
    files, _rows = briefing_files.write(paper, "goi", lambda done: None)
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
            assert any(SAID in line for line in export_registry.build(amended.commune, request).lines) == said


def test_once_closed_again_nothing_says_so(amended):
    closing.close_again(amended.commune, amended.units["dong_ha"], [202610])
    paper = briefing_content.write(amended.commune, OCTOBER)
    assert "Đã sửa" not in paper.warning
    assert dict(paper.manifest)["Sửa sau khi chốt"] == "Không"
    assert SAID not in briefing_content.write(amended.other_commune, OCTOBER).warning
