"""The pack on screen: found by those who need it, made with one tap, its files, and its sections
saved as the default.
"""

import pytest

from components.briefings import briefing_job_queue
from components.jobs import worker
from db.access_log import export_log
from db.jobs import jobs
from db.models import Job, Setting
from tests import months
from tests.pages import button, press, said, shown
from tests.rows import rows

PAPERS, JOBS, HISTORY = "pages/figures/papers.py", "pages/figures/jobs.py", "pages/administration/history.py"
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    months.fill(world)
    return world


def downloads(page) -> list[str]:
    return [each.proto.label for each in page.get("download_button")]


def test_a_district_finds_last_months_pack_and_no_issued_papers(year):
    page = shown(year.district, PAPERS)
    assert page.title[0].value == "Giấy tờ"
    assert [each.label for each in page.button if each.key == "pack_make"] == ["Tạo tài liệu họp tháng 10/2026"]
    assert "phiếu chờ phát hành" not in said(page)
    assert downloads(page) == []


def test_a_commune_has_both_sides_and_a_secretary_no_pack(year):
    issued = shown(year.commune, PAPERS)
    assert "phiếu chờ phát hành" in said(issued)
    assert not [each for each in issued.button if each.key == "pack_make"]
    pack = shown(year.commune, PAPERS, papers_view="meeting")
    assert button(pack, "Tạo tài liệu họp tháng 10/2026")
    assert "phiếu chờ phát hành" not in said(pack)
    secretary = shown(year.secretary, PAPERS, papers_view="meeting")
    assert not [each for each in secretary.button if each.key == "pack_make"]


def test_one_tap_makes_the_pack_and_all_its_files_are_offered(year):
    page = press(shown(year.district, PAPERS), "Tạo tài liệu họp tháng 10/2026")
    assert "Tài liệu họp tháng 10/2026" in said(page)
    assert worker.run_next_job()
    page = shown(year.district, PAPERS)
    assert downloads(page)[:5] == [
        "Tải tất cả các tệp",
        "Trang Word",
        "Trang PDF",
        "Trình chiếu PowerPoint",
        "Số liệu Excel",
    ]
    assert downloads(page)[5:] == [f"Hình {number}" for number in range(1, len(downloads(page)) - 4)]
    job = briefing_job_queue.latest_job(year.district)
    assert all(name.isascii() for name in job.result["files"])
    assert "Tài liệu họp tháng 10/2026" in said(shown(year.district, JOBS))
    assert "Đã xuất: Tài liệu họp" in said(shown(year.district, HISTORY, history_view="exports"))
    assert briefing_job_queue.latest_job(year.commune) is None


def test_without_a_reason_nothing_is_made(year):
    page = shown(year.district, PAPERS)
    page.button_group(key="pack_reason").set_value(None).run()
    assert button(page, "Tạo tài liệu họp tháng 10/2026").disabled
    assert rows(Job) == []


def test_files_that_were_deleted_are_reported_as_such(year):
    press(shown(year.district, PAPERS), "Tạo tài liệu họp tháng 10/2026")
    assert worker.run_next_job()
    jobs.result_file(briefing_job_queue.latest_job(year.district).code).unlink()
    page = shown(year.district, PAPERS)
    assert "Các tệp đã tạo không còn được giữ" in said(page)
    assert downloads(page) == []


def test_sections_are_left_out_moved_up_and_saved_as_the_default(year):
    page = shown(year.district, PAPERS)
    page.checkbox(key="pack_on_attention").uncheck().run()
    page.button(key="pack_up_households").click().run()
    press(page, "Lưu làm mẫu của đơn vị")
    assert [row.name for row in rows(Setting)] == ["briefing_sections"]
    assert not [each for each in page.button if each.label == "Lưu làm mẫu của đơn vị"]
    press(page, "Tạo tài liệu họp tháng 10/2026")
    assert briefing_job_queue.latest_job(year.district).wanted["sections"] == [
        "reporting",
        "attendance",
        "households",
        "contact",
    ]
    again = shown(year.district, PAPERS)
    assert not again.checkbox(key="pack_on_attention").value


def test_a_period_is_chosen_by_its_length_and_is_a_code_in_the_address(year):
    page = shown(year.district, PAPERS, pack_months="3", pack_period_3="202607")
    assert button(page, "Tạo tài liệu họp quý III/2026")
    page = shown(year.district, PAPERS, pack_period_1="203001")  # has not begun
    assert button(page, "Tạo tài liệu họp tháng 10/2026")


def test_an_export_of_a_paper_is_seen_by_the_unit_it_is_about(year):
    press(shown(year.district, PAPERS), "Tạo tài liệu họp tháng 10/2026")
    assert worker.run_next_job()
    assert [row.what for row in export_log.list_latest(year.district)] == ["briefing"]
