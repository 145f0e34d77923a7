"""The queue of writers: SQLite lets one write at a time and has the others try again and again; here they wait in line and are called in turn.

It stands in one process. Writers of other processes, the worker and backups, still meet in SQLite's own waiting.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from db.faults import Conflict

PATIENCE = 20.0  # seconds


class Queue:
    """Whoever comes first is served first. Who holds the turn may begin another deed within it without waiting for himself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[threading.Event, int]] = deque()
        self._holder: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Within, nobody else of this process writes. Raises Conflict("busy") where it takes too long."""
        me = threading.get_ident()
        if self._holder == me:
            yield
            return
        self._await(me)
        try:
            yield
        finally:
            self._call_next()

    def _await(self, me: int) -> None:
        with self._lock:
            if self._holder is None:
                self._holder = me
                return
            called = threading.Event()
            self._waiting.append((called, me))
        try:
            if called.wait(PATIENCE):
                return
        except BaseException:
            if self._leave(called, me):
                self._call_next()
            raise
        if not self._leave(called, me):
            raise Conflict("busy")

    def _leave(self, called: threading.Event, me: int) -> bool:
        """Out of the line; whether one was called in the meantime, and then has the turn."""
        with self._lock:
            if not called.is_set():
                self._waiting.remove((called, me))
            return called.is_set()

    def _call_next(self) -> None:
        with self._lock:
            called, self._holder = self._waiting.popleft() if self._waiting else (None, None)
            if called:
                called.set()
