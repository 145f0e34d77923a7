"""Groups on a phone: created with a leader, split in a few taps, and present at the next meeting."""

from playwright.sync_api import expect

from db.kernel.scope import SYSTEM
from db.models import GroupKind
from db.people import group_board
from tests.browser.cells import cell_id
from tests.browser.measures import SMALL, WIDER


def test_a_group_is_created_split_and_shown_in_the_boxes_of_a_meeting(register, somebody):
    secretary = somebody("bithu")
    secretary.open("/groups?groups_kind=contact")
    secretary.tap(secretary.pill("Việc cần ghi", "Chia tổ"))
    secretary.fill(secretary.page.get_by_label("Chia thành mấy tổ"), "1")
    secretary.page.keyboard.press("Enter")
    secretary.tap(secretary.button("Chia thành 1 tổ"))
    rows = secretary.page.locator(".st-key-rows_groups a")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("chưa có tổ trưởng")
    secretary.tap(rows.first)
    secretary.tap(secretary.pill("Việc cần ghi", "Tổ trưởng, người phụ trách"))
    secretary.tap(secretary.page.locator("[class*=_leader_people] button").first)
    secretary.tap(secretary.button("Lưu"))
    expect(secretary.page.get_by_text("Tổ trưởng: ").first).to_be_visible()
    assert secretary.page.evaluate(WIDER) <= 0
    assert secretary.page.evaluate(SMALL) == []
    secretary.tap(secretary.pill("Việc cần ghi", "Tách tổ này"))
    secretary.tap(secretary.button("Chia thành 2 tổ"))
    expect(secretary.page.get_by_test_id("stCaptionContainer").filter(has_text="55 đồng chí")).to_be_visible()
    groups = group_board.load(SYSTEM, cell_id()).of(GroupKind.CONTACT)
    assert [line.name for line in groups] == ["Tổ 1", "Tổ 2"]
    assert abs(len(groups[0].people) - len(groups[1].people)) <= 1
    secretary.open("/record?type=contact_periodic&period=202607")
    for name in ("Tổ 1", "Tổ 2"):
        expect(secretary.page.get_by_label(f"Số thứ tự người có mặt: {name}")).to_be_visible()
