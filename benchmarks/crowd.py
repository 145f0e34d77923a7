"""A crowd: runs a second with fifty secretaries at work, how long each waits, and the memory of six hundred open pages."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psutil

from db.access import signin
from tests.visiting import Server, Socket, serving

CLIENTS, OPEN = 50, 600
SECONDS = 20
PAGES = ("/", "/record", "/members", "/households")


def measure(folder: Path, account_id: int) -> dict[str, float]:
    """Runs a second, milliseconds that a run is waited for, megabytes of the server alone and with all pages open."""
    tokens = [signin.open_device(account_id, "Benchmark").token for _ in range(OPEN)]
    with serving(folder, REGISTER_DEMO="1") as server:
        _walk(server, tokens[0], time.monotonic() + 3)  # what is loaded once is loaded
        alone = _memory(server)
        waits = _at_work(server, tokens[:CLIENTS])
        with ExitStack() as opened:
            _open(server, tokens, opened)
            crowded = _memory(server)
    return {
        "runs_a_second": len(waits) / SECONDS,
        "median_wait_ms": statistics.median(waits) * 1000,
        "slowest_of_twenty_ms": statistics.quantiles(waits, n=20)[-1] * 1000,
        "alone_mb": alone,
        "crowded_mb": crowded,
        "mb_a_page": (crowded - alone) / OPEN,
    }


def _at_work(server: Server, tokens: list[str]) -> list[float]:
    """The waits of everybody who opens page after page for a while."""
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(len(tokens)) as crowd:
        return [wait for waits in crowd.map(lambda token: _walk(server, token, until), tokens) for wait in waits]


def _walk(server: Server, token: str, until: float) -> list[float]:
    waits: list[float] = []
    with Socket(server, token) as socket:
        while time.monotonic() < until:
            begun = time.perf_counter()
            socket.open(PAGES[len(waits) % len(PAGES)])
            waits.append(time.perf_counter() - begun)
    return waits


def _open(server: Server, tokens: list[str], opened: ExitStack) -> None:
    """Leave a page open for each token, as phones in pockets do."""
    for place, token in enumerate(tokens):
        opened.enter_context(Socket(server, token)).open(PAGES[place % len(PAGES)])


def _memory(server: Server) -> float:
    return psutil.Process(server.pid).memory_info().rss / 2**20
