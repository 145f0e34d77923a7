"""Reports of all units below in one file: a page each, identical to the single reports, requested in two taps."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from components.briefings import briefing_content, report_job_queue
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.briefings.units_below import UnitSelection
from components.jobs import worker
from db.access_log import export_log
from db.errors import Invalid, NotAllowed
from db.jobs import jobs
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Job, JobState, SuccessionKind, UnitKind, UnitSuccession
from db.periods import closing
from db.settings import settings
from db.units import unit_actions
from tests import months
from tests.briefing_papers import pdf_pages, pdf_text, plain, word_text
from tests.pages import button, said, shown
from tests.rows import rows
from tests.unit_days import code_of, move_end

PAPERS = "pages/figures/papers.py"
KEYS = tuple(row["key"] for row in settings.shipped_value("report_sections"))
OCTOBER = BriefingRequest(202610, 1, None, KEYS, "report", BriefingKind.REPORT)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def made(viewer, whose: UnitSelection, request: BriefingRequest = OCTOBER) -> dict[str, bytes]:
    code = report_job_queue.enqueue(viewer, request, whose)
    assert worker.run_next_job()
    job = jobs.find(viewer, code)
    assert job.state == JobState.DONE, job.result
    return {name.rpartition(".")[2]: report_job_queue.result_file(viewer.account_id, viewer.grant_id, code, name)
            for name in job.result["files"]}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "whose", "count"),
    [("commune", UnitSelection.PARTS, 2), ("district", UnitSelection.PARTS, 2), ("district", UnitSelection.CELLS, 3)],
)
def test_each_unit_has_a_page_that_equals_its_own_report(year, role, whose, count):
    viewer = year.viewers[role]
    files = made(viewer, whose)
    page, pdf = word_text(files["docx"]), pdf_text(files["pdf"])
    assert pdf_pages(files["pdf"]) == count
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as packed:
        assert packed.read("word/document.xml").count(b'w:type="page"') == count - 1
    asked = report_job_queue.list_requests(viewer, OCTOBER, whose)
    assert len(asked) == count
    for unit, request in asked:
        own = briefing_content.write_briefing(viewer, request)
        assert unit.name.upper() in page.upper()
        for section in own.sections:
            assert plain(" ".join(section.sentences)) in plain(page)
            assert plain(" ".join(section.sentences)) in plain(pdf)
    (entry, *_) = export_log.list_latest(viewer)
    assert (entry.what, entry.rows, entry.reason) == ("report", count, "report")


def names_below(viewer, period: int, count: int, whose=UnitSelection.PARTS) -> list[str]:
    request = replace(OCTOBER, period=period, months=count)
    return [unit.name for unit, _ in report_job_queue.list_requests(viewer, request, whose)]


def test_a_practice_cell_has_no_report(year):
    unit_actions.correct(year.admin, year.units["ben_da"], UnitKind.CELL, reports=False)
    assert names_below(year.commune, 202610, 1) == ["Chi bộ thôn Đồng Bào"]
    assert names_below(year.district, 202610, 1, UnitSelection.CELLS) == ["Chi bộ thôn Đồng Bào", "Chi bộ thôn Núi Đôi"]
    assert pdf_pages(made(year.commune, UnitSelection.PARTS)["pdf"]) == 1


def test_a_cell_that_ended_in_the_period_has_its_page_unless_another_continues_its_book(world):
    dong_bao, ben_da = world.units["dong_bao"], world.units["ben_da"]
    move_end(ben_da, valid_to=date(2026, 6, 15))
    both, one = ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào"], ["Chi bộ thôn Đồng Bào"]
    assert names_below(world.commune, 202606, 1) == names_below(world.commune, 202601, 12) == both
    assert names_below(world.commune, 202607, 1) == one
    assert names_below(world.district, 202601, 12, UnitSelection.CELLS) == [*both, "Chi bộ thôn Núi Đôi"]
    with writing(SYSTEM, "test") as session:
        told = {"kind": SuccessionKind.MERGED, "day": date(2026, 6, 16)}
        session.add(UnitSuccession(old_id=ben_da, new_id=dong_bao, **told))
    assert names_below(world.commune, 202601, 12) == one  # the successor's page counts both
    assert names_below(world.commune, 202605, 1) == both
    page = shown(world.commune, PAPERS, papers_view="report", report_period_1="202605")
    assert button(page, "Báo cáo của từng đơn vị bên dưới, trong một tệp (2)")


def test_a_cell_that_moved_has_its_page_where_it_was_at_the_end(world):
    unit_actions.move(world.admin, world.units["ben_da"], world.units["tay_son"], date(2026, 7, 1))
    code = code_of(world.units["dong_ha"])
    for period, count, found in ((202606, 1, 2), (202607, 1, 1), (202601, 12, 1)):
        request = replace(OCTOBER, period=period, months=count, unit=code)
        assert len(report_job_queue.list_requests(world.district, request, UnitSelection.PARTS)) == found


def test_a_change_after_closing_is_mentioned_only_on_its_units_page(year):
    closing.close_months(year.district, year.units["an_binh"], [202610])
    months.hold(year.secretary, reason="Biên bản nộp muộn")
    assert word_text(made(year.commune, UnitSelection.PARTS)["docx"]).count("Đã sửa sau khi chốt") == 1
    assert jobs.list_own(year.commune)[0].result["amended"] == 1


def test_users_without_the_right_and_impossible_requests_are_refused(world):
    for key in ("secretary", "assistant", "workplace", "admin"):
        with pytest.raises(NotAllowed):
            report_job_queue.enqueue(world.viewers[key], OCTOBER, UnitSelection.PARTS)
    with pytest.raises(Invalid, match="export_reason_missing"):
        report_job_queue.enqueue(world.commune, replace(OCTOBER, reason=""), UnitSelection.PARTS)
    with pytest.raises(Invalid, match="briefing_period_ahead"):
        report_job_queue.enqueue(world.commune, replace(OCTOBER, period=202612), UnitSelection.PARTS)
    assert rows(Job) == []


def test_on_screen_one_tap_requests_the_files_and_they_wait_there(year):
    page = shown(year.commune, PAPERS, papers_view="report")
    button(page, "Báo cáo của từng đơn vị bên dưới, trong một tệp (2)").click().run()
    assert not page.exception
    assert worker.run_next_job()
    page.run()
    assert [each.proto.label for each in page.get("download_button")][-2:] == [
        "Tải các báo cáo Word",
        "Tải các báo cáo PDF",
    ]
    assert "2 báo cáo, mỗi báo cáo một trang" in said(page)


def test_sections_are_ticked_and_ordered_on_the_report_page_and_kept(year):
    page = shown(year.commune, PAPERS, papers_view="report")
    first, second = KEYS[:2]
    page.checkbox(key=f"report_on_{first}").uncheck().run()
    page.button(key=f"report_up_{second}").click().run()
    page.button(key="report_keep").click().run()
    assert not page.exception
    kept = settings.value_for_viewer(year.commune, "report_sections")
    assert [row["key"] for row in kept][:2] == [second, first]
    assert [row["key"] for row in kept if row.get("off")] == [first]
