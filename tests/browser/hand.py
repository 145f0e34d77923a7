"""A user at a page, who waits after each tap until everything it triggers has been drawn."""

import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Download, Error, Locator, Page, Request, TimeoutError, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# Everything a tap triggers immediately is done: it has been drawn and the browser is idle.
PAINTED = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))"
)
# The run has ended, and the page has not changed for several of its own event-loop turns: Streamlit reports the end of
# a run before its last elements are drawn. We count turns, not time, because a busy machine may leave the page standing
# still for any length of time. A test that stops the page's clock does not stop the turns. A page that nobody is
# waiting for does not turn.
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
    """A user at a page: counts the taps and waits after each until the page has settled."""

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
        """Stop listening to the page."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)

    def open(self, address: str) -> None:
        """Open an address. Counts no tap: the test counts the way there itself."""
        for attempt in range(5):
            try:
                self.page.goto(self.url + address)
                break
            except Error as error:  # the page is reloading itself at that moment, as it does after a server restart
                if "ERR_ABORTED" not in error.message or attempt == 4:
                    raise
                self.page.wait_for_timeout(500)
        self.page.wait_for_selector("h1, form", timeout=60_000)
        self.rest()

    def tap(self, what: Locator) -> None:
        """Tap an element."""
        self.touches += 1
        what.click()
        self.rest()

    def fill(self, what: Locator, text: str) -> None:
        """Fill in one field; counts as one tap."""
        self.touches += 1
        self._sent = b""
        what.fill(text)
        # a live field is sent a moment after the last keystroke, any other field with the next tap
        self._wait(lambda: text.encode() in self._sent, 1)
        self.rest()

    def enter(self, what: Locator, text: str) -> None:
        """Fill in one field and leave it, which sends its value."""
        self.touches += 1
        self._sent = b""
        what.fill(text)
        what.press("Tab")
        self._wait(lambda: text.encode() in self._sent, 20)
        self.rest()

    def reload(self) -> None:
        """Reload the page; counts no tap."""
        self.page.reload()
        self.page.wait_for_selector("h1, form", timeout=60_000)
        self.rest()

    def rest(self) -> None:
        """Wait until the server has answered the last message, the run has ended and its output is on the page,
        including anything the page still has to load, which shifts everything below it when it arrives.
        """
        self.page.evaluate(PAINTED)
        self._wait(lambda: self._awaited == "nothing", 20)
        limit = time.monotonic() + 60
        self.page.wait_for_function(QUIET, timeout=20_000)
        while self._loading and time.monotonic() < limit:  # a part may request further parts once it has loaded
            self._wait(lambda: not self._loading, 20)
            self.page.wait_for_function(QUIET, timeout=20_000)

    def touch_grid(self, x: float, y: float) -> Locator:
        """Tap the page's grid at this offset in pixels from its corner; returns the selected cell. The grid is a canvas
        that is drawn after its element is on the page, so the tap is repeated until the grid reacts.
        """
        self.touches += 1
        grid = self.page.get_by_test_id("stDataFrame")
        selected = grid.locator("td[aria-selected=true]")
        grid.locator("th").first.wait_for(state="attached")
        for _ in range(10):
            grid.click(position={"x": x, "y": y})
            with suppress(TimeoutError):  # a second tap on a selected cell would open it
                selected.first.wait_for(state="attached", timeout=3_000)
                return selected.first
        raise AssertionError("no cell of the grid is selected")

    def select_cell(self, column: str, row: int) -> None:
        """Tap a cell of the grid, given its column's title and its row from 0. Columns get their widths after they are
        drawn, so the arrow keys move on to the cell from wherever the tap landed.
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
        """The button with this label."""
        return self.page.get_by_role("button", name=name)

    def pill(self, group: str, name: str) -> Locator:
        """A choice in the group with this label."""
        return self.page.get_by_test_id("stButtonGroup").filter(has_text=group).get_by_role("button", name=name).or_(
            self.page.get_by_test_id("stButtonGroup").filter(has_text=group).get_by_role("radio", name=name)
        )  # fmt: skip

    def choose(self, box: Locator, name: str, exact: bool = False) -> None:
        """Choose an option from a select box, counted as one tap; repeated until the list has closed, since a run that
        ends meanwhile redraws it under the finger. While the list is open, everything around it is hidden from role
        queries.
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
        """An option of a select box, which is opened first.

        A list closes when its surroundings scroll. On a busy machine, a click on a box that is out of view, or behind
        the bar with the save button, scrolls first and clicks before the page has noticed the scrolling; so the box is
        brought into view beforehand, as a user would do.
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
        """Let the page run until a condition holds, up to a limit."""
        limit = time.monotonic() + seconds
        while not until() and time.monotonic() < limit:
            self.page.wait_for_timeout(20)

    def _begin(self, asked: Request) -> None:
        self._loading.add(asked)

    def _end(self, asked: Request) -> None:
        self._loading.discard(asked)

    def _fetch(self, download: Download) -> None:
        """A request that turned into a download never reports that it has finished."""
        self._loading -= {asked for asked in self._loading if asked.url == download.url}

    def _listen(self, wire: WebSocket) -> None:
        wire.on("framesent", self._ask)
        wire.on("framereceived", self._hear)
        wire.on("close", lambda _: self._expect("nothing"))

    def _ask(self, frame: bytes | str) -> None:
        """A message was sent; most messages request a run."""
        self._sent += frame if isinstance(frame, bytes) else frame.encode()
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self._expect("start")

    def _hear(self, frame: bytes | str) -> None:
        """The server reported on a run: it has started, or it has ended, unless it only gave way to another run."""
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
