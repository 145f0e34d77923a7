"""What is typed into a grid reaches the server as other input does: across a killed server, and with the next press."""

import os
import signal

from playwright.sync_api import expect

from db.models import DraftValue, Tally
from tests import people
from tests.browser.conftest import DESK, signed_in
from tests.browser.gestures import HEAD, PERIOD, ROW, type_row
from tests.rows import rows

LATER = 30_000  # ms, at most
KEPT = "html:not([data-unsaved]):not([data-away]) .kept"
# Presses a button as soon as the open cell is left, within the time in which the grid waits for more input.
PRESS_AT_ONCE = """name => {
  const button = [...document.querySelectorAll(".stButton button")].find(each => each.innerText.includes(name))
  const look = () => document.querySelector(".gdg-input") ? requestAnimationFrame(look) : button.click()
  look()
}"""


def cells() -> list[tuple[str, str, str | None]]:
    return [(row.part, row.field, row.value) for row in rows(DraftValue)]


def begin_column(hand, tabs: int = 2) -> None:
    """Select the first cell of the column of those absent."""
    hand.touch_grid(PERIOD + 20, HEAD + ROW // 2)
    hand.page.keyboard.press("Home")
    for _ in range(tabs):
        hand.page.keyboard.press("Tab")


def shown_cells(hand, row: int) -> list[str]:
    return hand.page.get_by_test_id("stDataFrame").locator("tbody tr").nth(row).locator("td").all_inner_texts()[1:3]


def test_cells_typed_while_the_server_is_down_stay_in_sight_as_unsaved_and_are_kept(register, somebody):
    hand = somebody("bithu")
    hand.open("/totals")
    type_row(hand, 0, "50")
    begin_column(hand)
    os.killpg(register.process.pid, signal.SIGSTOP)
    hand.page.keyboard.type("8\n")  # sent, but never read
    expect(hand.page.locator("html[data-unsaved]")).to_be_attached()
    register.kill()
    expect(hand.page.locator("html[data-away]")).to_be_attached()
    hand.page.keyboard.type("9\n7")  # the last cell stays open
    expect(hand.page.locator(".gdg-input")).to_have_value("7")
    expect(hand.page.get_by_text("Mất kết nối, những gì vừa ghi chưa lưu.")).to_be_visible()
    assert (shown_cells(hand, 0), shown_cells(hand, 1)) == (["50", "8"], ["", "9"])
    with hand.page.expect_navigation(timeout=LATER):
        register.start()
    expect(hand.page.locator(KEPT)).to_be_attached(timeout=LATER)
    expected = {("p202601.1", "expected", "50")} | {(f"p20260{at + 1}.1", "absent", "897"[at]) for at in range(3)}
    assert set(cells()) == expected
    hand.rest()
    assert shown_cells(hand, 2) == ["", "7"]
    assert hand.page.evaluate("sessionStorage.length") == 0


def test_cells_of_somebody_who_signs_out_are_not_given_to_the_next_on_this_device(register, somebody):
    hand = somebody("bithu", DESK)
    hand.open("/totals")
    begin_column(hand)
    register.kill()
    hand.page.keyboard.type("8\n")
    expect(hand.page.locator("html[data-unsaved][data-away]")).to_be_attached()
    hand.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert "absent" in hand.page.evaluate("sessionStorage.typed")
    hand.page.context.clear_cookies()
    register.start()
    signed_in(hand.page.context, register.url, "xa", people.PASSWORD)
    hand.page.reload()
    hand.page.wait_for_selector("h1", timeout=LATER)
    expect(hand.page.locator(".live")).to_be_attached()
    hand.page.wait_for_function("() => !sessionStorage.length")
    assert cells() == []


def test_whoever_signs_out_leaves_nothing_typed_on_the_device(register, somebody):
    hand = somebody("bithu", DESK)
    hand.open("/totals")
    hand.page.evaluate("sessionStorage.typed = JSON.stringify({ who: 'bithu', place: 'another page', fields: [] })")
    with hand.page.expect_navigation(timeout=LATER):
        hand.button("Đăng xuất").click()
    hand.page.wait_for_selector('input[type="password"]', timeout=LATER)
    assert hand.page.evaluate("sessionStorage.length") == 0


def test_a_save_pressed_as_soon_as_a_cell_is_left_carries_the_cell(register, somebody):
    hand = somebody("bithu", DESK)
    hand.open("/totals")
    type_row(hand, 0, "50")
    begin_column(hand)
    hand.page.keyboard.type("8")
    hand.page.locator(".gdg-input").wait_for()
    hand.page.evaluate(PRESS_AT_ONCE, "Lưu tổng số")
    hand.page.keyboard.press("Tab")
    expect(hand.page.get_by_role("link", name="Σ chỉ có tổng số")).to_have_count(1)
    assert [(row.period, row.expected, row.present) for row in rows(Tally)] == [(202601, 50, 42)]
    assert cells() == []


def test_a_save_lost_with_the_server_is_said_beside_the_cells_that_come_back(register, somebody):
    hand = somebody("bithu")
    hand.open("/totals")
    begin_column(hand)
    os.killpg(register.process.pid, signal.SIGSTOP)
    hand.page.keyboard.type("8\n")
    expect(hand.page.locator("html[data-unsaved]")).to_be_attached()
    hand.button("Lưu tổng số").click()
    register.kill()
    with hand.page.expect_navigation(timeout=LATER):
        register.start()
    expect(hand.page.get_by_text("vài lần chạm cuối có thể chưa được ghi nhận")).to_be_visible(timeout=LATER)
    expect(hand.page.locator(KEPT)).to_be_attached(timeout=LATER)
    assert cells() == [("p202601.1", "absent", "8")]
    assert rows(Tally) == []
