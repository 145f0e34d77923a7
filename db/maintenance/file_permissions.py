"""Permissions of the data folder: for the register's own account only; Windows manages them elsewhere."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from db import config
from db.maintenance import raw_connection, terminal

OURS = ("*.db", "*.db-wal", "*.db-shm", "*.lock", "backups*", "staging", "results", "demo-files")


def restrict_permissions() -> None:
    """Withdraw read permissions left by an earlier version, a copy or an unpacked archive.

    A readable key is reported, never silently fixed; so are files of another account, which the register may only be
    able to read.
    """
    if os.name == "posix":
        for place in _places():
            wanted = 0o700 if place.is_dir() else 0o600
            if (
                not place.is_symlink()
                and stat.S_IMODE(place.stat().st_mode) & 0o077
                and not place.stat().st_mode & stat.S_ISVTX
            ):
                _restrict(place, wanted)


def _restrict(place: Path, mode: int) -> None:
    try:
        place.chmod(mode)
    except PermissionError:
        terminal.print_sentence("file_of_another", file=place)


def _places() -> Iterator[Path]:
    folder, file = config.data_dir(), raw_connection.sqlite_file(config.database_url())
    yield folder
    if file:
        yield from (part for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")) if part.exists())
    for pattern in OURS:
        for place in folder.glob(pattern):
            yield place
            yield from place.rglob("*")
