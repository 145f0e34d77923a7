"""All tests, as `make test` runs them: the fast ones and those in a real browser side by side, since a browser waits
more than it computes.

Without a browser, the distribution's own is installed where that is allowed; BROWSER=skip leaves those tests out. The
last lines count the asserted refusals and the tests.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests import denials, one_part
from tests.browser.windows import SHELL, chromium_path
from tests.one_part import OUTCOMES, Told

NONE_FOUND = (
    "No browser found. Install one (sudo apt install chromium), name it (CHROMIUM=/path/to/chrome) or leave "
    "its tests out (BROWSER=skip)."
)
# Tests of a file stay together: what they share is created by one worker, who gets help when the other has finished.
WORKERS = ("-n", "2", "--dist", "worksteal")
FAST, BROWSER = (*WORKERS, "--ignore=tests/browser", "tests"), (*WORKERS, "tests/browser")
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # bytes


def main() -> int:
    """Run both parts, the second even if the first failed; returns 0 if all is well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    start, skip = time.monotonic(), os.environ.get("BROWSER") == "skip"
    if not skip:
        os.environ["CHROMIUM"] = _browser() or sys.exit(NONE_FOUND)
    with _folder() as folder:
        told = _run(folder, () if skip else BROWSER)
    if skip:
        print("The tests in a browser were left out (BROWSER=skip).")
    outcomes = sum((part.outcomes for part in told), Counter())
    print(denials.told(sum((part.denials for part in told), Counter())))
    counts = ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in OUTCOMES if outcomes[outcome])
    print(f"{counts} in {time.monotonic() - start:.2f}s")
    return max(part.code for part in told)


def _run(folder: Path, beside: tuple[str, ...]) -> list[Told]:
    """Results of the fast tests, which print as they go, and of those beside them, whose lines come when they end."""
    # code that has been compiled once is not compiled again by every worker and every server started
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["TMPDIR"] = str(folder)

    started = []

    def start(arguments: tuple[str, ...], **options) -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.one_part", *arguments]
        started.append(subprocess.Popen(command, env=environment, **options))
        return started[-1]

    log, results = folder / "browser.log", [folder / "fast.json", folder / "browser.json"]
    with log.open("wb") as out, _ended(started):
        second = start((str(results[1]), *beside), stdout=out, stderr=subprocess.STDOUT) if beside else None
        codes = [start((str(results[0]), *FAST)).wait()]
        if second:
            codes.append(second.wait())
            print(log.read_text(encoding="utf-8", errors="replace"))
    return [one_part.read(file, code) for file, code in zip(results, codes, strict=False)]


@contextmanager
def _ended(started: list[subprocess.Popen]) -> Iterator[None]:
    """Both parts end before this process does, together with everything they started, even if it is told to stop."""
    try:
        yield
    finally:
        for part in started:
            part.terminate()
        for part in started:
            with suppress(subprocess.TimeoutExpired):
                part.wait(30)


@contextmanager
def _folder() -> Iterator[Path]:
    """Where tests write: in memory if there is room, since they open and close some ten thousand databases, each of
    which waits for the disk.
    """
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    with tempfile.TemporaryDirectory(prefix="register-tests-", dir=MEMORY if roomy else None) as made:
        os.chmod(made, 0o755)  # the PostgreSQL server's user has to pass through it
        yield Path(made)


def _browser() -> str | None:
    """The browser named in the environment, otherwise the first one found; where allowed, the lightest is installed."""
    found = chromium_path()
    if (found and SHELL in found) or os.environ.get("CHROMIUM"):
        return found
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return found
    for deed in (f"install {SHELL}", *(() if found else ("update", f"install {SHELL}", "install chromium"))):
        subprocess.run(
            ["apt-get", "-qq", "-y", *deed.split()],
            capture_output=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if (installed := chromium_path()) and installed != found:
            return installed
    return found


if __name__ == "__main__":
    sys.exit(main())
