"""A real server and a real browser: Chromium from the system, our own entry on a free port, a fresh register for each test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocket, sync_playwright

from tests import people
from tests.browser import cells

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
# The run has ended, and for a fifth of a second nothing on the page has changed: it says that it has ended before its last elements are drawn.
QUIET = """() => {
  if (!window.drawn) {
    window.drawn = performance.now()
    new MutationObserver(() => (window.drawn = performance.now())).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  }
  const app = document.querySelector('[data-testid="stApp"]')
  const ended = app ? app.dataset.testScriptState === "notRunning" : document.readyState === "complete"
  return ended && performance.now() - window.drawn > 200
}"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


def chromium_path() -> str | None:
    """Where the browser is: what CHROMIUM names, else the system's."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def signed_in(context: BrowserContext, url: str, username: str, password: str) -> None:
    """Sign in as scripts do, and give the cookie to a browser."""
    answer = httpx.post(f"{url}/auth/sign-in", data={"username": username, "password": password})
    name, value = answer.headers["set-cookie"].split(";")[0].split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": url}])


class Register:
    """A server of its own over a folder of data."""

    def __init__(self, folder: Path, demo: bool = False) -> None:
        self.folder, self.demo, self.port, self.process = folder, demo, _free_port(), None
        self.url = f"http://127.0.0.1:{self.port}"
        self.set_clock("2026-11-22T09:00:00+07:00")

    def set_clock(self, moment: str) -> None:
        """Tell the running server another day."""
        (self.folder / "clock").write_text(moment)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        told = {**os.environ, "DATA_DIR": str(self.folder), "PORT": str(self.port), "REGISTER_CLOCK": str(self.folder / "clock"), "HOST": "127.0.0.1"}
        told |= {"REGISTER_DEMO": "1"} if self.demo else {}
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "components.server"], cwd=ROOT, env=told, stdout=log, stderr=log, start_new_session=True)
        for _ in range(300):
            try:
                if httpx.get(f"{self.url}/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise TimeoutError((self.folder / "server.log").read_text()[-2000:])

    def kill(self) -> None:
        """kill -9, the worker too."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Hand:
    """Somebody at a page: counts his touches, and waits after each until the page rests."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.touches = page, url, 0
        self._answered = True
        page.on("websocket", self._listen)

    def open(self, address: str) -> None:
        """Open an address: no touch, the way there is counted by the test."""
        self.page.goto(self.url + address)
        self.page.wait_for_selector("h1, form", timeout=30_000)
        self.rest()

    def tap(self, what: Locator) -> None:
        """One touch."""
        self.touches += 1
        what.click()
        self.rest()

    def fill(self, what: Locator, text: str) -> None:
        """Filling one field counts one."""
        self.touches += 1
        what.fill(text)
        self.rest(900)  # a live field is sent a moment after the last letter

    def rest(self, after: int = 100) -> None:
        """Wait until the server has answered the last thing sent, the run has ended and what it made stands on the page."""
        self.page.wait_for_timeout(after)
        until = time.monotonic() + 20
        while not self._answered and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        self.page.wait_for_function(QUIET, timeout=20_000)

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name)

    def pill(self, group: str, name: str) -> Locator:
        """A choice in the group of this label."""
        return self.page.get_by_test_id("stButtonGroup").filter(has_text=group).get_by_role("button", name=name).or_(
            self.page.get_by_test_id("stButtonGroup").filter(has_text=group).get_by_role("radio", name=name)
        )  # fmt: skip

    def _listen(self, wire: WebSocket) -> None:
        wire.on("framesent", lambda _: setattr(self, "_answered", False))
        wire.on("framereceived", lambda _: setattr(self, "_answered", True))
        wire.on("close", lambda _: setattr(self, "_answered", True))


@pytest.fixture
def register(database: Path, data_dir: Path) -> Iterator[Register]:
    """A served register with the people of tests/people.py, their first cell filled to its size."""
    cells.fill(people.world())
    served = Register(data_dir)
    served.start()
    yield served
    served.kill()


@pytest.fixture
def somebody(chromium: Browser, register: Register) -> Iterator[Callable[..., Hand]]:
    """somebody("bithu") is signed in with a phone, somebody("huyen", DESK) at a desk; a stranger gives no name."""
    opened = []

    def sign_in(username: str | None = None, size: dict = PHONE, **options) -> Hand:
        context = chromium.new_context(viewport=size, has_touch=size is PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
        opened.append(context)
        if username:
            signed_in(context, register.url, username, people.PASSWORD)
        return Hand(context.new_page(), register.url)

    yield sign_in
    for context in opened:
        context.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
