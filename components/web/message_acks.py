"""Between browser and session:
which messages arrived, and whether the session is still known, so that the page can say what is not kept.

Streamlit acknowledges nothing: a page whose session is gone, or whose line is dead, would go on saying that all is
saved.
"""

import contextlib

from starlette.datastructures import Headers
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime, SessionClient
from streamlit.runtime.app_session import AppSession

RECEIPTS_QUERY = b"told"  # in the query of a socket whose page understands our words
SESSION_KNOWN, SESSION_LOST, SESSION_NEW = "known", "forgotten", "new"
DISCONNECTED_ERRORS = (RuntimeError, OSError)  # what an answer to a browser that has left raises


class ReceiptMiddleware:
    """Tells a page's own script, in text frames that Streamlit's never sees, whether its session is known, and how many
    of its messages arrived.
    """

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "websocket" or scope["query_string"] != RECEIPTS_QUERY:
            await self.app(scope, receive, send)
            return
        session_id = _session_id(scope)
        before, arrived, greeted = _client(session_id), 0, False

        async def receiving():
            nonlocal arrived, greeted
            if accepted and not greeted:  # asked for its first message, the session stands
                greeted = True
                await say(_standing(session_id, before))
            message = await receive()
            if message["type"] == "websocket.receive":
                arrived += 1
                await say(str(arrived))  # before Streamlit hears of it: a run that follows was told after this
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
