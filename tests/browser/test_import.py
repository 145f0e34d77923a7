"""A list uploaded from a desktop: reviewed, questions answered, imported by the worker, uploaded again, undone."""

import io
import stat
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from sqlmodel import func, select

from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Batch, Member, Membership
from tests.browser.conftest import DESK, PHONE

HEADS = ["STT", "Họ và tên", "Số CCCD", "Ngày sinh", "Dân tộc", "Chi bộ đang sinh hoạt", "Chi bộ nơi cư trú"]
ROWS = [
    [1, "TRẦN VĂN ÁNH", "099070123456", "01/05/1970", "Cờ Lao", "Chi bộ thôn Bến Đá", "Chi bộ thôn Bến Đá"],
    [2, "LÊ THỊ ÂN", "", "1980", "Kinh", "CB thôn Bến Đá", None],
    [3, "Đỗ Văn Bảo", "", "31/02/1970", "Kinh", "Chi bộ thôn Bến Đá", None],
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def clerk(register, somebody):
    """The administrator at the import page."""
    hand = somebody("quantri", DESK)
    hand.open("/import")
    return hand


def workbook(rows: list[list]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def send(hand, data: bytes, name: str = "danh sách.xlsx") -> None:
    with hand.page.expect_response(
        lambda answer: "upload_file" in answer.url and answer.request.method == "PUT",
        timeout=120_000,  # eleven megabytes reach the browser first, which takes a busy machine half a minute
    ):
        hand.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    hand.rest()


def count(table) -> int:
    with reading(SYSTEM) as session:
        return session.exec(select(func.count(table.id))).one()


def expect_text(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=60_000)


def test_a_list_is_reviewed_answered_imported_and_undone(clerk, register):
    before, page = (count(Member), count(Membership)), clerk.page
    send(clerk, workbook([HEADS, *ROWS]))
    expect_text(page, "1 tên đơn vị chưa rõ")
    expect(page.get_by_text("Dân tộc")).to_be_visible()
    expect(page.get_by_text("Không đọc được “31/02/1970” là ngày")).to_be_visible()
    assert (count(Member), count(Membership)) == before
    (staged,) = (register.folder / "staging").iterdir()
    kept = staged.read_text(encoding="utf-8")
    assert "099070123456" not in kept
    assert "Cờ Lao" not in kept
    assert stat.S_IMODE(staged.stat().st_mode) == 0o600
    clerk.tap(clerk.button("Nhận 1 đề xuất"))
    clerk.tap(clerk.button("Nhập 2 người"))
    expect_text(page, "2 mới")
    assert count(Member) == before[0] + 2
    with reading(SYSTEM) as session:
        assert session.exec(select(Member.citizen_last4).where(Member.name == "Trần Văn Ánh")).one() == "3456"
        assert session.exec(select(Member.id).where(Member.name == "Lê Thị Ân")).all()
    clerk.open("/import")
    send(clerk, workbook([HEADS, *ROWS]))
    expect_text(page, "Không có gì để nhập")
    clerk.tap(clerk.button("Hoàn tác cả danh sách"))
    clerk.tap(clerk.button("Đồng ý"))
    expect_text(page, "Đã hoàn tác: sổ trở lại như trước.")
    assert (count(Member), count(Membership)) == before


def test_a_list_is_found_again_after_closing_the_tab_and_its_answers_are_kept(clerk, somebody):
    send(clerk, workbook([HEADS, *ROWS]))
    expect_text(clerk.page, "1 tên đơn vị chưa rõ")
    clerk.page.close()
    hand = somebody("quantri", PHONE)
    hand.open("/import")
    hand.tap(hand.button("danh sách.xlsx"))
    hand.tap(hand.button("Nhận 1 đề xuất"))
    expect(hand.page.get_by_text("Mọi tên đơn vị đã rõ")).to_be_visible()
    expect(hand.button("Nhập 2 người")).to_be_visible()


def test_rows_to_correct_are_downloaded_as_a_workbook_that_is_recognised_again(clerk, tmp_path: Path):
    send(clerk, workbook([HEADS, ROWS[0], [*ROWS[0][:3], "31/02/1970", *ROWS[0][4:]]]))
    with clerk.page.expect_download() as waiting:
        clerk.page.get_by_role("button", name="1 dòng cần sửa").click()
    waiting.value.save_as(tmp_path / "returned.xlsx")
    book = openpyxl.load_workbook(tmp_path / "returned.xlsx")
    cells = {cell.value: cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value}
    assert "099070123456" not in cells
    cells["31/02/1970"].value = "01/05/1970"
    book.save(tmp_path / "mended.xlsx")
    clerk.open("/import")
    send(clerk, (tmp_path / "mended.xlsx").read_bytes())
    expect(clerk.button("Nhập 1 người")).to_be_visible()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp"),
        (b"%PDF-1.7 ...", "Excel"),
        (b"PK" + b"0" * (11 << 20), "10 MB"),
        (workbook([["a"], ["c"]]), "Không tìm thấy dòng tiêu đề"),
    ],
)
def test_a_file_that_is_not_a_list_is_refused_with_a_sentence(clerk, data, said):
    send(clerk, data)
    expect(clerk.page.get_by_role("alert").filter(has_text=said).first).to_be_visible(timeout=30_000)


def test_another_users_list_does_not_open_and_a_phone_needs_no_sideways_scrolling(clerk, somebody):
    send(clerk, workbook([HEADS, *ROWS]))
    address = clerk.page.url.removeprefix(clerk.url)
    other = somebody("xa", PHONE)
    other.open(address)
    expect(other.page.get_by_text("Danh sách này không còn được giữ")).to_be_visible()
    clerk.page.set_viewport_size(PHONE)
    clerk.rest()
    assert clerk.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert count(Batch)


def test_no_text_on_a_button_is_cut_off_on_a_phone(clerk):
    clerk.page.set_viewport_size(PHONE)
    rows = [[at, name, "", "1970", "Kinh", f"Doanh nghiệp xa lạ số {at}"] for at, name in ((1, "Lê Ba"), (2, "Đỗ Tư"))]
    send(clerk, workbook([HEADS, *rows]), "danh sách đảng viên toàn xã tính đến hết tháng mười một.xlsx")
    answer = clerk.button("2 tên không có đề xuất là nơi công tác ở ngoài")
    expect(answer).to_be_visible()
    texts = clerk.page.get_by_test_id("stMain").locator("button :is(p, span, div)")
    assert (
        texts.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)")
        == []
    )
    clerk.open("/import")
    expect(clerk.button("danh sách đảng viên toàn xã")).to_be_visible()
    assert (
        texts.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)")
        == []
    )


def test_a_file_that_is_too_large_is_refused_in_the_users_language_before_upload(clerk, tmp_path):
    (tmp_path / "lon.xlsx").write_bytes(bytes(25 << 20))
    clerk.page.locator("input[type=file]").set_input_files(tmp_path / "lon.xlsx")
    chip = clerk.page.get_by_test_id("stFileChip")
    expect(chip).to_be_visible()
    said = chip.evaluate("chip => getComputedStyle(chip, '::after').content")
    assert "không quá 24 MB" in said
    chip.hover()
    expect(clerk.page.get_by_text("or smaller").and_(clerk.page.locator(":visible"))).to_have_count(0)
