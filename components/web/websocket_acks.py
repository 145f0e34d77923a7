"""Acknowledgements between browser and session: which messages arrived, and whether the session is still known.

The page can thus say what is not saved and, after a broken connection, which input never arrived. Streamlit
acknowledges nothing: a page whose session is gone, or whose connection is broken, would go on saying that everything is
saved.
"""

import contextlib
import re
from collections import OrderedDict
from dataclasses import dataclass

from starlette.datastructures import Headers
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime, SessionClient
from streamlit.runtime.app_session import AppSession

# The query of a socket whose page supports acknowledgements: the page, and how many messages it sent before.
RECEIPTS_QUERY = re.compile(rb"told=([0-9a-f]{32})\.([0-9]{1,9})")
MAX_PAGES = 5000  # pages remembered, the most recent ones
SESSION_KNOWN, SESSION_LOST, SESSION_NEW = "known", "forgotten", "new"
DISCONNECTED_ERRORS = (RuntimeError, OSError)  # raised when answering a browser that has left


@dataclass(eq=False)
class PageSocket:
    """A socket that a page uses until it opens another one, and the number of the page's last message that arrived over
    any of them.
    """

    last_arrived: int | None = None
    current: bool = True


class AckMiddleware:
    """Tells a page's own script whether its session is known and how many of its messages arrived, in text frames that
    Streamlit never sees.
    """

    def __init__(self, app) -> None:
        self.app = app
        self.pages: OrderedDict[bytes, PageSocket] = OrderedDict()

    async def __call__(self, scope, receive, send) -> None:
        told = RECEIPTS_QUERY.fullmatch(scope.get("query_string", b"")) if scope["type"] == "websocket" else None
        if told is None:
            await self.app(scope, receive, send)
            return
        page, count = told[1], int(told[2])
        session_id = _session_id(scope)
        before, line, greeted = _client(session_id), self._new_line(page), False

        async def receiving():
            nonlocal count, greeted
            if accepted and not greeted:  # when its first message is requested, the session exists
                greeted = True
                known = "" if line.last_arrived is None else f" {line.last_arrived}"
                await say(_standing(session_id, before) + known)
            message = await receive()
            if message["type"] == "websocket.receive":
                if not line.current:  # a late message has already been reported as lost
                    return {"type": "websocket.disconnect", "code": 1001}
                count += 1
                line.last_arrived = count
                await say(str(count))  # before Streamlit gets it, so that it precedes the output of the run
            return message

        accepted = False

        async def sending(message) -> None:
            nonlocal accepted
            accepted = accepted or message["type"] == "websocket.accept"
            await send(message)

        async def say(text: str) -> None:
            with contextlib.suppress(*DISCONNECTED_ERRORS):
                await send({"type": "websocket.send", "text": text})

        await self.app(scope, receiving, sending)

    def _new_line(self, page: bytes) -> PageSocket:
        """Return a new line that replaces the page's previous one, which is ignored from now on."""
        had = self.pages.pop(page, PageSocket())
        had.current = False
        line = self.pages[page] = PageSocket(had.last_arrived)
        while len(self.pages) > MAX_PAGES:
            self.pages.popitem(last=False)
        return line


def rerun_page_for_unknown_fragments() -> None:
    """Have input in a fragment that its session does not know rerun the whole page; Streamlit would ignore it."""
    ask = AppSession.request_rerun

    def request_rerun(session: AppSession, state: ClientState | None) -> None:
        if state and state.fragment_id and not state.is_auto_rerun and not session.has_fragment(state.fragment_id):
            state.fragment_id = ""
        ask(session, state)

    AppSession.request_rerun = request_rerun


def _session_id(scope) -> str | None:
    """Return the browser's previous session, which Streamlit's page sends as the third of the protocols it offers."""
    told = [part.strip() for part in Headers(scope=scope).get("sec-websocket-protocol", "").split(",")]
    return told[2] if len(told) > 2 else None


def _client(session_id: str | None) -> SessionClient | None:
    return Runtime.instance().get_client(session_id) if session_id and Runtime.exists() else None


def _standing(session_id: str | None, before: SessionClient | None) -> str:
    """Return whether a session is known: one that continues has a new client now; one that another browser holds keeps
    its own.
    """
    if session_id is None:
        return SESSION_NEW
    now = _client(session_id)
    return SESSION_LOST if now is None or now is before else SESSION_KNOWN
