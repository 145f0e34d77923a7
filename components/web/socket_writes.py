"""Everything a socket is given to send in one turn of the event loop leaves in one piece.

Each element of a page is a message of some two hundred bytes: handing each one to the system separately costs as much
as computing it, and on a phone's connection it is a packet of its own.
"""

import asyncio
from typing import Any, cast

MOST_HELD = 64 * 1024  # bytes, sent at once; with more, the connection reports that it is full


class GatheringTransport:
    """A transport that sends at the end of the turn what it was given during it, in order; everything
    else is passed through.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Queue data, to be sent soon."""
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(data)
        self._size += len(data)
        if self._size >= MOST_HELD:
            self.flush()

    def flush(self) -> None:
        """Send what is queued."""
        held, self._held, self._size = self._held, [], 0
        if held:
            self._transport.write(b"".join(held))

    def close(self) -> None:
        """Send what is queued, and close."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def with_gathered_writes(protocol: type) -> type:
    """Return a subclass of this socket protocol whose transports gather writes."""

    class GatheringProtocol(protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            gathering = GatheringTransport(cast(asyncio.Transport, transport), asyncio.get_running_loop())
            super().connection_made(gathering)

    return GatheringProtocol
