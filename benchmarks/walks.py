"""Walks:
the seconds that a secretary waits for the register while recording a whole meeting, touch by touch, in a real browser.
"""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks import telling
from tests.browser.conftest import FLAGS, PHONE, chromium_path, signed_in
from tests.visiting import serving

RESTED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
WATCH = """() => { window.runs = 0; const app = document.querySelector('[data-testid="stApp"]');
new MutationObserver(() => { if (app.dataset.testScriptState === 'notRunning') window.runs += 1 })
        .observe(app, { attributes: true }) }"""


FIRST, TOUCH, TOGETHER = 5.0, 1.0, 8.0  # seconds at most; the first page also loads the application


def measure(folder: Path, username: str, password: str) -> dict[str, dict[str, float]]:
    """Return the seconds waited after each touch of the shortest walk, and their total."""
    with serving(folder, REGISTER_DEMO="1") as server, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        context = browser.new_context(viewport=PHONE, has_touch=True, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        signed_in(context, server.url, username, password)
        page = context.new_page()
        found = {"first page": _timed(lambda: _open(page, server.url))}
        for name, touch in _walk(page).items():
            found[name] = _touched(page, touch)
        browser.close()
    found["together"] = sum(found.values())
    most = {"first page": FIRST, "together": TOGETHER}
    return {
        name: telling.judge({"seconds": seconds}, {"seconds": most.get(name, TOUCH)}) for name, seconds in found.items()
    }


def _walk(page: Page) -> dict[str, Callable[[], None]]:
    def button(name: str) -> Locator:
        return page.get_by_role("button", name=name).or_(page.get_by_role("radio", name=name)).first

    return {
        "the meeting's card": lambda: page.locator(".st-key-tap_due a").first.click(),
        "numbers of the absent": lambda: page.get_by_label("Số thứ tự người vắng").fill("3 17 22 24 31 33 40 41"),
        "one reason for all": lambda: button("Có lý do").click(),
        "save": lambda: button("Lưu cuộc họp").click(),
    }


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("h1")
    page.wait_for_selector(RESTED)
    page.evaluate(WATCH)


def _touched(page: Page, touch: Callable[[], None]) -> float:
    """Return the seconds from a touch until the page has answered and is idle."""
    before = page.evaluate("window.runs")
    return _timed(
        lambda: (
            touch(),
            page.wait_for_function("before => window.runs > before", arg=before),
            page.wait_for_selector(RESTED),
        )
    )


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
