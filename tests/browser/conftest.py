"""A real server and a real browser: the system's Chromium and our own entry point, one of each per worker, and a fresh
register for each test.

A test that needs an empty data folder, or another database, starts a `Register` of its own.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from db import identity_number_key
from db.kernel import session
from tests import people
from tests.browser import cells
from tests.browser.hand import Hand
from tests.browser.register_server import Register
from tests.browser.windows import FLAGS, Windows, chromium_path, signed_in

PASSED = pytest.StashKey[bool]()
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
# Attached to a failure so it can be understood: which element has focus, what is hidden from role queries, the text.
STANDING = """() => [
  document.activeElement.outerHTML.slice(0, 200),
  [...document.querySelectorAll("[aria-hidden=true], [inert]")].map(each => each.dataset.testid ?? each.tagName).join(),
  document.querySelectorAll("[role=listbox]").length + " lists open",
  document.body.innerText,
].join("\\n")"""

expect.set_options(timeout=20_000)  # a busy machine shows the same things, only later


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Path:
    """A folder with the people of tests/people.py, their first cell filled to full size."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copyfile(_template, folder / "register.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(folder))
        session.dispose()
        cells.fill(people.world())
        identity_number_key.read_or_create_key()  # creates the key
        session.dispose()
    return folder


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """This worker's server; `register` swaps in each test's data."""
    server = Register(tmp_path_factory.mktemp("served"))
    yield server
    server.kill()


@pytest.fixture
def register(served: Register, filled: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """A running register with the people of `filled`; the test's own calls to `db` use the same data."""
    monkeypatch.setenv("DATA_DIR", str(served.folder))
    served.renew(filled)
    return served


@pytest.fixture
def fresh(data_dir: Path) -> Iterator[Register]:
    """A server without any data."""
    served = Register(data_dir)
    served.start()
    yield served
    served.kill()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> pytest.TestReport:
    """When a test fails, report what its pages showed and where they were."""
    report = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    if report.when == "call" and report.failed:
        for hand in getattr(item, "hands", ()):
            with suppress(Error):
                report.sections.append((f"page {hand.page.url}", f"{hand.page.evaluate(STANDING)}"))
    return report


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Windows:
    """This worker's browser windows that are free at the moment."""
    return Windows(chromium)


@pytest.fixture
def somebody(windows: Windows, register: Register, request: pytest.FixtureRequest) -> Iterator[Callable[..., Hand]]:
    """somebody("bithu") is signed in on a phone, somebody("huyen", DESK) on a desktop; without a name, nobody is signed
    in.
    """
    hands = request.node.hands = []

    def sign_in(username: str | None = None, size: dict = PHONE, **options) -> Hand:
        page = windows.opened(size, has_touch=size is PHONE, **options)
        if username:
            signed_in(page.context, register.url, username, people.PASSWORD)
        hands.append(hand := Hand(page, register.url))
        return hand

    yield sign_in
    for hand in hands:
        hand.leave()
        windows.leave(
            hand.page, register.url if request.node.stash.get(PASSED, False) and hand.url == register.url else None
        )
