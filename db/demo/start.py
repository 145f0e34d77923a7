"""The first start of the demonstration: built if the database is empty, with files to try beside it."""

import os
import sys
import time

from db import config
from db.demo import build, sample_files
from db.maintenance import migrate, terminal

EVERY = 2.0  # seconds between two lines about the same area


class TerminalProgress:
    """Prints what is being built, and how far it is if that takes long."""

    def __init__(self) -> None:
        self._area, self._at = "", 0.0

    def __call__(self, area: str, done: int, of: int) -> None:
        now = time.monotonic()
        if area != self._area or now - self._at > EVERY:
            self._area, self._at = area, now
            terminal.print_sentence(f"demo_{area}", percent=100 * done // of)
            sys.stdout.flush()


def make_demo() -> bool:
    """Build it in the size set by SIZE (default "small"); return False if the database is not empty. Raises
    Refused("size_unknown").
    """
    began = time.monotonic()
    migrate.upgrade()
    made = build.build(os.environ.get("SIZE") or "small", TerminalProgress())
    if made is None:
        return False
    district, rows = made
    folder = config.data_dir() / "demo-files"
    sample_files.write(folder, district)
    seconds = round(time.monotonic() - began)
    terminal.print_sentence(
        "demo_made",
        members=rows["member"],
        meetings=rows["meeting"],
        attendance=rows["attendance"],
        folder=folder,
        seconds=seconds,
    )
    return True
