"""Papers for meetings: their figures equal a recount, the same on page, slide, sheet and screen;
and what is refused.
"""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from components.briefings import briefing_content, briefing_job_queue, briefing_request, section_registry
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.files import briefing_files
from components.i18n import number
from components.jobs import worker
from db.access_log import export_log
from db.errors import Invalid, NotAllowed
from db.jobs import jobs
from db.models import Job, JobState, Membership, MembershipKind, Outcome, Role, Setting, Tally, Unit, UnitVersion
from db.settings import settings
from db.units import units
from tests import months
from tests.briefing_papers import pdf_text, plain, sheet_rows, slide_tables, slides_text, word_text, workbook
from tests.rows import rows

ALL = ("reporting", "attendance", "attention", "contact", "households")
OCTOBER = BriefingRequest(202610, 1, None, ALL, "meeting")
pytestmark = pytest.mark.usefixtures("november")


def figures(paper) -> dict:
    return {figure.code: figure.value for section in paper.sections for figure in section.figures}


def rounded(row) -> list:
    """A row without its last decimal places, which a file stores differently."""
    return [round(value, 9) if isinstance(value, float) else value for value in row]


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def test_every_figure_is_the_same_on_page_slide_sheet_and_in_a_plain_recount(year):
    paper = briefing_content.write_briefing(year.district, OCTOBER)
    files = briefing_files.write_file_set(paper, "tai-lieu", lambda done: None)[0]
    page, pdf = word_text(files["tai-lieu.docx"]), pdf_text(files["tai-lieu.pdf"])
    slides = slides_text(files["tai-lieu.pptx"])
    told = figures(paper)
    tallies = [row for row in rows(Tally) if row.period == 202610 and row.kind == MembershipKind.OWN]
    assert told["expected"] == sum(row.expected for row in tallies) == 6
    assert told["present"] == sum(row.present for row in tallies)
    assert (told["reported"], told["reports_expected"]) == (3, 3)
    contact = [row for row in rows(Membership) if row.kind == MembershipKind.CONTACT]
    assert told["contact_members"] == len(contact) == 2
    assert len(slides) == len(ALL)
    for section, slide in zip(paper.sections, slides, strict=True):
        assert plain(section.headline) in slide
        for sentence in map(plain, section.sentences):
            assert sentence in page
            assert sentence in pdf
            assert sentence in slide
    front = {row[1]: row[3:] for row in sheet_rows(files["tai-lieu.xlsx"], "Bản kê") if row[1]}
    for section in paper.sections:
        for figure in section.figures:
            value, of, text = front[figure.code]
            assert (value, of, plain(text)) == (figure.value, figure.denominator, plain(figure.text))
    for table in (table for section in paper.sections for table in section.tables):
        kept = sheet_rows(files["tai-lieu.xlsx"], table.name[:31])[: len(table.rows)]
        assert list(map(rounded, kept)) == list(map(rounded, table.rows))


def test_a_table_on_a_slide_equals_the_workbooks_sheet(year):
    paper = briefing_content.write_briefing(year.district, OCTOBER)
    files = briefing_files.write_file_set(paper, "tai-lieu", lambda done: None)[0]
    (attendance,) = (rows_ for rows_ in slide_tables(files["tai-lieu.pptx"]) if rows_[0][1] == "Triệu tập"
                     and rows_[0][0] == "Đơn vị")  # fmt: skip
    sheet = {row[0]: row for row in workbook(files["tai-lieu.xlsx"])["Dự sinh hoạt"].iter_rows(values_only=True)}
    assert [row[0] for row in attendance[1:]][-1] == "Cộng"
    for name, expected, present, _rate in attendance[1:]:
        told = sheet["Tổng cộng" if name == "Cộng" and "Cộng" not in sheet else name]
        assert (expected, present) == (number(told[1]), number(told[2]))


@pytest.mark.parametrize(("period", "count"), [(202610, 1), (202607, 3), (202607, 6), (202601, 12)])
def test_several_months_add_up_and_an_open_period_says_so(year, period, count):
    request = replace(OCTOBER, period=period, months=count)
    paper = briefing_content.write_briefing(year.district, request)
    last = min(period + count - 1, 202611)
    tallies = [row for row in rows(Tally) if period <= row.period <= last and row.kind == MembershipKind.OWN]
    assert figures(paper)["present"] == sum(row.present for row in tallies)
    assert ("kỳ chưa kết thúc" in paper.warning) == (last >= 202611)


def test_if_nobody_has_reported_the_paper_says_so_and_divides_nothing(world):
    paper = briefing_content.write_briefing(world.district, OCTOBER)
    said = " ".join(sentence for section in paper.sections for sentence in section.sentences)
    assert "Chưa có chi bộ nào trong 3 chi bộ báo cáo tháng 10/2026." in said
    assert "Chưa ghi cuộc họp nào của tháng 10/2026" in said
    assert paper.warning == "Số liệu còn có thể thay đổi: 0 trên 3 chi bộ đã báo cáo."
    files = briefing_files.write_file_set(paper, "tai-lieu", lambda done: None)[0]
    assert "nên chưa có tỷ lệ dự họp" in pdf_text(files["tai-lieu.pdf"])
    assert len(slides_text(files["tai-lieu.pptx"])) == len(ALL)


