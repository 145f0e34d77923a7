"""A secretary's phone: its side of Streamlit's socket, one touch after the other, each timed until its last element."""

import asyncio
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from components.web import cookie_and_header_guard

PATIENCE = 60  # seconds after which a user gives up
KINDS = ("button", "button_group", "checkbox", "text_input")


class GaveUp(Exception):
    """A touch got no answer for a minute."""


class Phone:
    """One open page. `waits` are the seconds waited for each touch, `failed` the errors shown."""

    def __init__(self, port: int, token: str) -> None:
        self.url, self.cookie = f"ws://127.0.0.1:{port}/_stcore/stream", f"{cookie_and_header_guard.COOKIE}={token}"
        self.waits: list[float] = []
        self.failed: list[str] = []
        self.widgets: dict[str, tuple[str, str, object]] = {}
        self.states: dict[str, tuple[str, object]] = {}
        self.script = self.query = ""
        self.socket: ClientConnection | None = None

    async def switch_on(self) -> None:
        """Connect as a browser with a cookie does."""
        self.socket = await connect(
            self.url, subprotocols=["streamlit"], additional_headers={"Cookie": self.cookie}, max_size=None
        )

    async def switch_off(self) -> None:
        if self.socket:
            await self.socket.close()

    async def open(self, address: str, query: str = "") -> None:
        """Go to an address."""
        message, self.widgets, self.states, self.query = BackMsg(), {}, {}, query
        message.rerun_script.page_name = address.strip("/")
        message.rerun_script.query_string = query
        await self._touch(message)

    async def type(self, key: str, text: str) -> None:
        """Type into a box."""
        await self._change(key, "string_value", text)

    async def switch(self, key: str, on: bool) -> None:
        """Set a toggle."""
        await self._change(key, "bool_value", on)

    async def choose(self, key: str, place: int) -> None:
        """Choose one of several buttons by its index."""
        await self._change(key, "string_array_value", self._widget(key)[2].options[place].content)

    async def press(self, key: str) -> None:
        """Press a button."""
        await self._change(key, "trigger_value", True)

    async def _change(self, key: str, field: str, value: object) -> None:
        widget, fragment, _ = self._widget(key)
        self.states[widget] = (field, value)
        message = BackMsg()
        message.rerun_script.fragment_id, message.rerun_script.page_script_hash = fragment, self.script
        message.rerun_script.query_string = self.query
        shown = {known[0] for known in self.widgets.values()}
        for each, (kind, told) in self.states.items():
            if each not in shown:
                continue  # a browser forgets widgets that it no longer shows
            state = message.rerun_script.widget_states.widgets.add(id=each)
            if kind == "string_array_value":
                state.string_array_value.data.append(told)
            else:
                setattr(state, kind, told)
        if field == "trigger_value":
            del self.states[widget]
        # they are all sent again
        self.widgets = {each: known for each, known in self.widgets.items() if known[1] != fragment}
        await self._touch(message)

    def _widget(self, key: str) -> tuple[str, str, object]:
        """Return the widget whose key starts like this; the suffix counts how often the sheet was reset."""
        found = next((known for known in reversed(self.widgets) if known.startswith(key)), None)
        if found is None:
            raise LookupError(f"no {key} among {list(self.widgets)}; {self.failed}")
        return self.widgets[found]

    async def _touch(self, message: BackMsg) -> None:
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.socket.send(message.SerializeToString())
                while not self._hear(ForwardMsg.FromString(await self.socket.recv())):
                    pass
        except TimeoutError as error:
            raise GaveUp from error
        finally:
            self.waits.append(time.perf_counter() - begun)

    def _hear(self, told: ForwardMsg) -> bool:
        """Process one message; return whether it was the last."""
        kind = told.WhichOneof("type")
        if kind == "navigation":
            self.script = told.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = told.page_info_changed.query_string
        elif kind == "delta":
            self._see(told.delta)
        return kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _see(self, delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind in KINDS:
            shown = getattr(element, kind)
            self.widgets.pop(key := shown.id.split("-", 2)[-1], None)
            self.widgets[key] = (shown.id, delta.fragment_id, shown)
        elif kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
            self.failed.append(getattr(element, kind).SerializeToString().decode(errors="replace"))
