"""Somebody at a page, who waits after each touch until all that it brings stands there."""

import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Download, Error, Locator, Page, Request, TimeoutError, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# What a touch makes the page do at once has been done: it was drawn, and the browser has nothing else to do.
PAINTED = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))"
)
# The run has ended, and for several turns of the page's own nothing on it has changed: it says that it has ended before
# its last elements are drawn. Turns, not time: a machine that does much else lets the page stand still for as long as
# it likes. A test that stops the page's clock does not stop them. A page that nobody waits for does not turn.
QUIET = """() => {
  const { setTimeout, requestAnimationFrame, requestIdleCallback } = (window.untouched ??= { ...own() })
  const quiet = (window.quiet ??= turning())
  quiet.unasked = 0
  const app = document.querySelector('[data-testid="stApp"]')
  const ended = app ? app.dataset.testScriptState === "notRunning" : document.readyState === "complete"
  const rests = ended && quiet.turns > 5
  if (rests) quiet.end()
  return rests

  function own() {
    const { setTimeout, requestAnimationFrame, requestIdleCallback } = window
    return { setTimeout, requestAnimationFrame, requestIdleCallback }
  }
  function turning() {
    const changes = new MutationObserver(() => (quiet.turns = 0))
    const quiet = { turns: 0, unasked: 0, end }
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    turn()
    return quiet

    function turn() {
      quiet.turns += 1
      quiet.unasked += 1
      if (quiet.unasked > 20) return end()
      setTimeout(() => requestAnimationFrame(() => requestIdleCallback(turn, { timeout: 500 })), 25)
    }
    function end() {
      quiet.unasked = 100
      changes.disconnect()
      if (window.quiet === quiet) window.quiet = undefined
    }
  }
}"""


class Hand:
    """Somebody at a page: counts his touches, and waits after each until the page rests."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.touches = page, url, 0
        self._awaited, self._sent = "nothing", b""
        self._loading: set[Request] = set()
        self._heard = {
            "websocket": self._listen,
            "request": self._begin,
            "requestfinished": self._end,
            "requestfailed": self._end,
            "download": self._fetch,
        }
        for event, hear in self._heard.items():
            page.on(event, hear)

    def leave(self) -> None:
        """Listen to the page no longer."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)

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

    def _begin(self, asked: Request) -> None:
        self._loading.add(asked)

    def _end(self, asked: Request) -> None:
        self._loading.discard(asked)

    def _fetch(self, download: Download) -> None:
        """A request that became a file is never said to be finished."""
        self._loading -= {asked for asked in self._loading if asked.url == download.url}

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
