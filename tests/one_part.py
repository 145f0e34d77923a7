"""One part of the tests in a process of its own: `python -m tests.one_part RESULT arguments…` passes the arguments to
pytest and writes what it counted to a file.
"""

import json
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import denials

OUTCOMES = ("failed", "passed", "skipped", "xfailed", "xpassed", "error")


class Told(NamedTuple):
    """How a part ended: pytest's exit code, its tests by outcome, and the refusals they saw by kind."""

    code: int
    outcomes: Counter[str]
    denials: Counter[str]


class Count(Counter):
    """Counts outcomes; a pytest plugin."""

    def pytest_terminal_summary(self, terminalreporter) -> None:
        self.update({outcome: len(terminalreporter.stats.get(outcome, ())) for outcome in OUTCOMES})


def main(result: str, *arguments: str) -> int:
    """Run a part; returns pytest's exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # when told to stop, it ends what it started
    count, denied = Count(), denials.Sum()
    code = pytest.main(list(arguments), plugins=[count, denied])
    Path(result).write_text(json.dumps({"outcomes": count, "denials": denied.count}), encoding="utf-8")
    return int(code)


def read(result: Path, code: int) -> Told:
    """What a part that ended with this code has written; nothing if it died before, which no code of 0 may hide."""
    if not result.exists():
        return Told(code or 1, Counter(), Counter())
    told = json.loads(result.read_text(encoding="utf-8"))
    return Told(code, Counter(told["outcomes"]), Counter(told["denials"]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
