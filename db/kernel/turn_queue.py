"""A queue for what only a few may do at a time: who comes first is served first, and nobody tries again and again.

Writers stand in one of their own, since SQLite lets one write at a time and has the others poll. It is of one process:
writers of other processes, the worker and backups, still meet in SQLite's own waiting.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from db.errors import Conflict

MAX_WAIT = 20.0  # seconds


class TurnQueue:
    """So many have a turn at a time. Who has one may begin another within it without waiting for himself."""

    def __init__(self, places: int = 1, patience: float | None = MAX_WAIT) -> None:
        """`patience` is how many seconds somebody waits at most; None for as long as it takes."""
        self._lock = threading.Lock()
        self._free, self._patience = places, patience
        self._waiting: deque[threading.Event] = deque()
        self._mine = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Within, one of the places is taken. Raises Conflict("busy") where it takes too long."""
        if getattr(self._mine, "turn", False):
            yield
            return
        self._await()
        self._mine.turn = True
        try:
            yield
        finally:
            self._mine.turn = False
            self._call_next()

    def _await(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = threading.Event()
            self._waiting.append(called)
        try:
            if called.wait(self._patience):
                return
        except BaseException:
            if self._leave(called):
                self._call_next()
            raise
        if not self._leave(called):
            raise Conflict("busy")

    def _leave(self, called: threading.Event) -> bool:
        """Out of the line; whether one was called in the meantime, and then has the turn."""
        with self._lock:
            if not called.is_set():
                self._waiting.remove(called)
            return called.is_set()

    def _call_next(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
