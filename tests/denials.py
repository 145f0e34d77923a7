"""Refusals that tests expected and got, counted by what was refused; the last lines of a run say
how many there were.

A test that expects NotAllowed is counted automatically; one that sees a refusal in another way says
so with `add`.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from db.errors import NotAllowed

COUNT: Counter[str] = Counter()
TOLD = "denials"


def add(kind: str, count: int = 1) -> None:
    """Count refusals that a test has seen."""
    COUNT[kind] += count


@contextmanager
def expected(kind: str) -> Iterator[None]:
    """The block must be refused."""
    try:
        yield
    except NotAllowed:
        add(kind)
    else:
        pytest.fail(f"not refused: {kind}")


def count_raises(patch: pytest.MonkeyPatch) -> None:
    """From now on, count what `pytest.raises(NotAllowed)` sees."""
    leave = pytest.RaisesExc.__exit__

    def left(self, kind, value, trace) -> bool:
        seen = leave(self, kind, value, trace)
        add("calls", isinstance(value, NotAllowed))
        return seen

    patch.setattr(pytest.RaisesExc, "__exit__", left)


class Sum:
    """Adds up what the processes of a run have counted; a pytest plugin."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def pytest_testnodedown(self, node) -> None:
        """A worker has ended."""
        self.count.update(getattr(node, "workeroutput", {}).get(TOLD, {}))


def told(count: Counter[str]) -> str:
    """The line that says how many there were."""
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(count.items()))
    return f"{count.total()} denials asserted: {kinds}"
