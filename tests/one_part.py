"""One part of the tests in a process of its own:
`python -m tests.one_part RESULT arguments…` gives pytest the arguments and writes to a file what it counted.
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
    """How a part ended, as pytest's code; its tests by outcome and the refusals that they saw by kind."""

    code: int
    outcomes: Counter[str]
    denials: Counter[str]


class Count(Counter):
    """Counts outcomes: a plugin of pytest."""

    def pytest_terminal_summary(self, terminalreporter) -> None:
        self.update({outcome: len(terminalreporter.stats.get(outcome, ())) for outcome in OUTCOMES})


def main(result: str, *arguments: str) -> int:
    """Run a part; pytest's code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who is told to stop ends what it started
    count, denied = Count(), denials.Sum()
    code = pytest.main(list(arguments), plugins=[count, denied])
    Path(result).write_text(json.dumps({"outcomes": count, "denials": denied.count}), encoding="utf-8")
    return int(code)


def read(result: Path, code: int) -> Told:
    """What a part that ended with this code has written; nothing where it died before, which no code of 0 hides."""
    if not result.exists():
        return Told(code or 1, Counter(), Counter())
    told = json.loads(result.read_text(encoding="utf-8"))
    return Told(code, Counter(told["outcomes"]), Counter(told["denials"]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
