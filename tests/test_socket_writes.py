"""Everything a socket is given in one turn leaves in one piece, in order, and without loss."""

import asyncio
import socket

import uvicorn

from components.web import server_options, socket_writes
from components.web.socket_writes import MOST_HELD, GatheringTransport


class Line:
    """A transport that records what it is given."""

    def __init__(self) -> None:
        self.told: list[bytes | str] = []

    def write(self, data: bytes) -> None:
        self.told.append(data)

    def close(self) -> None:
        self.told.append("closed")

    def is_closing(self) -> bool:
        return "closed" in self.told


def _received(*given: bytes, turns: int = 0, close: bool = False) -> list[bytes | str]:
    """What the transport has received after this many turns."""

    async def run() -> list[bytes | str]:
        line = Line()
        gathering = GatheringTransport(line, asyncio.get_running_loop())
        for data in given:
            gathering.write(data)
        if close:
            gathering.close()
        for _ in range(turns):
            await asyncio.sleep(0)
        return list(line.told)

    return asyncio.run(run())


def test_messages_of_one_turn_leave_in_one_piece_at_its_end():
    assert _received(b"one ", b"two ", b"three") == []
    assert _received(b"one ", b"two ", b"three", turns=1) == [b"one two three"]
    assert _received(b"one ", b"two ", b"three", turns=3) == [b"one two three"]


def test_large_data_is_passed_on_at_once_so_that_backpressure_works():
    much = b"x" * MOST_HELD
    assert _received(b"one ", much, b"two") == [b"one " + much]
    assert _received(b"one ", much, b"two", turns=1) == [b"one " + much, b"two"]


def test_buffered_data_is_sent_before_the_connection_is_closed():
    assert _received(b"one ", b"bye", close=True, turns=1) == [b"one bye", "closed"]


def test_everything_else_is_passed_to_the_transport():
    async def run() -> tuple[bool, bool]:
        gathering = GatheringTransport(Line(), asyncio.get_running_loop())
        before = gathering.is_closing()
        gathering.close()
        return before, gathering.is_closing()

    assert asyncio.run(run()) == (False, True)


def test_a_starting_server_gathers_what_its_sockets_send(monkeypatch):
    made: list[object] = []

    class Protocol(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            made.append(transport)

    async def startup(server, sockets=None) -> None:
        server.config.ws_protocol_class().connection_made(Line())

    monkeypatch.setattr(uvicorn.Server, "startup", startup)
    server_options.install_server_options()
    config = uvicorn.Config(app=None)
    config.ws_protocol_class, config.http_protocol_class = Protocol, asyncio.Protocol
    with socket.socket() as listening:
        asyncio.run(uvicorn.Server(config).startup([listening]))
    assert isinstance(made[0], socket_writes.GatheringTransport)
