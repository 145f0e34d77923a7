"""What a socket is given to send in one turn of the event loop leaves in one piece.

Each element of a page is a message of its own, of some two hundred bytes: handing each to the system by itself costs
as much as computing it, and on a phone's line it is a packet by itself.
"""

import asyncio
from typing import Any, cast

MOST_HELD = 64 * 1024  # bytes, after which nothing more is waited for: beyond these the line says that it is full


class GatheringTransport:
    """A transport that sends at the end of the turn what it was given in it, in order; all else is the transport's."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Have it sent soon."""
        if not self._held:
            self._loop.call_soon(self.flush)
        self._held.append(data)
        self._size += len(data)
        if self._size >= MOST_HELD:
            self.flush()

    def flush(self) -> None:
        """Send what is held."""
        held, self._held, self._size = self._held, [], 0
        if held:
            self._transport.write(b"".join(held))

    def close(self) -> None:
        """Send what is held, and close."""
        self.flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def with_gathered_writes(protocol: type) -> type:
    """Return this protocol of sockets with transports that gather writes."""

    class GatheringProtocol(protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            gathering = GatheringTransport(cast(asyncio.Transport, transport), asyncio.get_running_loop())
            super().connection_made(gathering)

    return GatheringProtocol
