"""A petition on a phone: written down by the cell, passed on, answered by the commune, reported back."""

from playwright.sync_api import expect

from db.models import Petition, PetitionText
from tests.browser.measures import SMALL, WIDER
from tests.rows import rows

TEXT, ANSWER, ACTIONS = "Đường vào cụm 2 ngập nước", "Sẽ làm cống trong quý I", "Việc cần ghi"


def test_a_petition_travels_to_its_answer_and_back(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/petitions?petitions_view=new")
    secretary.enter(secretary.page.get_by_label("Nội dung ý kiến, kiến nghị"), TEXT)
    secretary.tap(secretary.pill("Nguồn", "Ban công tác Mặt trận"))
    assert secretary.page.evaluate(WIDER) <= 0
    assert secretary.page.evaluate(SMALL) == []
    secretary.tap(secretary.button("Lưu"))
    expect(secretary.page.get_by_text("Đã ghi ý kiến, kiến nghị.")).to_be_visible()
    address = f"/petitions?petition={rows(Petition)[0].code}"
    secretary.open(address)
    secretary.tap(secretary.pill(ACTIONS, "Chuyển"))
    secretary.tap(secretary.page.get_by_test_id("stButton").get_by_role("button", name="Chuyển"))
    expect(secretary.page.get_by_text("Xã Đông Hà · hạn")).to_be_visible()
    commune = somebody("xa")
    commune.open(address)
    commune.tap(commune.pill(ACTIONS, "Ghi trả lời"))
    commune.enter(commune.page.get_by_label("Nội dung trả lời"), ANSWER)
    commune.tap(commune.page.get_by_test_id("stButton").get_by_role("button", name="Ghi trả lời"))
    expect(commune.page.get_by_text(ANSWER)).to_be_visible()
    secretary.open("/")
    secretary.tap(secretary.page.get_by_role("link", name="1 trả lời chưa báo lại cho nhân dân"))
    secretary.tap(secretary.page.locator(".st-key-rows_petitions a").filter(has_text=TEXT))
    secretary.tap(secretary.pill(ACTIONS, "Đã báo lại"))
    secretary.tap(secretary.button("Đã báo lại cho nhân dân"))
    expect(secretary.page.get_by_text("Báo lại nhân dân ngày").first).to_be_visible()
    assert [row.answer for row in rows(PetitionText)] == [ANSWER]
