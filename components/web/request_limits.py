"""How much is let in from whom:
no other site's requests, short forms, few strangers at once, files only of those who bring in lists.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from streamlit.runtime import get_instance

from components import menu
from db.accounts import signin, signin_attempts

TOKEN_HASH_HEADER = "x-register-sid"  # the header by which the guard tells who asks
ADDRESS_HEADER = "x-register-address"  # and that by which it tells where a stranger is
MAX_BODY_BYTES = 4096  # bytes of a request, but for files
MAX_FRAME_BYTES = 1_000_000  # bytes that a page sends at once; of a stranger, who has but a name and a password to say
MAX_ANONYMOUS_FRAME_BYTES = 20_000
# open sockets of people who are not signed in: of all, and from one address
MAX_ANONYMOUS_SOCKETS, MAX_ANONYMOUS_SOCKETS_PER_ADDRESS = 1000, 100
UPLOAD_PATH = "/_stcore/upload_file/"
MAX_FILE_BYTES = 24 << 20  # the guard of workbooks says its own, smaller limit in a sentence
MAX_BYTES_PER_ACCOUNT, MAX_BYTES_IN_ALL = 48 << 20, 192 << 20  # bytes held for one account, and for all
HOST_PATTERN = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?")


def is_cross_site(headers: Headers) -> bool:
    """Whether another site's page asks. Programs name no origin; a browser always does where it matters."""
    origin, host = headers.get("origin"), headers.get("host", "")
    return origin is not None and not (HOST_PATTERN.fullmatch(host) and origin in (f"http://{host}", f"https://{host}"))


def declares_too_long(path: str, headers: Headers) -> bool:
    """Whether a request says itself that it is longer than may be."""
    said = headers.get("content-length", "0")
    return not said.isdecimal() or int(said) > _most(path)


def limit_body(path: str, receive):
    """What receives a request's body and refuses it once it is longer than may be, whatever it said of itself."""
    most, seen = _most(path), 0

    async def receiving():
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413)
        return message

    return receiving


def _most(path: str) -> int:
    return MAX_FILE_BYTES + MAX_BODY_BYTES if path.startswith(UPLOAD_PATH) else MAX_BODY_BYTES


class AnonymousSockets:
    """The open sockets of people who are not signed in."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()

    @contextmanager
    def admitted(self, address: str) -> Iterator[bool]:
        """Whether there is room for one more from an address, which is taken meanwhile."""
        network = signin_attempts.network_of(address)
        if self.open.total() >= MAX_ANONYMOUS_SOCKETS or self.open[network] >= MAX_ANONYMOUS_SOCKETS_PER_ADDRESS:
            yield False
            return
        self.open[network] += 1
        try:
            yield True
        finally:
            self.open[network] -= 1
            self.open += Counter()  # forgets those with none


def limit_messages(receive, send):
    """What receives a stranger's words and ends his socket at one that is longer than a stranger has to say."""

    async def receiving():
        message = await receive()
        if len(message.get("bytes") or message.get("text") or "") <= MAX_ANONYMOUS_FRAME_BYTES:
            return message
        await send({"type": "websocket.close", "code": 1009})
        return {"type": "websocket.disconnect", "code": 1009}

    return receiving


class UploadQuota:
    """Room for files: of those who may bring in lists, into their own sessions, so much for each and so much in all."""

    def __init__(self) -> None:
        self.whose: dict[str, int] = {}  # account by session
        self.coming: list[tuple[int, int]] = []  # account and bytes of what is on its way

    def may_upload(self, path: str, known: str, seen: signin.SignedInUser) -> bool:
        """Whether somebody may send a file there, or take it back:
        in a role that brings in lists, to a session of his own browser.
        """
        return seen.role in menu.roles_of("/import") and browser_of_session(_session_of(path)) == known

    @contextmanager
    def reserve(self, path: str, headers: Headers, account_id: int) -> Iterator[bool]:
        """Whether there is room for a file that is about to come, which is taken until the file is held or gone."""
        coming = account_id, int(headers.get("content-length", MAX_FILE_BYTES))
        if self._held(account_id) + coming[1] > MAX_BYTES_PER_ACCOUNT or self._held() + coming[1] > MAX_BYTES_IN_ALL:
            yield False
            return
        self.coming.append(coming)
        try:
            yield True
        finally:
            self.coming.remove(coming)
            self.whose[_session_of(path)] = account_id

    def _held(self, account_id: int | None = None) -> int:
        """Bytes that are held or on their way, for one account or for all."""
        held = {
            session_id: list(files.values())
            for session_id, files in list(get_instance().uploaded_file_mgr.file_storage.items())
        }
        self.whose = {session_id: account for session_id, account in self.whose.items() if session_id in held}
        kept = sum(
            len(file.data)
            for session_id, files in held.items()
            if account_id in (None, self.whose.get(session_id))
            for file in files
        )
        return kept + sum(size for account, size in self.coming if account_id in (None, account))


def _session_of(path: str) -> str:
    return path.removeprefix(UPLOAD_PATH).partition("/")[0]


def browser_of_session(session_id: str) -> str | None:
    """Whose browser a session of Streamlit's speaks with; None for one that speaks with nobody now."""
    client = get_instance().get_client(session_id)
    return dict(client.client_context.headers).get(TOKEN_HASH_HEADER) if client else None
