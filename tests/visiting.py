"""Ways to visit the register in tests: a server of its own, and a browser's side of Streamlit's socket."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
from google.protobuf.text_format import MessageToString
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from components.i18n import _
from components.web import cookie_and_header_guard
from db.accounts import signin
from db.kernel.scope import Viewer
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
SIGN_IN = _(
    "Forgot your password? Ask an officer of the committee above your cell for a new one."
)  # on each sign-in page
STARTING = 240  # seconds, on a busy machine


class Start(NamedTuple):
    """A command that serves the register, and the folder it runs in; the port is passed in one way or the other."""

    command: tuple[str, ...]
    folder: Path = ROOT

    def arguments(self, port: int) -> list[str]:
        told = [f"--server.port={port}", "--server.address=127.0.0.1"] if "streamlit" in self.command else []
        return [sys.executable, *self.command, *told]


MAKE_RUN = Start(("app.py",))
STREAMLIT_RUN = Start(("-m", "streamlit", "run", "app.py"))


def token_of(viewer: Viewer) -> str:
    """Sign a viewer in on a new device; returns the secret for its cookie."""
    return signin.start_device_session(viewer.account_id, "Test").token


class Server:
    """A running server and what it has printed."""

    def __init__(self, port: int, log: Path, pid: int) -> None:
        self.port, self.log, self.pid = port, log, pid
        self.url = f"http://127.0.0.1:{port}"

    @property
    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def client(self, token: str | None = None, **options) -> httpx.Client:
        return httpx.Client(
            base_url=self.url, cookies={cookie_and_header_guard.COOKIE: token} if token else {}, timeout=20, **options
        )


@contextmanager
def serving(data_dir: Path, start: Start = MAKE_RUN, **environment: str) -> Iterator[Server]:
    """A server in a process of its own on this data; it gets only the environment given here."""
    port = free_port()
    log = data_dir / f"server-{port}.log"
    told = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port), "HOST": "127.0.0.1", **environment}
    with log.open("w") as out:
        process = subprocess.Popen(
            start.arguments(port), cwd=start.folder, env=told, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        server = Server(port, log, process.pid)
        _await(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _await(server: Server, process: subprocess.Popen) -> None:
    """Wait until it says where it serves; nothing has been requested from it before a test does."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        if "Sổ chi bộ: http" in server.printed:
            return
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.printed}")


class Shown:
    """What one run sent to the browser."""

    def __init__(self, messages: list[ForwardMsg]) -> None:
        self.messages = messages
        self.text = "\n".join(
            MessageToString(message.delta, as_utf8=True)
            for message in messages
            if message.WhichOneof("type") == "delta"
        )
        self.kinds = {message.WhichOneof("type") for message in messages}
        self.script = ""  # of the page, unless only a fragment ran
        for message in messages:
            if message.WhichOneof("type") == "navigation":
                self.script = message.navigation.page_script_hash

    def widget(self, kind: str, label: str) -> tuple[str, str]:
        """The id of a widget and of the fragment it is in."""
        for message in self.messages:
            element = getattr(message.delta.new_element, kind)
            if message.delta.new_element.WhichOneof("type") == kind and element.label == label:
                return element.id, message.delta.fragment_id
        raise AssertionError(f"no {kind} {label} in {self.text[:4000]}")

    @property
    def grid(self) -> tuple[str, str]:
        """The id of the grid that is typed into, as it was drawn last, and of the fragment it is in."""
        for message in reversed(self.messages):
            if message.delta.new_element.WhichOneof("type") == "dataframe":
                return message.delta.new_element.dataframe.id, message.delta.fragment_id
        raise AssertionError(f"no grid in {self.text[:4000]}")

    @property
    def text_inputs(self) -> list[str]:
        """The ids of all lines of text."""
        return [found for message in self.messages if (found := message.delta.new_element.text_input.id)]

    def text_input(self, name: str) -> str:
        """The id of a line of text whose key ends with this word."""
        return next(each for each in self.text_inputs if each.endswith(f"_{name}"))


