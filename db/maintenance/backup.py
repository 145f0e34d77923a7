"""Backups: made every night, before every upgrade and by hand, and deleted in time.

`python -m db.maintenance.backup` makes one by hand. A file gets its final name only after it was reopened and
recounted.
"""

import os
import re
import shutil
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from db import config
from db.calendar import clock
from db.errors import Refused
from db.maintenance import backup_file, terminal

NIGHTLY, WEEKLY, BEFORE = 14, 8, timedelta(days=90)
NIGHT_HOUR = 2
NAME = re.compile(r"(?P<kind>.+)-(?P<at>\d{8}-\d{6})\.db")
STAMP = "%Y%m%d-%H%M%S"


class Backup(NamedTuple):
    """A verified backup: "nightly", "manual" or "before-…"."""

    file: Path
    kind: str
    at: datetime


def make_backup(kind: str = "nightly") -> Backup:
    """Copy the database, verify the copy, delete outdated ones.

    Raises Refused("no_database"), Refused("backup_failed", why=…).
    """
    at = clock.now().replace(microsecond=0)
    final = backup_folder() / f"{kind}-{at.astimezone(clock.HERE):{STAMP}}.db"
    try:
        with tempfile.TemporaryDirectory(dir=backup_folder(), prefix=".") as half_done:
            backup_file.write_backup(Path(half_done, "copy.db"), at)
            os.replace(Path(half_done, "copy.db"), final)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise Refused("backup_failed", why=str(error).splitlines()[0]) from error
    _tidy()
    return Backup(final, kind, at)


class BackupExpiry(NamedTuple):
    """Until when automatic backups are kept, and how many were made by hand."""

    until: datetime | None
    by_hand: int


def backup_expiry() -> BackupExpiry:
    """How long the data in today's backups will be kept."""
    made = list_all()
    lasting = {"nightly": timedelta(weeks=WEEKLY)}
    ends = [one.at + (lasting.get(one.kind) or BEFORE) for one in made if one.kind != "manual"]
    return BackupExpiry(max(ends, default=None), sum(one.kind == "manual" for one in made))


def list_all() -> list[Backup]:
    """The verified backups, newest first."""
    found = [(file, NAME.fullmatch(file.name)) for file in backup_folder().iterdir()]
    made = [Backup(file, match["kind"], _moment(match["at"])) for file, match in found if match]
    return sorted(made, key=lambda backup: backup.at, reverse=True)


def newest_made_at() -> datetime | None:
    """The time of the newest verified backup."""
    return next((made.at for made in list_all()), None)


def is_nightly_due() -> bool:
    """Whether there has been no nightly backup since the last two o'clock in the morning."""
    now = clock.now().astimezone(clock.HERE)
    night = now.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    night -= timedelta(days=now < night)
    return not any(made.kind == "nightly" and made.at >= night for made in list_all())


def backup_folder() -> Path:
    """The folder of backups, separate for the demonstration."""
    place = config.data_dir() / ("backups-demo" if config.demo() else "backups")
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=clock.HERE).astimezone(UTC)


def _tidy() -> None:
    """Keep the last nights, the newest of each recent week, for a while those before an
    upgrade, and all made by hand.
    """
    made = list_all()
    nightly = [backup for backup in made if backup.kind == "nightly"]
    weeks = {backup.at.astimezone(clock.HERE).isocalendar()[:2]: backup for backup in reversed(nightly)}
    kept = {*nightly[:NIGHTLY], *sorted(weeks.values(), key=lambda backup: backup.at)[-WEEKLY:]}
    for backup in made:
        outlived = backup.kind.startswith("before-") and backup.at < clock.now() - BEFORE
        if outlived or (backup.kind == "nightly" and backup not in kept):
            backup.file.unlink(missing_ok=True)
    _clear_left_overs()


def _clear_left_overs() -> None:
    """Delete what killed backups left behind."""
    for left in backup_folder().glob(".*"):
        if left.stat().st_mtime < clock.now().timestamp() - timedelta(days=1).total_seconds():
            shutil.rmtree(left, ignore_errors=True)


def _main() -> None:
    made = make_backup("manual")
    rows = backup_file.verify_backup(made.file).rows
    terminal.print_sentence("backed_up", file=made.file, rows=sum(rows.values()))


if __name__ == "__main__":
    terminal.run_command(_main)
