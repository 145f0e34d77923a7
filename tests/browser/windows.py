"""Browser windows.

A new window costs a process that loads five megabytes of Streamlit anew, half of the computing of a short test; so a
window that a test has left is wiped and given to the next.
"""

import os
import shutil
from contextlib import suppress

import httpx
from playwright.sync_api import Browser, BrowserContext, Error, Page

# The headless shell draws the same and computes a fifth less: it has no window, extensions or profile.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page of a test is gone before optimised code has paid back its compiling, or the memory of a load is cramped:
    # without both, loading four pages in turn computes a fifth less.
    "--js-flags=--no-opt --no-maglev --min-semi-space-size=32",
]


def chromium_path() -> str | None:
    """Path of the browser: what CHROMIUM names, else the system's."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def signed_in(context: BrowserContext, url: str, username: str, password: str) -> None:
    """Sign in as scripts do, and give the browser the cookie."""
    answer = httpx.post(f"{url}/auth/sign-in", data={"username": username, "password": password})
    name, value = answer.headers["set-cookie"].split(";")[0].split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": url}])


class Windows:
    """Open windows of one browser, by size and other options."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: dict[Page, tuple[dict, dict]] = {}
        self._waiting: list[Page] = []

    def opened(self, size: dict, **options) -> Page:
        """A window of this size, with nobody signed in and nothing left of its previous user."""
        for page in reversed(self._waiting):
            if self._open[page] == (size, options):
                self._waiting.remove(page)
                return page
        context = self._browser.new_context(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
        page = context.new_page()
        self._open[page] = size, options
        return page

    def leave(self, page: Page, url: str | None) -> None:
        """Wipe a window for its next user: everything it kept from this address, which still answers.

        Without an address the window is closed, as it is when it cannot be restored: when it opened other windows, or
        its clock was stopped.
        """
        with suppress(Error):
            if url and page.context.pages == [page] and _cleaned(page, *self._open[page], url):
                self._waiting.append(page)
                return
        del self._open[page]
        page.context.close()


def _cleaned(page: Page, size: dict, options: dict, url: str) -> bool:
    """Whether a window is as clean as when it was new."""
    page.unroute_all()
    page.context.clear_cookies()
    page.emulate_media(media="null", color_scheme=options.get("color_scheme", "light"))
    page.set_viewport_size(size)
    page.goto(f"{url}/health", timeout=5_000)  # a sheet that is left keeps what was typed on it
    wire = page.context.new_cdp_session(page)
    wire.send("Page.resetNavigationHistory")
    wire.detach()
    return page.evaluate(
        """() => {
          localStorage.clear()
          sessionStorage.clear()
          return `${setTimeout}`.includes("[native code]") && history.length === 1
        }"""
    )
