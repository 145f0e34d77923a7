"""Connections that send nothing, or a request byte by byte: closed after a while, and few at a time.

uvicorn waits forever for a request, and each open connection takes one of the files that the system lets a process
open: a thousand silent connections would keep everybody else out.
"""

import asyncio
from collections import OrderedDict
from functools import cache
from typing import Any

MAX_WAIT = 20.0  # seconds for the head of a request; a browser sends it at once
MAX_WAITING = 500  # connections without a request; beyond that the oldest is closed
WANTED_FILES = 65_536  # a socket for each open page, and what the database needs


class WaitingConnections:
    """The connections that have no request under way, the oldest first."""

    def __init__(self) -> None:
        self._timers: OrderedDict[Any, asyncio.TimerHandle] = OrderedDict()

    def __len__(self) -> int:
        return len(self._timers)

    def add(self, connection: Any, loop: asyncio.AbstractEventLoop) -> None:
        """Note that a connection waits for a request; it keeps its place if it has waited already."""
        if connection in self._timers:
            return
        self._timers[connection] = loop.call_later(MAX_WAIT, self._close, connection)
        if len(self._timers) > MAX_WAITING:
            self._close(next(iter(self._timers)))

    def remove(self, connection: Any) -> None:
        """Note that a connection has got its request, or is closed."""
        if timer := self._timers.pop(connection, None):
            timer.cancel()

    def _close(self, connection: Any) -> None:
        self.remove(connection)
        connection.transport.close()


_waiting = WaitingConnections()


@cache
def with_limited_waits(protocol: type) -> type:
    """Return a subclass of this HTTP protocol whose connections do not wait for a request for long."""

    class ImpatientProtocol(protocol):
        upgraded = False  # to a socket, which pings its browser

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            _waiting.add(self, self.loop)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                _waiting.remove(self)
            elif not self.upgraded and not self.transport.is_closing():
                _waiting.add(self, self.loop)

        def handle_websocket_upgrade(self, *event: Any) -> None:
            self.upgraded = True
            _waiting.remove(self)
            super().handle_websocket_upgrade(*event)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if not self.transport.is_closing():
                _waiting.add(self, self.loop)

        def connection_lost(self, exc: Exception | None) -> None:
            _waiting.remove(self)
            super().connection_lost(exc)

    return ImpatientProtocol


def raise_file_limit() -> None:
    """Let this process open as many files as the system allows it to ask for, at least for each page a socket."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
