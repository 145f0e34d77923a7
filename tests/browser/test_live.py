"""What has not reached the server is visibly unsaved and gets there in the end: across a killed server, a dead
connection, and a session ended elsewhere.
"""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from playwright.sync_api import Browser, Route, expect
from sqlmodel import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.web import page_files
from db.accounts import own_account
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.meetings import meetings
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import MEETING
from db.models import Account, Guest, Role, UnitVersion
from tests import people
from tests.browser.conftest import Hand, signed_in
from tests.browser.page_alone import SHEET_ALONE
from tests.rows import rows

SHEET = "/record?type=regular&period=202611"
GUESTS = "Đại biểu cấp trên dự"
LATER = 30_000  # ms, at most
KEY = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))"


@pytest.fixture
def secretary_of(register) -> Viewer:
    """The secretary who types on the sheet, as the server knows him."""
    with reading(SYSTEM) as session:
        unit = session.exec(select(UnitVersion.unit_id).where(UnitVersion.name == "Chi bộ thôn Đồng Bào")).one()
        account = session.exec(select(Account.id).where(Account.username == "bithu")).one()
    return Viewer(account, Role.SECRETARY, unit, (unit,))


def on_server(viewer: Viewer, field: str) -> str | None:
    place = meetings.load(viewer, MeetingRef(viewer.unit_id, "regular", 202611)).place
    return drafts.load(viewer, place).values.get(DraftField(MEETING, field))


def comes_to_the_server(hand: Hand, viewer: Viewer, field: str, value: str) -> None:
    """Assert that the page reports it as saved, and that it then is."""
    expect(hand.page.locator("html:not([data-unsaved]):not([data-away]) .kept")).to_be_attached(timeout=LATER)
    assert on_server(viewer, field) == value


def typing_guests(hand: Hand):
    hand.tap(hand.pill("Ghi thêm nếu cần", "Khách mời"))
    area = hand.page.get_by_label(GUESTS)
    area.click()
    return area


class Line:
    """A proxy in front of the server whose connections can go dead: no more data passes, and neither side is told."""

    def __init__(self, port: int) -> None:
        self.target, self.dead, self.frozen = port, threading.Event(), False
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.open: list[socket.socket] = [self.door]
        threading.Thread(target=self._serve, daemon=True).start()

    def freeze(self) -> None:
        """From now on nothing passes, on old or new connections."""
        self.dead.set()
        self.frozen = True

    def thaw(self) -> None:
        """New connections pass again; those that were open stay dead."""
        self.dead = threading.Event()
        self.frozen = False

    def close(self) -> None:
        for each in self.open:
            each.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.door.accept()
                self.open.append(near)
                if self.frozen:
                    continue
                far = socket.create_connection(("127.0.0.1", self.target))
                self.open.append(far)
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(source, sink, self.dead), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, dead: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if dead.is_set():
                    return
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def line(register) -> Iterator[Line]:
    with closing(Line(register.port)) as opened:
        yield opened


def test_text_reaches_the_server_shortly_after_the_last_keystroke_and_the_caret_stays(somebody, secretary_of):
    hand = somebody("bithu")
    hand.open(SHEET)
    area = typing_guests(hand)
    hand.page.keyboard.type("Bà A")
    expect(hand.page.get_by_text("Chưa lưu").first).to_be_visible()
    comes_to_the_server(hand, secretary_of, "guests_above", "Bà A")
    hand.page.keyboard.type(", xã")
    expect(area).to_have_value("Bà A, xã")
    expect(area).to_be_focused()
    comes_to_the_server(hand, secretary_of, "guests_above", "Bà A, xã")


def test_a_save_pressed_while_a_text_still_has_the_focus_carries_it(register, somebody, secretary_of):
    hand = somebody("bithu")
    hand.open(SHEET)
    typing_guests(hand)
    hand.page.keyboard.type("Bà A")
    pressed = hand.button("Lưu cuộc họp")
    pressed.evaluate("button => button.click()")  # as on a phone that leaves the focus where it is
    expect(hand.page.get_by_text("Đã lưu. Cuộc họp này tính là đã báo cáo")).to_be_visible()
    saved = meetings.load(secretary_of, MeetingRef(secretary_of.unit_id, "regular", 202611))
    assert (saved.saved, saved.typed.values) == (True, {})
    assert [guest.name for guest in rows(Guest)] == ["Bà A"]


