"""Connections that send nothing, or a request byte by byte, are closed after a while and push out nobody."""

import asyncio
import resource
import socket
from contextlib import ExitStack

import pytest
from starlette.exceptions import HTTPException

from components.web import request_limits, slow_connections
from tests.visiting import Server, Socket, token_of

pytest_plugins = ["tests.served"]
HEAD = b"GET /health HTTP/1.1\r\nHost: x\r\n"
AT_ONCE = 8.0  # seconds; well below MAX_WAIT


class Transport(asyncio.Transport):
    """A connection that only notes whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


class Protocol(asyncio.Protocol):
    """What uvicorn's protocol has: a request is whole with an empty line, and is answered when the test says so."""

    def __init__(self) -> None:
        self.loop, self.cycle = asyncio.get_running_loop(), None

    def connection_made(self, transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"upgrade"):
            self.handle_websocket_upgrade(data)
        elif data.endswith(b"\r\n\r\n"):
            self.cycle = Cycle()

    def handle_websocket_upgrade(self, _event) -> None:
        self.handed_on = True

    def on_response_complete(self) -> None:
        self.cycle.response_complete = True


class Cycle:
    response_complete = False


@pytest.fixture
def connections(monkeypatch):
    """Make a connection; none of them knows those of other tests."""
    monkeypatch.setattr(slow_connections, "_waiting", slow_connections.WaitingConnections())
    monkeypatch.setattr(slow_connections, "MAX_WAIT", 0.05)

    def connected():
        made = slow_connections.with_limited_waits(Protocol)()
        made.connection_made(Transport())
        return made

    return connected


@pytest.mark.parametrize("sent", [b"", HEAD], ids=["nothing", "half"])
def test_a_connection_without_a_whole_request_is_closed(connections, sent):
    async def wait() -> bool:
        one = connections()
        if sent:
            one.data_received(sent)
        await asyncio.sleep(0.2)
        return one.transport.closed

    assert asyncio.run(wait())


def test_dripping_a_request_gains_no_time(connections):
    async def drip() -> bool:
        one = connections()
        for _byte in range(20):
            one.data_received(b"x")
            await asyncio.sleep(0.01)
        return one.transport.closed

    assert asyncio.run(drip())


def test_a_request_under_way_and_a_socket_are_left_alone(connections):
    async def wait() -> list[bool]:
        answering, upgraded, next_half = connections(), connections(), connections()
        answering.data_received(HEAD + b"\r\n")
        upgraded.data_received(b"upgrade")
        next_half.data_received(HEAD + b"\r\n")
        next_half.on_response_complete()
        next_half.data_received(HEAD)
        await asyncio.sleep(0.2)
        return [one.transport.closed for one in (answering, upgraded, next_half)]

    assert asyncio.run(wait()) == [False, False, True]


def test_the_oldest_of_too_many_waiting_connections_is_closed_and_no_other(connections, monkeypatch):
    monkeypatch.setattr(slow_connections, "MAX_WAITING", 3)
    monkeypatch.setattr(slow_connections, "MAX_WAIT", 60)

    async def many() -> tuple[list[bool], int]:
        working = connections()
        working.data_received(HEAD + b"\r\n")
        waiting = [connections() for _ in range(5)]
        gone = [one.transport.closed for one in (working, *waiting)]
        waiting[-1].connection_lost(None)
        return gone, len(slow_connections._waiting)

    gone, left = asyncio.run(many())
    assert gone == [False, True, True, False, False, False]
    assert left == 2


def test_a_form_that_does_not_arrive_is_given_up_and_a_browser_that_stays_is_not(monkeypatch):
    monkeypatch.setattr(request_limits, "MAX_FORM_SECONDS", 0.05)

    async def never():
        await asyncio.Event().wait()

    async def drip() -> tuple[int, int]:
        async def receive():
            await asyncio.sleep(0.01)
            return {"type": "http.request", "body": b"x", "more_body": True}

        receiving = request_limits.limit_body("/auth/sign-in", receive)
        for part in range(1000):
            try:
                await receiving()
            except HTTPException as given_up:
                return part, given_up.status_code
        return 1000, 0

    async def stay() -> bool:
        parts = iter([{"type": "http.request", "body": b"x", "more_body": False}])

        async def receive():
            return next(parts, None) or await never()

        receiving = request_limits.limit_body("/auth/sign-in", receive)
        await receiving()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(receiving(), 0.3)
        return True

    parts, status = asyncio.run(drip())
    assert (0 < parts < 10, status) == (True, 408)
    assert asyncio.run(stay())


def is_closed(line: socket.socket) -> bool:
    """Whether the other end has hung up; it does so with a reset if bytes had come that it had not read yet."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_more_silent_connections_than_may_wait_keep_nobody_out(server: Server, served):
    with ExitStack() as many:
        silent = []
        for at in range(slow_connections.MAX_WAITING + 100):
            line = many.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=AT_ONCE))
            line.sendall((b"", HEAD)[at % 2])
            silent.append(line)
        assert server.client().get("/health", timeout=AT_ONCE).text == "ok"
        assert all(is_closed(each) for each in silent[:2]), "the oldest were closed"
        with Socket(server, token_of(served.secretary)) as page:
            assert "bithu" in page.open("/me").text


def test_the_server_may_open_a_socket_for_each_page(server: Server):
    soft, hard = resource.prlimit(server.pid, resource.RLIMIT_NOFILE)
    assert soft >= min(hard, slow_connections.WANTED_FILES)
