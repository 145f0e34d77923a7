"""Papers of a period and unit with nothing recorded: they say so in words, and nothing unknown is told as a number."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from PIL import Image

from components.briefings import briefing_content, briefing_job_queue, report_files, section_registry
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.files import briefing_files
from components.report_forms.form_request import FormRequest
from db.accounts import accounts
from db.errors import Invalid
from db.kernel import bulk
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import Tally, UnitKind
from db.units import unit_actions
from db.units.unit_actions import UnitInput
from tests import months
from tests.briefing_papers import pdf_pages, pdf_text, plain, sheet_rows, slides_text, word_text, workbook
from tests.filled_forms import ask_for_every_figure, bring, made
from tests.pages import said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAPERS, CHARTS = "pages/figures/papers.py", "pages/figures/charts.py"
PACKS = [("district", 202610, 1), ("commune", 202607, 3), ("commune", 202607, 6), ("district", 202601, 12)]
# of nothing recorded a share is known only where something was to be done
KNOWN_SHARES = {"reported_rate", "books_whole_rate"}
RECORDED = {
    "expected", "present", "attendance_rate", "excused", "unexcused", "absent_unknown", "exempt_from_meetings",
    "attendance_rate_before", "attendance_rate_year_ago", "cells_below_aim", "cells_silent_and_below",
    "contact_first_rate", "contact_second_rate", "households", "households_covered", "households_covered_rate",
    "households_uncovered", "team_visits_owed", "team_visits_met", "team_visits_rate", "team_visits_missing",
    "team_meetings", "teams_missing",
}  # fmt: skip
BROKEN = re.compile(r"\b(?:nan|none|inf|null|undefined)\b|#DIV|%!|\{|\}", re.IGNORECASE)


def requested(viewer: Viewer, kind: BriefingKind, period: int = 202610, months: int = 1) -> BriefingRequest:
    """A paper with every section that there is."""
    keys = tuple(choice.key for choice in section_registry.choices(viewer, kind))
    return BriefingRequest(period, months, None, keys, "report", kind)


@pytest.mark.parametrize(("role", "period", "months"), PACKS)
def test_a_pack_of_a_silent_period_says_so_on_page_slide_and_sheet(world, role, period, months):
    viewer = world.viewers[role]
    paper = briefing_content.write_briefing(viewer, requested(viewer, BriefingKind.MEETING, period, months))
    told = {figure.code: figure for section in paper.sections for figure in section.figures}
    assert len(paper.sections) == 8
    for code in RECORDED & told.keys():
        assert told[code].text == "–", code
    assert {code for code, figure in told.items() if "%" in figure.text} <= KNOWN_SHARES
    files = briefing_files.write_file_set(paper, "p", lambda done: None)[0]
    texts = [word_text(files["p.docx"]), pdf_text(files["p.pdf"]), " ".join(slides_text(files["p.pptx"]))]
    for text in texts:
        assert not BROKEN.search(text)
        for section in paper.sections:
            assert "hưa " in f"{section.headline} {section.sentences}"
            assert all(sentence in text for sentence in map(plain, section.sentences)), section.key
    front = {row[1]: row[3:] for row in sheet_rows(files["p.xlsx"], "Bản kê") if row[1]}
    assert {code: row[2] for code, row in front.items()} == {code: figure.text for code, figure in told.items()}
    assert all(front[code][0] is None for code in RECORDED & told.keys() if told[code].denominator is None)
    values = [cell.value for sheet in workbook(files["p.xlsx"]) for line in sheet for cell in line]
    assert not [value for value in values if isinstance(value, str) and BROKEN.search(value)]
    pictures = {name: data for name, data in files.items() if name.endswith(".png")}
    assert [Image.open(io.BytesIO(data)).width > 600 for data in pictures.values()] == [True] * len(pictures)
    drawn = {section.key for section in paper.sections if section.drawing}
    assert drawn == {"reporting", "contact", "book_checks"}  # of what nothing is known there is no picture


@pytest.mark.parametrize("role", ["commune", "secretary"])
@pytest.mark.parametrize(("period", "months"), [(202610, 1), (202601, 12)])
def test_a_report_of_a_silent_period_says_so_on_one_page(world, role, period, months):
    viewer = world.viewers[role]
    request = requested(viewer, BriefingKind.REPORT, period, months)
    told = briefing_content.write_briefing(viewer, request)
    for end, read in (("docx", word_text), ("pdf", pdf_text)):
        content = report_files.make_report_file(viewer.account_id, viewer.grant_id, request, end)
        assert not BROKEN.search(read(content))
        for section in told.sections[:-1]:  # the last one is room to write in
            assert all(sentence in read(content) for sentence in map(plain, section.sentences))
            assert section.key == "members" or "hưa " in " ".join(section.sentences)
        assert end == "docx" or pdf_pages(content) == 1


@pytest.mark.parametrize("role", ["district", "commune", "secretary"])
def test_a_superiors_form_of_a_silent_period_has_a_dash_where_nothing_is_known(world, role):
    viewer = world.viewers[role]
    form = bring(world.district, ask_for_every_figure(), blank="—")
    data = made(viewer, FormRequest(form, 202610, reason="report"))
    cells = {row[0]: row[1] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)}
    assert {code for code in RECORDED if cells[code] != "—"} == set()
    assert cells["meetings"] == 0
    assert cells["reported"] == 0


def attention(viewer: Viewer, period: int) -> str:
    """What a paper of a month says of the cells that need attention."""
    paper = briefing_content.write_briefing(viewer, BriefingRequest(period, 1, None, ("attention",), "meeting"))
    return " ".join(paper.sections[0].sentences)


def test_no_cell_is_said_to_have_reported_before_its_meeting_is_due(world, set_clock):
    set_clock("2026-11-01")
    told = attention(world.district, 202611)
    assert "có chi bộ chưa đến ngày họp; chưa có tỷ lệ dự họp của chi bộ nào" in told
    assert "đã báo cáo" not in told


def test_a_month_in_which_all_reported_and_came_says_so(world):
    months.fill(world)
    with writing(SYSTEM, "test") as session:
        tallies = [row for row in rows(Tally) if row.period == 202610]
        absent = dict.fromkeys(("excused", "unexcused", "unknown"), 0)
        bulk.update(session, Tally, [{"id": row.id, "present": row.expected} | absent for row in tallies])
    assert attention(world.district, 202610) == (
        "Cả 3 chi bộ đã báo cáo; chi bộ nào có số liệu dự họp cũng vượt mức 90 %."
    )


def again(viewer: Viewer) -> Viewer:
    """The same one after units were made, which he reaches from now on."""
    found = accounts.viewer_for(viewer.account_id, viewer.grant_id)
    assert found is not None
    return found


def test_a_unit_that_did_not_exist_then_is_said_wherever_papers_are_made(world):
    fresh = unit_actions.create(
        world.commune, world.units["dong_ha"], UnitInput(UnitKind.CELL, "Chi bộ Mới", date(2026, 11, 5))
    )
    commune = again(world.commune)
    for kind, viewer in ((BriefingKind.MEETING, again(world.district)), (BriefingKind.REPORT, commune)):
        with pytest.raises(Invalid, match="unit_not_begun"):
            briefing_content.write_briefing(viewer, replace(requested(viewer, kind), unit=fresh))
    form = bring(world.district, ask_for_every_figure())
    told = "“Chi bộ Mới” đến ngày 05/11/2026 mới có"
    with pytest.raises(Invalid, match="unit_not_begun"):
        made(commune, FormRequest(form, 202610, unit=fresh, reason="report"))
    report = shown(commune, PAPERS, papers_view="report", report_cell=fresh)
    assert told in said(report)
    assert not report.get("download_button")
    pack = shown(commune, PAPERS, papers_view="meeting", pack_cell=fresh)
    assert told in said(pack)
    assert not [each for each in pack.button if each.label.startswith("Tạo tài liệu họp")]
    with pytest.raises(Invalid, match="unit_not_begun"):
        briefing_job_queue.enqueue(commune, replace(requested(commune, BriefingKind.MEETING), unit=fresh))
    assert briefing_job_queue.latest_job(commune) is None


def test_a_chart_of_months_before_a_unit_existed_says_so(world):
    fresh = unit_actions.create(
        world.commune, world.units["dong_ha"], UnitInput(UnitKind.CELL, "Chi bộ Mới", date(2026, 11, 5))
    )
    for which in ("attendance", "met"):
        page = shown(again(world.commune), CHARTS, charts_which=which, charts_cell=fresh, charts_until="202610")
        assert not page.get("vega_lite_chart")
        assert "“Chi bộ Mới” đến ngày 05/11/2026 mới có" in "".join(box.value for box in page.info)