def test_locking_the_phone_sends_what_was_typed_at_once(somebody, secretary_of):
    hand = somebody("bithu")
    hand.open(SHEET)
    typing_guests(hand)
    hand.page.clock.install()  # so that no typing pause ever ends
    hand.page.keyboard.type("Bà A")
    hand.page.evaluate("dispatchEvent(new Event('pagehide'))")
    hand.rest()
    assert on_server(secretary_of, "guests_above") == "Bà A"


def test_an_open_sheet_carries_on_with_its_text_across_a_server_restart(register, somebody, secretary_of):
    hand = somebody("bithu")
    hand.open(SHEET)
    typing_guests(hand)
    os.killpg(register.process.pid, signal.SIGSTOP)  # it no longer answers anything
    hand.page.keyboard.type("Ông B, huyện")
    register.kill()
    expect(hand.page.get_by_text("Mất kết nối, những gì vừa ghi chưa lưu.")).to_be_visible()
    assert hand.page.get_by_text("Connecting").count() == hand.page.get_by_role("dialog").count() == 0
    register.start()
    expect(hand.page.get_by_text("Mất kết nối")).to_have_count(0, timeout=LATER)
    expect(hand.page.get_by_label(GUESTS)).to_have_value("Ông B, huyện", timeout=LATER)
    comes_to_the_server(hand, secretary_of, "guests_above", "Ông B, huyện")


def test_keys_pressed_while_the_page_is_loaded_again_go_into_the_field_that_had_the_focus(
    register, somebody, secretary_of
):
    hand = somebody("bithu")
    hand.open(SHEET)
    area = typing_guests(hand)
    hand.page.keyboard.type("Bà A")
    comes_to_the_server(hand, secretary_of, "guests_above", "Bà A")
    scripts, waiting = "**/static/**/index.*.js", list[Route]()
    hand.page.route(scripts, lambda asked: waiting.append(asked))
    with hand.page.expect_request(scripts, timeout=LATER):
        register.kill()
        register.start()
    hand.page.locator("body").wait_for(state="attached", timeout=LATER)
    for key in (*", xãx", "Backspace"):
        hand.page.evaluate(KEY, key)
    for asked in waiting:
        asked.continue_()
    hand.page.unroute(scripts)
    expect(area).to_have_value("Bà A, xã", timeout=LATER)
    expect(area).to_be_focused()
    comes_to_the_server(hand, secretary_of, "guests_above", "Bà A, xã")


def test_a_sheet_left_open_across_a_restart_keeps_the_next_tap(register, somebody, secretary_of):
    hand = somebody("bithu")
    hand.open(SHEET)
    with hand.page.expect_navigation(timeout=LATER):  # the page reloads itself
        register.kill()
        register.start()
    hand.page.wait_for_selector("h1", timeout=LATER)
    hand.rest()
    hand.fill(hand.page.get_by_label("Số thứ tự người vắng"), "4 5")
    comes_to_the_server(hand, secretary_of, "numbers0", "4 5")


@pytest.mark.parametrize("corrected", ["Ngõ sạch", "Ngõ đẹp"], ids=["as-it-was", "corrected-meanwhile"])
def test_a_form_chosen_on_its_page_is_open_again_with_its_text_after_a_restart(register, somebody, corrected):
    hand = somebody("bithu")
    hand.open("/initiatives")
    hand.tap(hand.page.get_by_role("radio", name="Thêm mô hình"))
    name = hand.page.get_by_label("Tên mô hình")
    hand.fill(name, "Ngõ sạch")
    expect(hand.page.locator("html:not([data-unsaved]) .kept")).to_be_attached(timeout=LATER)
    with hand.page.expect_navigation(timeout=LATER):
        os.killpg(register.process.pid, signal.SIGSTOP)  # it no longer answers, but the page does not know yet
        name.fill(corrected)
        register.kill()
        register.start()
    expect(name).to_have_value(corrected, timeout=LATER)


