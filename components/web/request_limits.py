"""How much is accepted from whom:
no requests from other sites, small forms, few strangers at once, files only from those who import lists.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from components import menu
from db.accounts import signin, signin_attempts

TOKEN_HASH_HEADER = "x-register-sid"  # the header in which the guard says who sends a request
ADDRESS_HEADER = "x-register-address"  # the header in which the guard says where a stranger connects from
MAX_BODY_BYTES = 4096  # bytes of a request, except files
MAX_FORM_SECONDS, MAX_FILE_PAUSE = 20.0, 60.0  # for a whole form to arrive, and for the next part of a file
MAX_FRAME_BYTES = 1_000_000  # bytes per message of a page; below, of a stranger, who sends only a name and a password
MAX_ANONYMOUS_FRAME_BYTES = 20_000
# Open sockets of people who are not signed in: in all, and per address.
MAX_ANONYMOUS_SOCKETS, MAX_ANONYMOUS_SOCKETS_PER_ADDRESS = 1000, 100
UPLOAD_PATH = "/_stcore/upload_file/"
MAX_FILE_BYTES = 24 << 20  # the upload check reports its own, smaller limit in a sentence
MAX_BYTES_PER_ACCOUNT, MAX_BYTES_IN_ALL = 48 << 20, 192 << 20  # bytes held for one account, and in all
HOST_PATTERN = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?")


def is_cross_site(headers: Headers) -> bool:
    """Return whether another site's page sent the request. Programs send no origin; browsers always do
    where it matters.
    """
    origin, host = headers.get("origin"), headers.get("host", "")
    return origin is not None and not (HOST_PATTERN.fullmatch(host) and origin in (f"http://{host}", f"https://{host}"))


def declares_too_long(path: str, headers: Headers) -> bool:
    """Return whether a request declares a length above the limit."""
    said = headers.get("content-length", "0")
    return not said.isdecimal() or int(said) > _most(path)


def limit_body(path: str, receive):
    """Wrap `receive` so that a body is refused that is longer than the limit, whatever length it declared, or that does
    not arrive.
    """
    most, seen, until, arriving = _most(path), 0, 0.0, True

    async def receiving():
        nonlocal seen, until, arriving
        if not arriving:  # whatever is awaited now is that the browser leaves
            return await receive()
        now = asyncio.get_running_loop().time()
        until = now + MAX_FILE_PAUSE if path.startswith(UPLOAD_PATH) else until or now + MAX_FORM_SECONDS
        try:
            message = await asyncio.wait_for(receive(), until - now)
        except TimeoutError as slow:
            raise HTTPException(408) from slow
        arriving = message.get("more_body", False)
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
        """Yield whether there is room for one more socket from an address, and hold its place meanwhile."""
        network = signin_attempts.network_of(address)
        if self.open.total() >= MAX_ANONYMOUS_SOCKETS or self.open[network] >= MAX_ANONYMOUS_SOCKETS_PER_ADDRESS:
            yield False
            return
        self.open[network] += 1
        try:
            yield True
        finally:
            self.open[network] -= 1
            self.open += Counter()  # drops those with none


def limit_messages(receive, send):
    """Wrap `receive` so that a stranger's socket is closed after a message that is longer than a stranger needs."""

    async def receiving():
        message = await receive()
        if len(message.get("bytes") or message.get("text") or "") <= MAX_ANONYMOUS_FRAME_BYTES:
            return message
        await send({"type": "websocket.close", "code": 1009})
        return {"type": "websocket.disconnect", "code": 1009}

    return receiving


class UploadQuota:
    """Room for files, only for those who import lists and only in their own sessions, limited per
    account and in all.
    """

    def __init__(self) -> None:
        self.whose: dict[str, int] = {}  # account by session
        self.coming: list[tuple[int, int]] = []  # account and bytes of files on their way

    def may_upload(self, path: str, known: str, user: signin.SignedInUser) -> bool:
        """Return whether somebody may send a file there, or delete it: in a role that imports lists, to a session of
        their own browser.
        """
        return user.role in menu.roles_of("/import") and browser_of_session(_session_of(path)) == known

    @contextmanager
    def reserve(self, path: str, headers: Headers, account_id: int) -> Iterator[bool]:
        """Yield whether there is room for a file that is about to arrive, and reserve it until the file
        is stored or gone.
        """
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
        """Return the bytes that are stored or on their way, for one account or in all."""
        held = {
            session_id: list(files.values())
            for session_id, files in list(
                cast(MemoryUploadedFileManager, get_instance().uploaded_file_mgr).file_storage.items()
            )
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
    """Return the hash of the cookie of the browser that a Streamlit session is connected to; None if
    there is none now.
    """
    client = get_instance().get_client(session_id)
    return dict(client.client_context.headers).get(TOKEN_HASH_HEADER) if client else None
