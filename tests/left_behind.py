"""What a command leaves running: `python -m tests.left_behind command…` passes SIGTERM on to it and, once it has ended,
prints its exit code and the processes that still run of those it started. Linux only.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER: whoever loses his parent becomes a child of this process
PATIENCE = 20  # seconds in which what was told to end may do so


def main(*command: str) -> int:
    """Run the command; 0 once it was told what is left."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: started.terminate())
    code, until = started.wait(), time.monotonic() + PATIENCE
    while (left := _children()) and time.monotonic() < until:
        time.sleep(0.1)
    print(json.dumps([code, sorted(left.values())]))
    while found := _children():
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    return 0


def _children() -> dict[int, str]:
    """The command lines of all children that have not ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid():
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:200]
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
