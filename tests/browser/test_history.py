"""History in a browser: an action from an earlier page can be undone in place."""

from playwright.sync_api import expect

from db.history import action_log
from db.households import groups, household_board
from db.kernel.scope import SYSTEM
from tests.browser.cells import cell_id
from tests.browser.conftest import DESK


def test_an_action_from_an_earlier_page_can_be_undone(register, somebody):
    first = groups.create(SYSTEM, cell_id(), "Cụm 1", 17)
    groups.set_household_count(SYSTEM, first, 19, household_board.load(SYSTEM, cell_id()).day)
    for number in range(action_log.PAGE):
        groups.rename(SYSTEM, first, f"Cụm số {number}")
    secretary = somebody("bithu", DESK)
    secretary.open("/history")
    secretary.tap(secretary.page.get_by_role("link", name="Cũ hơn"))
    row = secretary.page.locator("[class*=st-key-history_]").filter(has_text="Ghi số hộ của cụm, nhóm hộ")
    secretary.tap(row.get_by_role("button", name="Hoàn tác"))
    secretary.tap(secretary.button("Đồng ý"))
    expect(row.get_by_text("đã hoàn tác")).to_be_visible()
    assert household_board.load(SYSTEM, cell_id()).cover.households == 17