def test_on_a_dead_connection_a_tap_shows_as_unsaved_and_is_saved_once_the_connection_is_back(
    line, register, somebody, secretary_of
):
    hand = somebody("bithu")
    hand.url = f"http://127.0.0.1:{line.port}"
    hand.open(SHEET)
    line.freeze()
    hand.page.get_by_label("Số thứ tự người vắng").fill("4 5 6")
    expect(hand.page.get_by_text("Chưa lưu").first).to_be_visible()
    expect(hand.page.get_by_text("Mất kết nối, những gì vừa ghi chưa lưu.")).to_be_visible(timeout=LATER)
    line.thaw()
    expect(hand.page.get_by_text("Mất kết nối")).to_have_count(0, timeout=2 * LATER)
    comes_to_the_server(hand, secretary_of, "numbers0", "4 5 6")


def test_a_click_lost_on_a_dead_connection_is_reported_as_not_received_and_nothing_is_saved(
    line, register, somebody, secretary_of
):
    hand = somebody("bithu")
    hand.url = f"http://127.0.0.1:{line.port}"
    hand.open(SHEET)
    hand.fill(hand.page.get_by_label("Số thứ tự người vắng"), "4 5")
    line.freeze()
    hand.button("Lưu cuộc họp").click()
    expect(hand.page.get_by_text("Mất kết nối")).to_be_visible(timeout=LATER)
    line.thaw()
    swallowed = hand.page.get_by_text("lần bấm “Lưu cuộc họp” chưa được ghi nhận")
    expect(swallowed).to_be_visible(timeout=2 * LATER)
    assert meetings.load(secretary_of, MeetingRef(secretary_of.unit_id, "regular", 202611)).saved is False
    hand.tap(hand.button("Lưu cuộc họp"))
    expect(hand.page.get_by_text("Đã lưu. Cuộc họp này tính là đã báo cáo")).to_be_visible()
    expect(swallowed).to_have_count(0)


def test_a_page_without_input_shows_no_message_after_a_restart(register, somebody, secretary_of):
    hand = somebody("bithu")
    hand.open(SHEET)
    with hand.page.expect_navigation(timeout=LATER):
        register.kill()
        register.start()
    hand.page.wait_for_selector("h1", timeout=LATER)
    hand.rest()
    expect(hand.page.locator(".kept")).to_be_attached()
    expect(hand.page.locator(".live-bar:not(.small)")).to_have_count(0)


def test_a_session_ended_elsewhere_says_so_and_gives_back_what_was_typed(register, somebody, secretary_of):
    hand = somebody("bithu")
    hand.open(SHEET)
    typing_guests(hand)
    own_account.sign_out_everywhere(secretary_of)
    hand.page.keyboard.type("Bà A")
    expect(hand.page.get_by_text("Phiên làm việc đã kết thúc")).to_be_visible(timeout=LATER)
    assert on_server(secretary_of, "guests_above") is None
    signed_in(hand.page.context, register.url, "bithu", people.PASSWORD)
    hand.page.reload()
    expect(hand.page.get_by_label(GUESTS)).to_have_value("Bà A", timeout=LATER)
    comes_to_the_server(hand, secretary_of, "guests_above", "Bà A")


def test_a_tap_is_not_reported_as_saved_by_a_run_that_gave_way_to_its_own(chromium: Browser):
    """The first of two taps waits its turn; when that comes, it gives way to the second."""
    with closing(chromium.new_page()) as page:
        page.set_content(SHEET_ALONE)
        page.add_script_tag(content=page_files.script().decode())
        page.evaluate("new WebSocket('ws://127.0.0.1/_stcore/stream')")

        def unsaved_after(*messages: ForwardMsg) -> bool:
            for message in messages:
                page.evaluate("bytes => line.arrive(Uint8Array.from(bytes).buffer)", list(message.SerializeToString()))
            return page.evaluate("document.documentElement.hasAttribute('data-unsaved')")

        begun, touch = ForwardMsg(), BackMsg()
        begun.new_session.name = "page"
        touch.rerun_script.query_string = "type=regular"
        for arrived in ("1", "2"):
            page.evaluate("bytes => line.send(Uint8Array.from(bytes))", list(touch.SerializeToString()))
            page.evaluate("count => line.arrive(count)", arrived)
        assert unsaved_after(begun, ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN))
        assert not unsaved_after(begun, ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))
