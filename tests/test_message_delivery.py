"""What a page sends reaches its browser, complete and in order, and no other page is touched."""

import asyncio
import itertools
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import websocket_session_manager
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime import Runtime, SessionClientDisconnectedError
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from components.web import message_delivery
from components.web.message_delivery import DeliveringSession
from tests.visiting import ROOT, Socket, token_of

pytest_plugins = ["tests.served"]
LINE = 500  # the number of messages Streamlit lets wait for one browser
_places = itertools.count()


class Browser:
    """The far end of a connection: records what it was sent, and gives up if more is waiting for it than the queue
    holds.
    """

    client_context = None

    def __init__(self) -> None:
        self.heard: list[ForwardMsg] = []
        self.waiting, self.away = 0, False

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        if self.away or self.waiting == LINE:
            raise SessionClientDisconnectedError
        self.waiting += 1
        self.heard.append(msg)
        asyncio.get_running_loop().call_soon(self._taken)

    def _taken(self) -> None:
        self.waiting = 0

    @property
    def texts(self) -> list[str]:
        return [m.delta.new_element.text.body for m in self.heard if m.WhichOneof("type") == "delta"]

    @property
    def kinds(self) -> list[str]:
        return [message.WhichOneof("type") for message in self.heard]


class Office(WebsocketSessionManager):
    """Sessions, and what they need of the server around them."""

    def __init__(self) -> None:
        files = MemoryUploadedFileManager("/upload")
        super().__init__(MemorySessionStorage(), files, ScriptCache(), self._look_at_all)
        self._session_mgr, self.looks = self, 0

    def _look_at_all(self) -> None:
        self.looks += 1

    def _send_message(self, info, msg: ForwardMsg) -> None:
        Runtime._send_message(self, info, msg)

    def disconnect_session(self, session_id: str, client: Browser | None = None) -> None:
        super().disconnect_session(session_id)

    def connect(self, session_id: str | None = None) -> tuple[DeliveringSession, Browser]:
        browser = Browser()
        session_id = self.connect_session(browser, ScriptData(str(ROOT / "page_script.py"), False), {}, session_id)
        return self._active_session_info_by_id[session_id].session, browser


@pytest.fixture
def playing(monkeypatch) -> Callable:
    """Run a scene among sessions created as the server creates them."""
    monkeypatch.setattr(websocket_session_manager, "AppSession", websocket_session_manager.AppSession)
    monkeypatch.setattr(WebsocketSessionManager, "connect_session", WebsocketSessionManager.connect_session)
    message_delivery.install_message_delivery()

    def play(scene) -> None:
        async def played() -> None:
            office = Office()
            monkeypatch.setattr(Runtime, "instance", lambda: office)
            await scene(office)

        asyncio.run(played())

    return play


def element(text: str) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.text.body = text
    message.metadata.delta_path[:] = [0, next(_places)]  # of two in one place the later one wins
    return message


def notify(session: DeliveringSession, *texts: str, event: ScriptRunnerEvent | None = None, **told) -> None:
    """As the thread of a page does."""
    for text in texts:
        session._on_scriptrunner_event(None, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, element(text))
    if event:
        session._on_scriptrunner_event(None, event, **told)


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not fact():
            await asyncio.sleep(0)


def test_the_events_of_a_run_wake_the_event_loop_once(playing, monkeypatch):
    async def scene(office: Office) -> None:
        session, browser = office.connect()
        woken, wake = [], session._event_loop.call_soon_threadsafe
        monkeypatch.setattr(
            session._event_loop, "call_soon_threadsafe", lambda *told: woken.append(told) or wake(*told)
        )
        texts = [str(at) for at in range(50)]
        notify(session, *texts)
        assert len(woken) == 1
        await until(lambda: browser.texts == texts)

    playing(scene)


def test_output_is_sent_while_the_page_is_still_running(playing):
    async def scene(office: Office) -> None:
        session, browser = office.connect()
        for text in ("first", "second"):  # neither is followed by the end of the run
            notify(session, text)
            await until(lambda text=text: browser.texts[-1:] == [text])

    playing(scene)