def test_a_commune_reports_its_own_cells_only(year):
    paper = briefing_content.write_briefing(year.commune, OCTOBER)
    assert figures(paper)["reports_expected"] == 2
    named = {row[0] for section in paper.sections for table in section.tables for row in table.rows}
    assert "Chi bộ thôn Núi Đôi" not in named
    assert "Chi bộ thôn Đồng Bào" in named


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period": 202612}, "briefing_period_ahead"),
        ({"period": 202701, "months": 12}, "briefing_period_ahead"),
        ({"period": 202602, "months": 3}, "briefing_period_unfit"),
        ({"period": 202613}, "briefing_period_unfit"),
        ({"months": 5}, "briefing_period_unfit"),
        ({"sections": ()}, "briefing_sections_missing"),
        ({"sections": ("reporting", "nothing")}, "briefing_sections_missing"),
        ({"reason": ""}, "export_reason_missing"),
    ],
)
def test_an_impossible_paper_is_refused_before_anything_is_made(world, change, code):
    with pytest.raises(Invalid, match=code):
        briefing_job_queue.enqueue(world.district, replace(OCTOBER, **change))
    assert rows(Job) == []


def test_a_unit_without_cells_at_that_time_is_refused(world):
    units.create_areas(world.admin, ["Xã Mới"])
    (area,) = (row for row in rows(UnitVersion) if row.name == "Xã Mới")
    code = rows(Unit, id=area.unit_id)[0].code
    with pytest.raises(Invalid, match="briefing_unit_empty"):
        briefing_request.to_query(world.district, replace(OCTOBER, unit=code))


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COMMUNE, Role.DISTRICT)])
def test_no_other_role_has_a_pack_made(world, role):
    with pytest.raises(NotAllowed):
        briefing_job_queue.enqueue(world.viewers[role.value], OCTOBER)


def test_nobody_asks_about_a_unit_out_of_reach(world):
    code = rows(Unit, id=world.units["nui_doi"])[0].code
    with pytest.raises(NotAllowed):
        briefing_job_queue.enqueue(world.commune, replace(OCTOBER, unit=code))


def test_the_worker_makes_all_files_and_the_export_is_logged_with_its_reason(year):
    code = briefing_job_queue.enqueue(year.district, OCTOBER)
    assert worker.run_next_job()
    job = jobs.find(year.district, code)
    assert (job.state, job.done) == (JobState.DONE, job.total)
    assert job.result["file"] == "tai-lieu-hop_huyen-an-binh_2026-10.zip"
    who = (year.district.account_id, year.district.grant_id)
    with zipfile.ZipFile(io.BytesIO(briefing_job_queue.result_file(*who, code))) as packed:
        assert packed.namelist() == job.result["files"]
        for name in job.result["files"]:
            assert packed.read(name) == briefing_job_queue.result_file(*who, code, name)
    with pytest.raises(NotAllowed):
        briefing_job_queue.result_file(*who, code, "../register.db")
    with pytest.raises(NotAllowed):
        briefing_job_queue.result_file(year.commune.account_id, year.commune.grant_id, code)
    (kept,) = export_log.list_latest(year.district)
    assert (kept.what, kept.reason, kept.about_id) == ("briefing", "meeting", year.units["an_binh"])
    assert kept.filters == {"period": 202610, "months": 1, "sections": list(ALL)}


def test_a_units_default_is_its_own_from_today_and_in_the_history(world):
    chosen = [("households", True), *((key, key != "attention") for key in ALL if key != "households")]
    section_registry.save_choices(world.commune, BriefingKind.MEETING, chosen)

    def keys(viewer) -> list[str]:
        return [each.key for each in section_registry.choices(viewer, BriefingKind.MEETING) if each.on]

    assert keys(world.commune) == ["households", "reporting", "attendance", "contact"]
    assert keys(world.other_commune) == list(ALL)
    (row,) = rows(Setting)
    assert (row.name, row.unit_id, row.valid_from) == (
        "briefing_sections",
        world.units["dong_ha"],
        date(2026, 11, 22),
    )
    with pytest.raises(Invalid, match="briefing_sections_missing"):
        section_registry.save_choices(world.commune, BriefingKind.MEETING, [(key, False) for key in ALL])
    with pytest.raises(NotAllowed):
        section_registry.save_choices(world.secretary, BriefingKind.MEETING, chosen)


def test_every_section_is_in_the_setting_and_every_figure_has_a_code_of_its_own():
    shipped = [row["key"] for row in settings.shipped_value("briefing_sections")]
    meeting = {key for key, each in section_registry.sections_by_key().items() if BriefingKind.MEETING in each.kinds}
    assert set(shipped) == meeting
    codes = [figure.code for section in section_registry.sections_by_key().values() for figure in section.figures]
    assert len(codes) == len(set(codes))
    assert all(code.isidentifier() and code.islower() for code in codes)


def test_outcomes_are_distinguished(year):
    paper = briefing_content.write_briefing(year.district, OCTOBER)
    told = figures(paper)
    tallies = [row for row in rows(Tally) if row.period == 202610 and row.kind == MembershipKind.OWN]
    for code, outcome in (
        ("excused", Outcome.EXCUSED),
        ("unexcused", Outcome.UNEXCUSED),
        ("absent_unknown", "unknown"),
    ):
        assert told[code] == sum(getattr(row, outcome) for row in tallies)
    assert told["expected"] == told["present"] + told["excused"] + told["unexcused"] + told["absent_unknown"]