class Socket:
    """A browser's side of Streamlit's socket."""

    def __init__(
        self,
        server: Server,
        token: str | None = None,
        headers: dict | None = None,
        session_id: str = "",
        query: str = "",
    ) -> None:
        cookie = {"Cookie": f"{cookie_and_header_guard.COOKIE}={token}"} if token else {}
        protocols = ["streamlit", "x", session_id] if session_id else ["streamlit"]
        url = f"ws://127.0.0.1:{server.port}/_stcore/stream{query}"
        self.script = self.query = ""  # of the page that stands open
        self.connecting = connect(
            url, subprotocols=protocols, additional_headers={**cookie, **(headers or {})}, max_size=None
        )

    def __enter__(self) -> "Socket":
        self.socket = self.connecting.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self.connecting.__exit__(*error)

    def open(self, address: str, query: str = "") -> Shown:
        """Request an address, as a browser that has just loaded it does."""
        message = BackMsg()
        message.rerun_script.page_name = address.strip("/")
        message.rerun_script.query_string = self.query = query
        return self._run(message)

    def click(self, shown: Shown, label: str) -> Shown:
        """Click a button; inside a fragment only that runs."""
        widget, fragment = shown.widget("button", label)
        message = self._on(shown, fragment)
        message.rerun_script.widget_states.widgets.add(id=widget, trigger_value=True)
        return self._run(message)

    def choose(self, shown: Shown, label: str, option: str) -> Shown:
        """Choose one of a button group's options."""
        widget, fragment = shown.widget("button_group", label)
        message = self._on(shown, fragment)
        message.rerun_script.widget_states.widgets.add(id=widget).string_array_value.data.append(option)
        return self._run(message)

    def submit(self, shown: Shown, label: str, **texts: str) -> Shown:
        """Click a button of a page on which lines of text were filled in, by the last word of their keys."""
        return self.press(shown, label, {shown.text_input(name): value for name, value in texts.items()})

    def press(self, shown: Shown, label: str, texts: Mapping[str, str]) -> Shown:
        """Click a button beside widgets with these values, by their ids."""
        self.send(shown, texts, label)
        return self.receive_last()

    def type_cells(self, shown: Shown, cells: Mapping[int, Mapping[str, object]]) -> Shown:
        """Type into the grid of a page; `cells` are all that were typed since it was drawn, by row and column."""
        grid, fragment = shown.grid
        message = self._on(shown, fragment)
        typed = json.dumps({"edited_rows": cells, "added_rows": [], "deleted_rows": []})
        message.rerun_script.widget_states.widgets.add(id=grid, string_value=typed)
        return self._run(message)

    def send(self, shown: Shown, texts: Mapping[str, str], button: str = "") -> None:
        """Fill in lines of text, by their ids, and click a button, if one is named; do not wait for the answer."""
        widget, fragment = shown.widget("button", button) if button else ("", "")
        message = self._on(shown, fragment)
        states = message.rerun_script.widget_states.widgets
        if widget:
            states.add(id=widget, trigger_value=True)
        for field, value in texts.items():
            states.add(id=field, string_value=value)
        self.socket.send(message.SerializeToString())

    def receive_start(self) -> None:
        """Wait until the run of what was sent has begun."""
        while self._receive().WhichOneof("type") != "new_session":
            pass

    def _on(self, shown: Shown, fragment: str) -> BackMsg:
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.page_script_hash, message.rerun_script.query_string = (
            shown.script or self.script,
            self.query,
        )
        return message

    def _run(self, message: BackMsg) -> Shown:
        self.socket.send(message.SerializeToString())
        return self.receive_last()

    def receive_last(self) -> Shown:
        """What the last run of what was sent shows."""
        found: list[ForwardMsg] = []
        while True:
            found.append(told := self._receive())
            if told.WhichOneof("type") == "script_finished":
                if told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                shown = Shown(found)
                self.script = shown.script or self.script
                return shown

    def _receive(self) -> ForwardMsg:
        told = ForwardMsg()
        told.ParseFromString(self.socket.recv(timeout=20))
        return told
