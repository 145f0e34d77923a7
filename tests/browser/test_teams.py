"""From below and back: a difficulty is reported on a phone, the commune answers it and notes the book as checked on a
desktop, and the secretary finds both on the first page and answers the remark.
"""

from datetime import date

from playwright.sync_api import expect

from db.models import BookCheck, Petition, PetitionText
from tests.browser.conftest import DESK
from tests.browser.measures import SMALL, WIDER
from tests.rows import rows

TEXT, ANSWER, REMARK = "Nhà văn hóa chưa có loa", "Cấp loa trong tháng 12", "Sổ ghi đầy đủ"
SAID = "Chi bộ tiếp thu"
ACTIONS = "Việc cần ghi"


def test_a_difficulty_is_answered_and_a_book_is_checked(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/difficulties?difficulties_view=new")
    secretary.enter(secretary.page.get_by_label("Khó khăn, vướng mắc và đề nghị với cấp trên"), TEXT)
    secretary.tap(secretary.pill("Về việc gì", "Kinh phí, cơ sở vật chất"))
    assert secretary.page.evaluate(WIDER) <= 0
    assert secretary.page.evaluate(SMALL) == []
    secretary.tap(secretary.page.get_by_test_id("stButton").get_by_role("button", name="Báo cáo"))
    expect(secretary.page.get_by_text("Đã báo cáo cấp trên.")).to_be_visible()
    commune = somebody("xa", DESK)
    commune.open("/")
    commune.tap(commune.page.get_by_role("link", name="1 khó khăn, vướng mắc của chi bộ chờ trả lời"))
    commune.tap(commune.page.locator(".st-key-rows_difficulties a").filter(has_text=TEXT))
    commune.tap(commune.pill(ACTIONS, "Ghi trả lời"))
    commune.enter(commune.page.get_by_label("Nội dung trả lời"), ANSWER)
    commune.tap(commune.page.get_by_test_id("stButton").get_by_role("button", name="Ghi trả lời"))
    expect(commune.page.get_by_text(ANSWER)).to_be_visible()
    commune.open("/book-checks")
    commune.tap(commune.page.locator(".st-key-rows_book_checks a").filter(has_text="Đồng Bào"))
    commune.tap(commune.pill(ACTIONS, "Ghi đã kiểm tra sổ"))
    commune.enter(commune.page.get_by_label("Nhận xét (chi bộ đọc được)"), REMARK)
    commune.tap(commune.button("Lưu"))
    expect(commune.page.get_by_text("✓ đã kiểm tra đủ")).to_be_visible()
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="xem nhận xét"))
    expect(secretary.page.get_by_text(REMARK)).to_be_visible()
    secretary.tap(secretary.pill(ACTIONS, "Trả lời nhận xét"))
    secretary.page.get_by_label("Chi bộ trả lời ngắn").fill(SAID)
    assert secretary.page.evaluate(WIDER) <= 0
    assert secretary.page.evaluate(SMALL) == []
    secretary.tap(secretary.button("Gửi trả lời"))
    expect(secretary.page.get_by_text(f"Chi bộ trả lời ngày 22/11/2026: {SAID}")).to_be_visible()
    commune.open("/")
    commune.tap(commune.page.get_by_role("link", name="1 nhận xét về sổ đã được chi bộ trả lời"))
    expect(commune.page.locator(".st-key-rows_book_checks a").filter(has_text="Đồng Bào")).to_contain_text("1/1")
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="đã được trả lời, đề nghị chi bộ tiếp thu"))
    secretary.tap(secretary.page.locator(".st-key-rows_difficulties a").filter(has_text=TEXT))
    secretary.tap(secretary.pill(ACTIONS, "Tiếp thu trả lời"))
    secretary.tap(secretary.button("Chi bộ đã tiếp thu"))
    expect(secretary.page.get_by_text("Đã trả lời, chi bộ đã tiếp thu").first).to_be_visible()
    assert [row.answer for row in rows(PetitionText)] == [ANSWER]
    assert [row.told_on for row in rows(Petition)] == [date(2026, 11, 22)]
    assert [row.remark for row in rows(BookCheck)] == [REMARK]
