"""What was asked already in one run of a page, and need not be asked of the database again.

Who is here, which units stand above him and what they have chosen is asked by every part of a page. It is kept for one
run, in its thread alone, for a second at most, and until that thread writes what it rests on: the next touch asks anew.
"""

import threading
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from db.models import Account, Device, Grant, Setting, Unit, UnitSuccession, UnitVersion

LONGEST = 1.0  # seconds, for runs that take long
TABLES_CACHED = frozenset({Account, Device, Grant, Setting, Unit, UnitSuccession, UnitVersion})

P = ParamSpec("P")
R = TypeVar("R")


class _Memory(threading.local):
    """Each thread's own."""

    def __init__(self) -> None:
        self.run: object | None = None
        self.until = 0.0
        self.answers: dict[str, dict] = {}


_memory = _Memory()


def start_run(run: object | None) -> None:
    """From here on this thread works for this run; what another run asked is forgotten.

    Without a run nothing is kept.
    """
    if run is not _memory.run or run is None:
        clear_answers()
        _memory.run = run


def clear_answers() -> None:
    """Everything is asked anew."""
    _memory.until, _memory.answers = 0.0, {}


@contextmanager
def outside_run() -> Iterator[None]:
    """Within it nothing is kept, and nothing that was kept is told: another database is asked."""
    run = _memory.run
    start_run(None)
    try:
        yield
    finally:
        start_run(run)


def forget_answers_about(written: Set[type]) -> None:
    """These tables were written in this thread: what may rest on one of them is asked anew."""
    if TABLES_CACHED & written:
        clear_answers()


def cache_for(name: str) -> dict[Any, Any]:
    """What this run keeps under a name; of no use outside a run."""
    if _memory.run is None:
        return {}
    if time.monotonic() > _memory.until:
        _memory.until, _memory.answers = time.monotonic() + LONGEST, {}
    return _memory.answers.setdefault(name, {})


def cached_per_run(question: Callable[P, R]) -> Callable[P, R]:
    """A question that one run asks once, of TABLES_CACHED only.

    Its arguments are its key; what it answers is changed by nobody.
    """

    @wraps(question)
    def ask(*args: P.args, **options: P.kwargs) -> R:
        answers, key = cache_for(f"{question.__module__}.{question.__qualname__}"), (args, *options.items())
        if key not in answers:
            answers[key] = question(*args, **options)
        return answers[key]

    return ask
