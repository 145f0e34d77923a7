"""The page on the regulation: its sentences carry the figures of the screen, and having nobody to count is a sentence,
too.
"""

import io
import json
from datetime import date

import docx
import pytest

from components.papers import regulation_page_file
from db.assessments.mark_storage import join_marks
from db.comments import regulation_page_figures
from db.errors import Invalid, NotAllowed
from db.figures import contact_summary
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Rule, YearEntry
from tests.db.placed_members import CAME, meet
from tests.pages import said, shown
from tests.unit_days import code_of, move_end

pytestmark = pytest.mark.usefixtures("november")
PAPERS = "pages/figures/papers.py"
FORM = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": date(2026, 11, 10)}


@pytest.fixture
def year(world):
    """One contact member who came once, gave something, and was assessed and praised."""
    who = {"unit_id": world.units["dong_bao"], "member_id": world.members["dung"]}
    meet(world, date(2026, 6, 3), {world.members["dung"]: CAME}, "dong_bao")
    with writing(SYSTEM, "fill") as session:
        bulk.insert(session, YearEntry, [{**who, "period": 202610, "happened_on": date(2026, 10, 1), "kind": "money"}])
        told = {"year": 2026, "marks": join_marks({"proposal": "praise"}), **FORM}
        bulk.insert(session, Assessment, [{**who, **told}])
    return world


def printed(viewer, unit_id: int, year: int = 2026) -> str:
    """The text of the page, read back from the Word file."""
    made = docx.Document(io.BytesIO(regulation_page_file.page_file(viewer.account_id, viewer.grant_id, unit_id, year)))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def test_a_cells_page_states_the_figures_of_the_summary(year):
    told = printed(year.secretary, year.units["dong_bao"])
    (row,) = contact_summary.list_cells(year.secretary)
    counts = row.counts
    for sentence in (
        f"Đến ngày 22/11/2026 có {counts.members} đảng viên giữ mối liên hệ nơi cư trú; trong đó {counts.women} nữ",
        f"Kỳ I: họp {counts.first.meetings} cuộc, có mặt {counts.first.present} trên {counts.first.expected} đảng viên",
        "Kỳ II: chưa ghi cuộc họp nào.",
        "Ghi nhận trong năm: góp tiền, hiện vật 1 lượt (1 đồng chí).",
        f"Đã nhận xét {counts.assessed} đảng viên",
        "Đề nghị: biểu dương 1.",
        f"Đề nghị biểu dương {counts.praised} đồng chí, đề nghị xem xét {counts.reviewed} đồng chí.",
        "thực hiện Quy định số 213-QĐ/TW ngày 02/01/2020, năm 2026",
        "T/M CHI BỘ",
    ):
        assert sentence in told
    assert "{{" not in told


def test_a_cell_that_ended_has_the_page_of_its_last_year_as_of_its_last_day(year):
    cell = year.units["dong_bao"]
    move_end(cell, valid_to=date(2026, 11, 15))
    told = printed(year.commune, cell)
    assert "Đến ngày 15/11/2026 có 1 đảng viên giữ mối liên hệ nơi cư trú" in told
    assert "Đã nhận xét 1 đảng viên" in told
    assert "Đề nghị: biểu dương 1." in told
    page = shown(year.commune, PAPERS, papers_view="comments")
    page.session_state["papers_regulation"] = True
    box = page.run().selectbox(key="regulation_cell")
    assert "Chi bộ thôn Đồng Bào (đến 15/11/2026)" in box.options
    assert "Đến ngày 15/11/2026" in said(box.set_value(code_of(cell)).run())


def test_a_communes_page_states_subject_introduced_placed_and_the_average(year):
    told = printed(year.commune, year.units["dong_ha"])
    together = contact_summary.total([unit.counts for unit in contact_summary.by_unit(year.commune)])
    assert f"{together.members} đảng viên giữ mối liên hệ nơi cư trú ở {together.cells} chi bộ" in told
    assert "thuộc diện giới thiệu về nơi cư trú" in told.lower()
    assert "T/M ĐẢNG ỦY" in told
    assert printed(year.commune, year.units["dong_bao"]).count("T/M CHI BỘ") == 1


def test_without_any_contact_member_the_page_says_so(year):
    told = printed(year.commune, year.units["ben_da"])
    assert "Đến ngày 22/11/2026, chi bộ chưa có đảng viên giữ mối liên hệ nơi cư trú." in told
    assert "%" not in told


def test_an_unverified_citation_is_not_printed(year):
    own = {"name": "residence_contact", "valid_from": date(2026, 1, 1), "citation": "Quy định số 999-QĐ/TW"}
    told = json.dumps({"short": "999", "meetings_a_year": 2})
    with writing(SYSTEM, "rule") as session:
        bulk.insert(session, Rule, [{**own, "unit_id": year.units["an_binh"], "parameters": told, "verified": False}])
    page = printed(year.secretary, year.units["dong_bao"])
    assert "999" not in page
    assert "thực hiện việc giữ mối liên hệ với tổ chức đảng và nhân dân nơi cư trú, năm 2026" in page


@pytest.mark.parametrize("who", ["assistant", "neighbour", "district", "workplace", "admin"])
def test_nobody_else_has_a_cells_page(year, who):
    with pytest.raises(NotAllowed):
        regulation_page_figures.load(year.viewers[who], year.units["dong_bao"], 2026)


def test_a_future_year_has_no_page(year):
    with pytest.raises(Invalid, match="year_unknown"):
        regulation_page_figures.load(year.secretary, year.units["dong_bao"], 2027)


@pytest.mark.parametrize("who", ["secretary", "commune"])
def test_the_screen_says_what_the_paper_says(year, who):
    page = shown(year.viewers[who], PAPERS)
    page.session_state["papers_regulation"] = True
    page.run()
    viewer = year.viewers[who]
    found = regulation_page_figures.load(viewer, viewer.unit_id, 2026)
    paper, screen = printed(viewer, viewer.unit_id), said(page).replace("\\", "")
    for sentence in regulation_page_file.paper_sentences(found):
        assert sentence in paper
        assert sentence in screen
