"""A first-come-first-served queue for what only a few threads may do at a time, without polling.

Writers have one of their own, since SQLite lets one write at a time and makes the others poll. It covers one process:
writers of other processes (the worker, backups) still meet in SQLite's own waiting.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from db.errors import Conflict

MAX_WAIT = 20.0  # seconds


class TurnQueue:
    """A fixed number of simultaneous turns. A thread that has one may begin another within it without waiting."""

    def __init__(self, places: int = 1, patience: float | None = MAX_WAIT) -> None:
        """`patience` is the longest wait in seconds; None waits as long as it takes."""
        self._lock = threading.Lock()
        self._free, self._patience = places, patience
        self._waiting: deque[threading.Event] = deque()
        self._mine = threading.local()

    @contextmanager
    def turn(self, patience: float | None = None) -> Iterator[None]:
        """Context manager that holds one of the turns; `patience` replaces the queue's own. Raises Conflict("busy") if
        the wait is too long.
        """
        if getattr(self._mine, "turn", False):
            yield
            return
        self._await(self._patience if patience is None else patience)
        self._mine.turn = True
        try:
            yield
        finally:
            self._mine.turn = False
            self._call_next()

    def _await(self, patience: float | None) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = threading.Event()
            self._waiting.append(called)
        try:
            if called.wait(patience):
                return
        except BaseException:
            if self._leave(called):
                self._call_next()
            raise
        if not self._leave(called):
            raise Conflict("busy")

    def _leave(self, called: threading.Event) -> bool:
        """Leave the queue; whether one's turn had come meanwhile."""
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
