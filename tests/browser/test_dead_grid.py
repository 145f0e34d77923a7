"""What is typed into a grid reaches the server as other input does: across a killed server, and with the next press."""

import json
import os
import signal
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.web import page_files
from db.models import DraftValue, Tally
from tests import people
from tests.browser.conftest import DESK, signed_in
from tests.browser.gestures import HEAD, PERIOD, ROW, type_row
from tests.browser.page_alone import SHEET_ALONE
from tests.rows import rows

LATER = 30_000  # ms, at most
KEPT = "html:not([data-unsaved]):not([data-away]) .kept"
# Presses a button as soon as the open cell is left, within the time in which the grid waits for more input.
PRESS_AT_ONCE = """name => {
  const button = [...document.querySelectorAll(".stButton button")].find(each => each.innerText.includes(name))
  const look = () => document.querySelector(".gdg-input") ? requestAnimationFrame(look) : button.click()
  look()
}"""

# What the page means to do within a second is late, as on a computer that is busy meanwhile.
LATE_COMPUTER = """() => {
  const start = window.setTimeout
  window.setTimeout = (act, after, ...given) => start(act, after > 50 && after < 1000 ? 60_000 : after, ...given)
}"""
# A press two seconds later comes before everything that is late: browsers prefer it.
PRESS_LATE = """name => {
  const button = [...document.querySelectorAll(".stButton button")].find(each => each.innerText.includes(name))
  const now = Date.now
  Date.now = () => now() + 2000
  button.click()
  Date.now = now
}"""

# a grid of two rows and its field for cells that come back, on a sheet without a server
GRID_ALONE = f"""{SHEET_ALONE}<div class="grid-rows" data-key="grid_0" data-label="grid" data-rows='["a", "b"]'
  data-given="{{}}" data-standing="{{}}" data-heard="null"></div>
  <div class="stTextInput"><input aria-label="grid"></div><div id="portal"><input></div>"""
DRAW_ANEW = """heard => {
  Object.assign(document.querySelector(".grid-rows").dataset, { key: "grid_1", heard: JSON.stringify(heard) })
  document.querySelector("#portal").replaceChildren()
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


def test_a_half_typed_cell_is_kept_when_a_locked_phone_throws_the_page_away(register, somebody):
    hand = somebody("bithu")
    hand.open("/totals")
    type_row(hand, 1, "50")
    hand.touch_grid(PERIOD + 20, HEAD // 2)  # sorted by those expected: February comes last
    begin_column(hand)
    hand.page.keyboard.press("ArrowDown")
    hand.page.keyboard.type("8")
    expect(hand.page.locator(".gdg-input")).to_have_value("8")
    hand.page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    hand.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(hand.page.locator(".gdg-input")).to_have_value("8")  # whoever comes back goes on typing
    assert "p202603.1" in hand.page.evaluate("sessionStorage.typed")
    hand.reload()
    expect(hand.page.locator(KEPT)).to_be_attached(timeout=LATER)
    assert set(cells()) == {("p202602.1", "expected", "50"), ("p202603.1", "absent", "8")}
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


def test_a_cell_that_a_busy_computer_has_not_sent_yet_goes_before_the_press(register, somebody):
    hand = somebody("bithu")
    hand.open("/totals")
    type_row(hand, 0, "50")
    begin_column(hand)
    hand.page.evaluate(LATE_COMPUTER)
    hand.page.keyboard.type("8")
    hand.page.locator(".gdg-input").wait_for()
    hand.page.keyboard.press("Tab")
    hand.page.locator(".gdg-input").wait_for(state="detached")
    hand.page.evaluate(PRESS_LATE, "Lưu tổng số")
    expect(hand.page.get_by_role("link", name="Σ chỉ có tổng số")).to_have_count(1)
    assert [(row.period, row.expected, row.present) for row in rows(Tally)] == [(202601, 50, 42)]


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


def grid_alone(chromium: Browser) -> Page:
    page = chromium.new_page()
    page.route("**/*", lambda asked: asked.fulfill(body=GRID_ALONE, content_type="text/html"))
    page.goto("http://grid.example")
    page.add_script_tag(content=page_files.script().decode())
    page.evaluate("new WebSocket('ws://127.0.0.1/_stcore/stream')")
    return page


@pytest.mark.parametrize(
    ("heard", "given_back"),
    [(["grid_0", {"0": {"n": 8}}], '[["b","n",7,[null]]]'), (["grid_0", {"0": {"n": 8}, "1": {"n": 7}}], "")],
    ids=["on-its-way", "received"],
)
def test_a_cell_on_its_way_to_a_grid_that_was_drawn_anew_meanwhile_is_given_back(chromium, heard, given_back):
    with closing(grid_alone(chromium)) as page:
        for at, edited in enumerate(({"0": {"n": 8}}, {"0": {"n": 8}, "1": {"n": 7}}), 1):
            carrier, touch, begun = json.dumps({"edited_rows": edited}), BackMsg(), ForwardMsg()
            page.evaluate("carrier => typedInGrid('$$ID-0a-grid_0', carrier)", carrier)
            touch.rerun_script.widget_states.widgets.add(id="grid", string_value=carrier)
            begun.new_session.name = "page"
            page.evaluate("bytes => line.send(Uint8Array.from(bytes))", list(touch.SerializeToString()))
            page.evaluate("count => line.arrive(count)", str(at))
            if at == 2:
                page.evaluate(DRAW_ANEW, heard)
            for message in (begun, ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)):
                page.evaluate("bytes => line.arrive(Uint8Array.from(bytes).buffer)", list(message.SerializeToString()))
            if at == 1:
                expect(page.locator("html:not([data-unsaved])")).to_be_attached()
        if not given_back:
            expect(page.locator("html:not([data-unsaved])")).to_be_attached()
        expect(page.get_by_label("grid")).to_have_value(given_back)


@pytest.mark.parametrize(("key", "given_back"), [("5", '[["b","n","5",[null]]]'), ("Escape", "")])
def test_a_half_typed_cell_of_a_grid_that_was_drawn_anew_meanwhile_is_given_back(chromium, key, given_back):
    with closing(grid_alone(chromium)) as page:
        page.evaluate("cellsAt(([column, row]) => [row, 'n']); cellSelected([0, 1])")
        page.locator("#portal input").press("5")
        if key == "Escape":
            page.locator("#portal input").press(key)
        expect(page.locator("html[data-unsaved]")).to_be_attached()
        page.evaluate(DRAW_ANEW, None)
        if not given_back:
            expect(page.locator("html:not([data-unsaved])")).to_be_attached()
        expect(page.get_by_label("grid")).to_have_value(given_back)
