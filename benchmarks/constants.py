"""Constants: a page's queries answered from memory, so that only the cost of its widgets remains.

The answers of one run are stored in the order of the queries, and returned in that order in later runs.
"""

import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType

UNTOUCHED = (
    "db.models",
    "db.kernel",  # also the caches of a run, which would be mistaken for each other
    "db.errors",
    "db.po_catalog",
    "db.config",
    "db.calendar.clock",
)


class Memory:
    """The answers of db functions in one run."""

    def __init__(self) -> None:
        self.answers: dict[str, list] = defaultdict(list)
        self.given: dict[str, int] = defaultdict(int)
        self.mode, self.depth = "live", 0

    @contextmanager
    def run(self, mode: str) -> Iterator[None]:
        """Run live ("live"), live while storing the answers ("keeping"), or from the stored answers ("constant")."""
        self.mode, self.depth = mode, 0
        self.given.clear()
        if mode == "keeping":
            self.answers.clear()
        yield
        self.mode = "live"

    def answered(self, name: str, asked: Callable) -> Callable:
        """Return the function with a memory; its own calls of other functions are part of its answer."""

        @wraps(asked)
        def ask(*args, **options):
            if self.mode == "live" or self.depth:
                return asked(*args, **options)
            at = self.given[name]
            self.given[name] += 1
            if self.mode == "constant" and at < len(self.answers[name]):
                return self.answers[name][at]
            self.depth += 1
            try:
                answer = asked(*args, **options)
            finally:
                self.depth -= 1
            self.answers[name].append(answer)
            return answer

        return ask


def install() -> Memory:
    """Give every public db function that pages may call a memory."""
    memory = Memory()
    for name, module in sorted(sys.modules.items()):
        if name.startswith("db.") and not name.startswith(UNTOUCHED) and isinstance(module, ModuleType):
            _install(memory, name, module)
    return memory


def _install(memory: Memory, name: str, module: ModuleType) -> None:
    for own, function in vars(module).copy().items():
        plain = inspect.isfunction(function) and not inspect.isgeneratorfunction(inspect.unwrap(function))
        if plain and function.__module__ == name and not own.startswith("_") and not hasattr(function, "__wrapped__"):
            setattr(module, own, memory.answered(f"{name}.{own}", function))
