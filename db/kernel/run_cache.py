"""A cache of answers for one run of a page.

Every part of a page needs to know who is signed in, which units are above that user, and what those units have set.
This is cached per run and thread, for one second at most, and until the thread writes one of the tables involved; the
next interaction reads again.
"""

import threading
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from db.models import Account, Device, Grant, Setting, Unit, UnitSuccession, UnitVersion

LONGEST = 1.0  # seconds, for long runs
TABLES_CACHED = frozenset({Account, Device, Grant, Setting, Unit, UnitSuccession, UnitVersion})

P = ParamSpec("P")
R = TypeVar("R")


class _Memory(threading.local):
    """The cache of a thread."""

    def __init__(self) -> None:
        self.run: object | None = None
        self.until = 0.0
        self.answers: dict[str, dict] = {}


_memory = _Memory()


def start_run(run: object | None) -> bool:
    """Bind this thread to a run and drop what an earlier run cached; return whether it is another run.

    Outside a run nothing is cached.
    """
    is_other = run is not _memory.run or run is None
    if is_other:
        clear_results()
        _memory.run = run
    return is_other


def clear_results() -> None:
    """Drop all cached answers."""
    _memory.until, _memory.answers = 0.0, {}


@contextmanager
def outside_run() -> Iterator[None]:
    """Context manager that turns the cache off while another database is being read."""
    run = _memory.run
    start_run(None)
    try:
        yield
    finally:
        start_run(run)


def invalidate_tables(written: Set[type]) -> None:
    """Drop cached answers that may rest on tables written in this thread."""
    if TABLES_CACHED & written:
        clear_results()


def cache_for(name: str) -> dict[Any, Any]:
    """The run's cache under a name; outside a run an empty dict that nobody keeps."""
    if _memory.run is None:
        return {}
    if time.monotonic() > _memory.until:
        _memory.until, _memory.answers = time.monotonic() + LONGEST, {}
    return _memory.answers.setdefault(name, {})


def cached_per_run(question: Callable[P, R]) -> Callable[P, R]:
    """Decorator: ask a question once per run, of TABLES_CACHED only.

    Its arguments are the key; callers must not change the answer.
    """

    @wraps(question)
    def ask(*args: P.args, **options: P.kwargs) -> R:
        answers, key = cache_for(f"{question.__module__}.{question.__qualname__}"), (args, *options.items())
        if key not in answers:
            answers[key] = question(*args, **options)
        return answers[key]

    return ask