def test_the_end_of_a_run_is_sent_without_waiting(playing, monkeypatch):
    async def scene(office: Office) -> None:
        monkeypatch.setattr(message_delivery, "GATHERING", 10**6)
        session, browser = office.connect()
        notify(session, "a", "b", event=ScriptRunnerEvent.SHUTDOWN)
        await until(lambda: browser.texts == ["a", "b"])

    playing(scene)


def test_other_open_pages_are_not_flushed(playing, monkeypatch):
    async def scene(office: Office) -> None:
        (session, browser), (other, _browser) = office.connect(), office.connect()
        monkeypatch.setattr(other, "flush_browser_queue", lambda: pytest.fail("another page was looked at"))
        notify(session, "a")
        await until(lambda: browser.texts == ["a"])
        assert not office.looks

    playing(scene)


def test_more_messages_than_the_queue_holds_arrive_complete(playing):
    async def scene(office: Office) -> None:
        session, browser = office.connect()
        texts = [str(at) for at in range(3 * LINE)]
        notify(session, *texts)
        await until(lambda: len(browser.texts) == len(texts))
        assert browser.texts == texts

    playing(scene)


def test_messages_queued_while_a_browser_was_away_wait_for_it(playing):
    async def scene(office: Office) -> None:
        session, _browser = office.connect()
        office.disconnect_session(session.id)
        notify(session, "a", event=ScriptRunnerEvent.SHUTDOWN)
        await until(lambda: not session._browser_queue.is_empty() and session._delivery is None)
        again, browser = office.connect(session.id)
        assert again is session
        await until(lambda: browser.texts == ["a"])

    playing(scene)


def test_a_browser_that_takes_nothing_more_is_disconnected(playing):
    async def scene(office: Office) -> None:
        session, browser = office.connect()
        browser.away = True
        notify(session, "a")
        await until(lambda: not office.is_active_session(session.id))
        _session, other = office.connect(session.id)
        notify(session, "b")
        await until(lambda: other.texts == ["b"])

    playing(scene)


def test_a_failing_event_does_not_hold_up_the_next(playing):
    async def scene(office: Office) -> None:
        session, browser = office.connect()
        asyncio.get_running_loop().set_exception_handler(lambda *_told: None)
        notify(session, event=ScriptRunnerEvent.SCRIPT_STARTED)  # without its page: refused
        notify(session, "a")
        await until(lambda: browser.texts == ["a"])

    playing(scene)


def test_the_error_for_an_unreadable_message_comes_after_everything_else(playing):
    async def scene(office: Office) -> None:
        session, browser = office.connect()
        session.handle_backmsg_exception(ValueError("unreadable"))
        await until(lambda: "delta" in browser.kinds)
        assert browser.kinds.index("new_session") < browser.kinds.index("delta")

    playing(scene)


def test_a_new_interaction_does_not_drop_what_the_previous_run_sent(playing, monkeypatch):
    async def scene(office: Office) -> None:
        session, browser = office.connect()
        runner = SimpleNamespace(request_stop=lambda: None)
        monkeypatch.setattr(session, "_create_scriptrunner", lambda _data: setattr(session, "_scriptrunner", runner))
        notify(session, "a")
        session.request_rerun(None)
        await until(lambda: browser.texts == ["a"])
        notify(session, "b", event=ScriptRunnerEvent.SHUTDOWN)
        await until(lambda: not session._events)
        assert browser.texts == ["a"]  # output of a run that was replaced is ignored
        assert session._scriptrunner is runner

    playing(scene)


def test_the_servers_sessions_deliver_their_messages_themselves():
    import_module("components.web.server")
    assert websocket_session_manager.AppSession is DeliveringSession
    assert hasattr(WebsocketSessionManager.connect_session, "__wrapped__")


def test_a_long_page_arrives_complete_on_a_running_server(server, served):
    with Socket(server, token_of(served.secretary)) as visitor:
        kinds = [message.WhichOneof("type") for message in visitor.open("/members").messages]
    assert kinds.count("new_session") == kinds.count("script_finished") == 1
    assert kinds.index("new_session") < kinds.index("delta") < kinds.index("script_finished")
