"""A real server and a real browser:
Chromium from the system and our own entry, one of each for a worker, a fresh register for each test.

A test that wants the folder of data empty, or another database, starts a `Register` of its own.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Download,
    Error,
    Locator,
    Page,
    Request,
    TimeoutError,
    WebSocket,
    expect,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from db import identity_number_key
from db.kernel import session
from tests import people
from tests.browser import cells
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
MORNING = "2026-11-22T09:00:00+07:00"
# What a touch makes the page do at once has been done: it was drawn, and the browser has nothing else to do.
PAINTED = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))"
)
# The run has ended, and for several turns of the page's own nothing on it has changed: it says that it has ended before
# its last elements are drawn. Turns, not time: a machine that does much else lets the page stand still for as long as
# it likes. A test that stops the page's clock does not stop them.
QUIET = """() => {
  if (!window.quiet) {
    const { setTimeout, requestAnimationFrame, requestIdleCallback } = window, quiet = window.quiet = { turns: 0 }
    new MutationObserver(() => (quiet.turns = 0)).observe(
        document, { subtree: true, childList: true, attributes: true, characterData: true })
    const turn = () => {
      quiet.turns += 1
      setTimeout(() => requestAnimationFrame(() => requestIdleCallback(turn, { timeout: 500 })), 25)
    }
    turn()
  }
  const app = document.querySelector('[data-testid="stApp"]')
  const ended = app ? app.dataset.testScriptState === "notRunning" : document.readyState === "complete"
  return ended && window.quiet.turns > 5
}"""

# what a failure needs to be understood: what holds the focus, what is hidden from those who ask by roles, what is read
STANDING = """() => [
  document.activeElement.outerHTML.slice(0, 200),
  [...document.querySelectorAll("[aria-hidden=true], [inert]")].map(each => each.dataset.testid ?? each.tagName).join(),
  document.querySelectorAll("[role=listbox]").length + " lists open",
  document.body.innerText,
].join("\\n")"""

expect.set_options(timeout=20_000)  # a busy machine shows the same things later


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
        self.folder, self.demo, self.port, self.process = folder, demo, 0, None
        self.set_clock(MORNING)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def set_clock(self, moment: str) -> None:
        """Tell the running server another day."""
        (self.folder / "clock").write_text(moment)

    def start(self) -> None:
        """Start the server and wait until it answers; after a kill on the port that it had."""
        self.port = self.port or free_port()
        told = {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "REGISTER_CLOCK": str(self.folder / "clock"),
            "HOST": "127.0.0.1",
        }
        told |= {"REGISTER_DEMO": "1"} if self.demo else {}
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.serving"],
                cwd=ROOT,
                env=told,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text()[-2000:])

    def renew(self, folder: Path) -> None:
        """Serve a copy of another folder's register, as if nobody had ever come;
        the server goes on where it still runs.
        """
        for left in ("staging", "results"):
            shutil.rmtree(self.folder / left, ignore_errors=True)
        shutil.copy(folder / "secret.key", self.folder / "secret.key")
        with (
            closing(sqlite3.connect(folder / "register.db")) as source,
            closing(sqlite3.connect(self.folder / "register.db", timeout=20)) as target,
        ):
            source.backup(target)
        self.set_clock(MORNING)
        if self.process is None or self.process.poll() is not None:
            self.start()
        else:
            httpx.post(f"{self.url}/tests/anew").raise_for_status()

    def kill(self) -> None:
        """kill -9, the worker too."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Hand:
    """Somebody at a page: counts his touches, and waits after each until the page rests."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.touches = page, url, 0
        self._awaited, self._sent = "nothing", b""
        self._loading: set[Request] = set()
        page.on("websocket", self._listen)
        page.on("request", lambda asked: self._loading.add(asked))
        page.on("requestfinished", lambda asked: self._loading.discard(asked))
        page.on("requestfailed", lambda asked: self._loading.discard(asked))
        page.on("download", self._fetch)

    def open(self, address: str) -> None:
        """Open an address: no touch, the way there is counted by the test."""
        for attempt in range(5):
            try:
                self.page.goto(self.url + address)
                break
            except Error as error:  # the page loads itself again at that moment, as after a restart of the server
                if "ERR_ABORTED" not in error.message or attempt == 4:
                    raise
                self.page.wait_for_timeout(500)
        self.page.wait_for_selector("h1, form", timeout=60_000)
        self.rest()

    def tap(self, what: Locator) -> None:
        """One touch."""
        self.touches += 1
        what.click()
        self.rest()

    def fill(self, what: Locator, text: str) -> None:
        """Filling one field counts one."""
        self.touches += 1
        self._sent = b""
        what.fill(text)
        # a live field is sent a moment after the last letter, another one with the next touch
        self._wait(lambda: text.encode() in self._sent, 1)
        self.rest()

    def enter(self, what: Locator, text: str) -> None:
        """Fill one field and leave it, which sends what stands in it."""
        self.touches += 1
        self._sent = b""
        what.fill(text)
        what.press("Tab")
        self._wait(lambda: text.encode() in self._sent, 20)
        self.rest()

    def reload(self) -> None:
        """Load the page again: no touch."""
        self.page.reload()
        self.page.wait_for_selector("h1, form", timeout=60_000)
        self.rest()

    def rest(self) -> None:
        """Wait until the server has answered the last thing sent, the run has ended and what it made stands on the
        page: also what the page must load first, which moves all below it when it comes.
        """
        self.page.evaluate(PAINTED)
        self._wait(lambda: self._awaited == "nothing", 20)
        limit = time.monotonic() + 60
        self.page.wait_for_function(QUIET, timeout=20_000)
        while self._loading and time.monotonic() < limit:  # a part may ask for further ones when it has come
            self._wait(lambda: not self._loading, 20)
            self.page.wait_for_function(QUIET, timeout=20_000)

    def touch_grid(self, x: float, y: float) -> Locator:
        """One touch on the page's grid, so many pixels from its corner; the cell that is selected. The grid is a
        picture, drawn after its element stands on the page: the touch is repeated until it is heard.
        """
        self.touches += 1
        grid = self.page.get_by_test_id("stDataFrame")
        selected = grid.locator("td[aria-selected=true]")
        grid.locator("th").first.wait_for(state="attached")
        for _ in range(10):
            grid.click(position={"x": x, "y": y})
            with suppress(TimeoutError):  # a second touch on a cell that is selected would open it
                selected.first.wait_for(state="attached", timeout=3_000)
                return selected.first
        raise AssertionError("no cell of the grid is selected")

    def select_cell(self, column: str, row: int) -> None:
        """One touch on a cell of the grid, by its column's title and its row from 0: columns find their widths after
        they are drawn, so keys go on to the cell from where the touch fell.
        """
        selected = self.touch_grid(200, 60)
        titles = self.page.get_by_test_id("stDataFrame").locator("th").all_inner_texts()
        wanted = titles.index(column), row
        for _ in range(100):
            place = tuple(map(int, selected.get_attribute("data-testid").split("-")[-2:]))
            if place == wanted:
                return
            across = wanted[0] - place[0]
            keys = ("ArrowLeft", "ArrowRight") if across else ("ArrowUp", "ArrowDown")
            self.page.keyboard.press(keys[(across or wanted[1] - place[1]) > 0])
            expect(selected).not_to_have_attribute("data-testid", f"glide-cell-{place[0]}-{place[1]}")
        raise AssertionError(f"the grid does not come to {wanted}")

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name)

    def pill(self, group: str, name: str) -> Locator:
        """A choice in the group of this label."""
        return self.page.get_by_test_id("stButtonGroup").filter(has_text=group).get_by_role("button", name=name).or_(
            self.page.get_by_test_id("stButtonGroup").filter(has_text=group).get_by_role("radio", name=name)
        )  # fmt: skip

    def choose(self, box: Locator, name: str, exact: bool = False) -> None:
        """One of a select box's list, which counts one touch: repeated until the list is gone, since a run that ends
        meanwhile draws it anew under the finger. While it is open, all around it is there for nobody.
        """
        self.touches += 1
        for _ in range(5):
            self._option(box, name, exact).click()
            self.rest()
            with suppress(AssertionError):
                expect(self.page.get_by_role("listbox")).to_have_count(0, timeout=3_000)
                return
        raise AssertionError(f"the list in which {name} was chosen does not close")

    def _option(self, box: Locator, name: str, exact: bool) -> Locator:
        """A choice of a select box, which is opened.

        A list closes when what lies around it scrolls. A click on a box that lies out of view, or behind the bar with
        the save button, scrolls first and presses before the page has heard of it, where the machine is busy: so the
        box is brought into view before, as a finger does.
        """
        found = self.page.get_by_role("option", name=name, exact=exact).first
        if not found.is_visible():
            box.scroll_into_view_if_needed()
            self.rest()
            box.click()
            found.wait_for()
            self.rest()
        return found

    def _wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Let the page go on until something is so, but not for ever."""
        limit = time.monotonic() + seconds
        while not until() and time.monotonic() < limit:
            self.page.wait_for_timeout(20)

    def _fetch(self, download: Download) -> None:
        """A request that became a file is never said to be finished."""
        self._loading = {asked for asked in self._loading if asked.url != download.url}

    def _listen(self, wire: WebSocket) -> None:
        wire.on("framesent", self._ask)
        wire.on("framereceived", self._hear)
        wire.on("close", lambda _: self._expect("nothing"))

    def _ask(self, frame: bytes | str) -> None:
        """Something was sent; a run is asked for by most of it."""
        self._sent += frame if isinstance(frame, bytes) else frame.encode()
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self._expect("start")

    def _hear(self, frame: bytes | str) -> None:
        """The server told of a run: it begins, and it ends, unless it only makes room for another one."""
        told = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self._expect("end")
        elif (
            kind == "script_finished"
            and self._awaited == "end"
            and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            self._expect("nothing")

    def _expect(self, what: str) -> None:
        self._awaited = what


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Path:
    """A folder with the people of tests/people.py, their first cell filled to its size."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copyfile(_template, folder / "register.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(folder))
        session.dispose()
        cells.fill(people.world())
        identity_number_key.read_or_create_key()  # makes it
        session.dispose()
    return folder


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The server of this worker; `register` gives it the data of a test."""
    server = Register(tmp_path_factory.mktemp("served"))
    yield server
    server.kill()


@pytest.fixture
def register(served: Register, filled: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """A served register with the people of `filled`; what the test itself asks of `db` is asked there, too."""
    monkeypatch.setenv("DATA_DIR", str(served.folder))
    served.renew(filled)
    return served


@pytest.fixture
def fresh(data_dir: Path) -> Iterator[Register]:
    """A server on no data at all."""
    served = Register(data_dir)
    served.start()
    yield served
    served.kill()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> pytest.TestReport:
    """A test that fails tells what stood on its pages, and where on them."""
    report = yield
    if report.when == "call" and report.failed:
        for hand in getattr(item, "hands", ()):
            with suppress(Error):
                report.sections.append((f"page {hand.page.url}", f"{hand.page.evaluate(STANDING)}"))
    return report


@pytest.fixture
def somebody(chromium: Browser, register: Register, request: pytest.FixtureRequest) -> Iterator[Callable[..., Hand]]:
    """somebody("bithu") is signed in with a phone, somebody("huyen", DESK) at a desk; a stranger gives no name."""
    opened, request.node.hands = [], []

    def sign_in(username: str | None = None, size: dict = PHONE, **options) -> Hand:
        context = chromium.new_context(
            viewport=size, has_touch=size is PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        opened.append(context)
        if username:
            signed_in(context, register.url, username, people.PASSWORD)
        request.node.hands.append(hand := Hand(context.new_page(), register.url))
        return hand

    yield sign_in
    for context in opened:
        context.close()
