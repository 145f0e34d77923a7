"""Takes the guide's pictures anew from the demonstration: `python -m tests.browser.pictures`."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import demo
from tests.browser.conftest import DESK, FLAGS, PHONE, Hand, Register, chromium_path, signed_in

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "hinh"
SHOTS = (
    ("hom-nay", "bithu", PHONE, "/"),
    ("ghi-cuoc-hop", "bithu", PHONE, "/record?type=regular&period=202611"),
    ("dang-vien", "bithu", PHONE, "/members"),
    ("ho-gia-dinh", "bithu", PHONE, "/households"),
    ("ghi-nhan", "bithu", PHONE, "/entries"),
    ("giu-moi-lien-he", "xa", DESK, "/contacts"),
    ("nhan-xet", "bithu", DESK, "/assessments"),
    ("can-xem-lai", "bithu", PHONE, "/review"),
    ("bieu-do", "huyen", DESK, "/charts"),
    ("tinh-hinh-bao-cao", "huyen", DESK, "/reporting"),
    ("tai-lieu-hop", "huyen", DESK, "/papers"),
    ("tai-khoan", "xa", PHONE, "/accounts"),
    ("kho-khan", "bithu", PHONE, "/difficulties"),
    ("to-cong-tac", "xa", DESK, "/teams"),
    ("kiem-tra-so", "xa", DESK, "/book-checks"),
    ("thiet-lap", "huyen", DESK, "/settings"),
)


def make() -> None:
    """Start the demonstration and take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        served = Register(Path(folder), demo=True)
        os.environ["REGISTER_CLOCK"] = str(served.folder / "clock")
        demo.demo_database(served.folder)
        served.start()
        browser = player.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            for name, username, size, address in SHOTS:
                context = browser.new_context(
                    viewport=size,
                    locale="vi-VN",
                    timezone_id="Asia/Ho_Chi_Minh",
                    device_scale_factor=2 if size is PHONE else 1,
                )
                signed_in(context, served.url, username, "demo-2026")
                hand = Hand(context.new_page(), served.url)
                hand.open(address)
                hand.page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=30_000)
                hand.rest()
                _type_example(hand, name)
                hand.page.screenshot(path=FOLDER / f"{name}.png")
                context.close()
        finally:
            browser.close()
            served.kill()


def _type_example(hand: Hand, name: str) -> None:
    """Type what the guide's text describes before its picture is taken."""
    if name == "ghi-cuoc-hop":
        hand.fill(hand.page.get_by_label("Số thứ tự người vắng"), "3 17 22")
    if name == "tai-khoan":
        hand.tap(hand.page.locator("[class*=st-key-rows_] a").first)
        hand.tap(hand.button("Cấp lại mật khẩu"))
        hand.page.get_by_text("Mật khẩu dùng một lần").first.wait_for()
        hand.page.get_by_test_id("stToast").wait_for(state="detached")
        # the slip, without the note about an address like this one
        hand.page.set_viewport_size({**PHONE, "height": 650})


if __name__ == "__main__":
    make()
