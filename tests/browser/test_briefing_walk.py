"""The leadership's briefing pack for last month is opened, created and downloaded in the intended number of taps."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.briefing_papers import word_text
from tests.browser.conftest import DESK, PHONE
from tests.browser.measures import WIDER

TOUCHES = 3
pytestmark = pytest.mark.usefixtures("november")


def test_last_months_pack_is_opened_created_and_downloaded_in_three_taps(register, somebody, tmp_path):
    officer = somebody("huyen", DESK)
    officer.open("/")
    officer.touches = 0
    officer.tap(officer.page.get_by_role("link", name="Giấy tờ, tài liệu họp"))
    officer.tap(officer.button("Tạo tài liệu họp tháng 10/2026"))
    ready = officer.button("Tải tất cả các tệp")
    expect(ready).to_be_visible(timeout=60_000)
    officer.touches += 1
    with officer.page.expect_download() as waiting:
        ready.click()
    assert waiting.value.suggested_filename == "tai-lieu-hop_huyen-an-binh_2026-10.zip"
    waiting.value.save_as(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        ends = [name.rpartition(".")[2] for name in packed.namelist()]
    assert ends[:4] == ["docx", "pdf", "pptx", "xlsx"]
    assert ends[-1] == "txt"
    assert officer.touches <= TOUCHES


def test_a_secretary_gets_the_monthly_report_from_home_in_two_taps(register, somebody, tmp_path):
    secretary = somebody("bithu", PHONE)
    secretary.open("/")
    secretary.touches = 0
    secretary.tap(secretary.page.get_by_role("link", name="Báo cáo tháng 10/2026"))
    ready = secretary.button("Báo cáo Word")
    expect(ready).to_be_visible()
    assert secretary.page.evaluate(WIDER) <= 0
    secretary.touches += 1
    with secretary.page.expect_download() as waiting:
        ready.click()
    assert waiting.value.suggested_filename == "bao-cao_chi-bo-thon-dong-bao_2026-10.docx"
    waiting.value.save_as(tmp_path / "report.docx")
    assert "kết quả hoạt động của chi bộ tháng 10/2026" in word_text((tmp_path / "report.docx").read_bytes())
    assert secretary.touches == 2


def test_sections_are_counted_and_stay_open_and_nothing_is_wider_than_a_phone_screen(register, somebody):
    officer = somebody("xa", PHONE)
    officer.open("/papers?papers_view=meeting")
    officer.tap(officer.page.get_by_text("5 phần của tài liệu"))
    expect(officer.button("Lên").first).to_be_visible()
    assert officer.page.evaluate(WIDER) <= 0
    officer.tap(officer.page.get_by_text("Kiểm tra sổ chi bộ", exact=True))
    expect(officer.page.get_by_text("6 phần của tài liệu")).to_be_visible()
    expect(officer.button("Lên").first).to_be_visible()
