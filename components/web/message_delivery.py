"""Delivery of a page's messages to its browser while the page is computed:
handed to the event loop in batches, and sent without examining any other page.

Streamlit wakes the event loop for each element, and it then examines every open page for something to send: with six
hundred open pages that is a third of the computing for an interaction.
"""

import asyncio
from collections import deque
from functools import wraps
from typing import Any, cast

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, websocket_session_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import SessionClientDisconnectedError
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

GATHERING = 0.01  # seconds that the events of a page being computed may wait for each other
MAX_MESSAGES = 100  # sent at once; a connection takes 500 before it is given up


class DeliveringSession(AppSession):
    """A session that sends its messages itself. Its events come from the thread that computes its page, and are handled
    in the event loop as usual.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._events: deque[tuple[tuple, dict]] = deque()
        self._gathering = False
        self._delivery: asyncio.Task[None] | None = None

    def deliver_soon(self) -> None:
        """Schedule the delivery of what is queued for the browser."""
        if self._delivery is None and not self._browser_queue.is_empty():
            self._delivery = self._event_loop.create_task(self._deliver())

    def request_rerun(self, client_state: Any) -> None:
        self._handle_events()  # those of the previous run: events of a run that was replaced are ignored
        super().request_rerun(client_state)

    def handle_backmsg_exception(self, e: BaseException) -> None:
        super().handle_backmsg_exception(e)
        self._handle_events()  # now, since the report of the failure is already queued in the event loop

    def _on_scriptrunner_event(self, sender: Any, event: ScriptRunnerEvent, *args: Any, **told: Any) -> None:
        self._events.append(((sender, event, *args), told))
        if event == ScriptRunnerEvent.SHUTDOWN:
            self._call_soon_on_event_loop(self._handle_events)
        elif not self._gathering:
            self._gathering = True
            self._call_soon_on_event_loop(self._handle_events_soon)

    def _handle_events_soon(self) -> None:
        self._event_loop.call_later(GATHERING, self._handle_events)

    def _handle_events(self) -> None:
        self._gathering = False  # before taking events, so that one arriving meanwhile is scheduled again
        try:
            while self._events:
                args, told = self._events.popleft()
                self._handle_scriptrunner_event_on_event_loop(*args, **told)
        finally:
            if self._events:  # one failed: the others do not wait for the next event
                self._call_soon_on_event_loop(self._handle_events)

    def _enqueue_forward_msg(self, msg: ForwardMsg) -> None:
        self._browser_queue.enqueue(msg)
        self.deliver_soon()

    async def _deliver(self) -> None:
        try:
            while not self._browser_queue.is_empty() and (info := self._active_info()):
                for at, message in enumerate(self.flush_browser_queue(), 1):
                    Runtime.instance()._send_message(info, message)
                    if at % MAX_MESSAGES == 0:
                        await asyncio.sleep(0)  # lets the connection take them
        except SessionClientDisconnectedError:
            Runtime.instance().disconnect_session(self.id, client=info.client)
        finally:
            self._delivery = None

    def _active_info(self) -> Any:
        """Return how its browser is reached; None while the browser is away, and queued messages wait."""
        return Runtime.instance()._session_mgr.get_active_session_info(self.id)


def install_message_delivery() -> None:
    """Have sessions deliver their messages themselves from now on; a browser that comes back gets what
    waited for it.
    """
    websocket_session_manager.AppSession = DeliveringSession
    connect = WebsocketSessionManager.connect_session

    @wraps(connect)
    def connect_session(manager: WebsocketSessionManager, *args: Any, **options: Any) -> str:
        session_id = connect(manager, *args, **options)
        cast(DeliveringSession, manager._active_session_info_by_id[session_id].session).deliver_soon()
        return session_id

    WebsocketSessionManager.connect_session = connect_session
