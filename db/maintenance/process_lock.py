"""One server and one worker per database: a file lock in the data folder,
which the system releases however a process ends.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from db import config
from db.errors import Refused

SERVER, WORKER = "server", "worker"
_held: dict[Path, IO[bytes]] = {}  # open as long as this process lives, since closing releases the lock


def acquire(what: str) -> None:
    """Become the only server or worker of this database until this process ends.

    Raises Refused("already_serving").
    """
    place = _place(what)
    if place in _held:
        return
    opened = place.open("ab")
    try:
        _lock(opened)
    except OSError as taken:
        opened.close()
        raise Refused("already_serving", folder=str(place.parent)) from taken
    _held[place] = opened


@contextmanager
def lock_out_server() -> Iterator[None]:
    """Context manager in which no server can start. Raises Refused("database_in_use") if one is running."""
    try:
        acquire(SERVER)
    except Refused as running:
        raise Refused("database_in_use") from running
    try:
        yield
    finally:
        _held.pop(_place(SERVER)).close()


def _place(what: str) -> Path:
    return config.data_dir() / f"{'demo' if config.demo() else 'register'}-{what}.lock"


if os.name == "nt":
    import msvcrt

    def _lock(opened: IO[bytes]) -> None:
        opened.seek(0)
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
else:
    import fcntl

    def _lock(opened: IO[bytes]) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
