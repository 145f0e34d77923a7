"""The superior's own form: uploaded once, then filled in for last month and downloaded in a few taps."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from components.report_forms import example_form
from tests.browser.conftest import DESK, PHONE
from tests.browser.measures import WIDER

TOUCHES = 2
pytestmark = pytest.mark.usefixtures("november")


def test_a_form_is_uploaded_once_and_filled_in_with_two_taps(register, somebody, tmp_path):
    officer = somebody("huyen", DESK)
    officer.open("/papers?papers_view=forms")
    sent = officer.page.locator("input[type=file]")
    sent.set_input_files({"name": "xấu.xlsm", "mimeType": example_form.MIME, "buffer": b"x"})
    expect(officer.page.get_by_text("Tệp này có macro")).to_be_visible()
    (tmp_path / "logo.docx").write_bytes(bytes(40 << 20))
    sent.set_input_files(tmp_path / "logo.docx")  # too large to upload: the browser's own message is not shown
    chip = officer.page.locator("[data-testid=stFileChip][aria-invalid=true]").last
    assert "không quá 4 MB" in chip.evaluate("chip => getComputedStyle(chip, '::after').content")
    assert not chip.get_by_role("alert").is_visible()
    sent.set_input_files(
        {"name": "Biểu 03.xlsx", "mimeType": example_form.MIME, "buffer": example_form.build_example()}
    )
    expect(officer.page.get_by_text("12 chỗ sẽ điền")).to_be_visible()
    officer.tap(officer.button("Lưu biểu này"))
    clerk = somebody("xa", PHONE)
    clerk.open("/papers?papers_view=forms")
    clerk.touches = 0
    clerk.tap(clerk.button("Điền biểu tháng 10/2026"))
    ready = clerk.button("Tải biểu đã điền")
    expect(ready).to_be_visible(timeout=60_000)
    assert clerk.page.evaluate(WIDER) <= 0
    clerk.touches += 1
    with clerk.page.expect_download() as waiting:
        ready.click()
    assert waiting.value.suggested_filename.startswith("bieu-03_")
    assert waiting.value.suggested_filename.endswith("_2026-10.xlsx")
    waiting.value.save_as(tmp_path / "form.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "form.xlsx").read_bytes())).active
    assert sheet["A4"].value == "BIỂU TỔNG HỢP tháng 10/2026"
    assert isinstance(sheet["D7"].value, int)
    assert clerk.touches <= TOUCHES
