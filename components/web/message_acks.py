"""Between browser and session:
which messages arrived, and whether the session is still known, so that the page can say what is not kept, and after a
dead line which touches never came.

Streamlit acknowledges nothing: a page whose session is gone, or whose line is dead, would go on saying that all is
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

# the query of a socket whose page understands our words: the page, and how many messages it sent before
RECEIPTS_QUERY = re.compile(rb"told=([0-9a-f]{32})\.([0-9]{1,9})")
MAX_PAGES = 5000  # remembered, the last ones that said something
SESSION_KNOWN, SESSION_LOST, SESSION_NEW = "known", "forgotten", "new"
DISCONNECTED_ERRORS = (RuntimeError, OSError)  # what an answer to a browser that has left raises


@dataclass(eq=False)
class PageLine:
    """A socket that a page speaks over, until it has another one, and the number of the page's last message that
    arrived, over whichever.
    """

    arrived: int | None = None
    current: bool = True


class ReceiptMiddleware:
    """Tells a page's own script, in text frames that Streamlit's never sees, whether its session is known, and how many
    of its messages arrived.
    """

    def __init__(self, app) -> None:
        self.app = app
        self.pages: OrderedDict[bytes, PageLine] = OrderedDict()

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
            if accepted and not greeted:  # asked for its first message, the session stands
                greeted = True
                known = "" if line.arrived is None else f" {line.arrived}"
                await say(_standing(session_id, before) + known)
            message = await receive()
            if message["type"] == "websocket.receive":
                if not line.current:  # what comes late was called lost
                    return {"type": "websocket.disconnect", "code": 1001}
                count += 1
                line.arrived = count
                await say(str(count))  # before Streamlit hears of it: a run that follows was told after this
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

    def _new_line(self, page: bytes) -> PageLine:
        """A line in place of the one that the page had: that one is heard no more."""
        had = self.pages.pop(page, PageLine())
        had.current = False
        line = self.pages[page] = PageLine(had.arrived)
        while len(self.pages) > MAX_PAGES:
            self.pages.popitem(last=False)
        return line


def rerun_page_for_unknown_fragments() -> None:
    """Have a touch in a fragment that its session does not know run the whole page: Streamlit answers it by nothing."""
    ask = AppSession.request_rerun

    def request_rerun(session: AppSession, state: ClientState | None) -> None:
        if state and state.fragment_id and not state.is_auto_rerun and not session.has_fragment(state.fragment_id):
            state.fragment_id = ""
        ask(session, state)

    AppSession.request_rerun = request_rerun


def _session_id(scope) -> str | None:
    """The session that a browser had before, which Streamlit's page says as the third of the protocols it offers."""
    told = [part.strip() for part in Headers(scope=scope).get("sec-websocket-protocol", "").split(",")]
    return told[2] if len(told) > 2 else None


def _client(session_id: str | None) -> SessionClient | None:
    return Runtime.instance().get_client(session_id) if session_id and Runtime.exists() else None


def _standing(session_id: str | None, before: SessionClient | None) -> str:
    """A session that goes on has a new client now; one that somebody else holds keeps its own."""
    if session_id is None:
        return SESSION_NEW
    now = _client(session_id)
    return SESSION_LOST if now is None or now is before else SESSION_KNOWN
