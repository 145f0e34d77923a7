"""Contact members from names a workplace pasted to the right cell: received, placed, objected to, moved."""

import pytest
from playwright.sync_api import expect

from db.contacts import contact_list
from db.contacts.contact_list import ContactFilter
from db.kernel.scope import SYSTEM
from tests.browser.conftest import DESK, PHONE
from tests.browser.measures import SMALL, WIDER

NAMES = (
    "Hồ Thị Mai; 03/02/1988; thôn Đồng Bào\n2. Đ/c CAO VĂN TƯ, 1979, nam, thôn Đồng Bào\nLý Thị Ba; 1990; thôn Đồng Bào"
)


def cells() -> dict[str, str]:
    """Which cell each of the three is in."""
    found = contact_list.search(SYSTEM, ContactFilter()).rows
    return {line.name: line.cell for line in found if line.name in ("Hồ Thị Mai", "Cao Văn Tư", "Lý Thị Ba")}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_three_pasted_people_are_received_and_placed_and_one_is_moved_to_the_right_cell(register, somebody, size):
    clerk = somebody("coquan", size)
    clerk.open("/contacts")
    clerk.tap(clerk.pill("Việc cần ghi", "Dán danh sách"))
    clerk.tap(clerk.page.get_by_label("Xã, phường nơi cư trú"))
    clerk.tap(clerk.page.get_by_role("option", name="Xã Đông Hà"))
    clerk.enter(clerk.page.get_by_role("textbox", name="Mỗi dòng một đồng chí"), NAMES)
    clerk.tap(clerk.button("Giới thiệu 3 đồng chí"))
    expect(clerk.page.get_by_text("Cao Văn Tư").first).to_be_visible()
    assert clerk.page.evaluate(WIDER) <= 0
    commune = somebody("xa", size)
    commune.open("/contacts")
    commune.tap(commune.button("Tiếp nhận 3 đồng chí"))
    commune.tap(commune.button("Giới thiệu 3 đồng chí theo địa chỉ"))
    assert set(cells().values()) == {"Chi bộ thôn Đồng Bào"}
    assert commune.touches == 2
    secretary = somebody("bithu", size)
    secretary.open("/contacts")
    secretary.tap(secretary.pill("Việc cần ghi", "Báo sai địa bàn"))
    secretary.fill(secretary.page.get_by_label("Tìm đảng viên"), "ly thi ba")
    secretary.tap(secretary.page.locator("[class*=_people_] button").filter(has_text="Lý Thị Ba"))
    secretary.tap(secretary.button("Gửi đảng ủy nơi cư trú"))
    expect(secretary.page.get_by_text("1 đề nghị đã gửi đảng ủy nơi cư trú")).to_be_visible()
    assert secretary.page.evaluate(WIDER) <= 0
    assert size is DESK or secretary.page.evaluate(SMALL) == []
    commune.open("/contacts")
    expect(commune.page.get_by_text("Sai địa bàn, đề nghị chuyển")).to_be_visible()
    assert commune.page.evaluate(WIDER) <= 0
    commune.tap(commune.page.locator("[class*=contacts_objection_]").get_by_label("Chi bộ"))
    commune.tap(commune.page.get_by_role("option", name="Chi bộ thôn Bến Đá"))
    commune.tap(commune.page.locator("[class*=contacts_objection_]").get_by_role("button", name="Chuyển"))
    assert cells()["Lý Thị Ba"] == "Chi bộ thôn Bến Đá"
    assert cells()["Hồ Thị Mai"] == "Chi bộ thôn Đồng Bào"
    commune.open("/contacts")
    folded = commune.page.locator(".st-key-contacts_filter")
    folded.locator("summary").focus()
    commune.page.keyboard.press("Enter")  # one tap opens it with its contents
    expect(folded.get_by_label("Chi bộ")).to_be_visible()
    commune.rest()
    commune.choose(folded.get_by_label("Chi bộ"), "Chi bộ thôn Bến Đá")
    commune.tap(folded.locator("summary"))
    expect(folded.get_by_label("Chi bộ")).to_be_hidden()
    expect(commune.page.get_by_text("Lý Thị Ba").first).to_be_visible()
    expect(commune.page.get_by_text("Hồ Thị Mai")).to_have_count(0)  # a folded filter still applies
    commune.page.reload()
    expect(folded.get_by_label("Chi bộ")).to_be_visible()
