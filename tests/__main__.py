"""All tests, as `make test` runs them: the fast ones on two cores, then those in a real browser.

Without a browser the distribution's is installed where that may be done; BROWSER=skip leaves those tests out.
The last lines count the refusals that were asserted, and the tests.
"""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests import denials

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OUTCOMES = ("failed", "passed", "skipped", "xfailed", "xpassed", "error")
NONE_FOUND = (
    "No browser found. Install one (sudo apt install chromium), name it (CHROMIUM=/path/to/chrome) or leave "
    "its tests out (BROWSER=skip)."
)


class Count(Counter):
    """Counts outcomes over several runs of pytest."""

    def pytest_terminal_summary(self, terminalreporter) -> None:
        self.update({outcome: len(terminalreporter.stats.get(outcome, ())) for outcome in OUTCOMES})


def main() -> int:
    """Run both parts, the second even when the first failed; 0 where all is well."""
    start, count, denied, skip = time.monotonic(), Count(), denials.Sum(), os.environ.get("BROWSER") == "skip"
    if not skip:
        os.environ["CHROMIUM"] = _browser() or sys.exit(NONE_FOUND)
    codes = [pytest.main(["-n", "2", "--ignore=tests/browser", "tests"], plugins=[count, denied])]
    if skip:
        print("The tests in a browser were left out (BROWSER=skip).")
    else:
        codes.append(pytest.main(["-n", "2", "tests/browser"], plugins=[count, denied]))
    told = ", ".join(f"{count[outcome]} {outcome}" for outcome in OUTCOMES if count[outcome])
    print(denied)
    print(f"{told} in {time.monotonic() - start:.2f}s")
    return max(codes)


def _browser() -> str | None:
    return os.environ.get("CHROMIUM") or _found() or _installed()


def _found() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _installed() -> str | None:
    """The distribution's Chromium, where we may install it."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    for deed in ("install -y chromium", "update", "install -y chromium"):
        subprocess.run(
            ["apt-get", "-qq", *deed.split()],
            capture_output=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if found := _found():
            return found
    return None


if __name__ == "__main__":
    sys.exit(main())
