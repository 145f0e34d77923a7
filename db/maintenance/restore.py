"""Restoring a backup in place of the current database, which is backed up first.

`python -m db.maintenance.restore FILE`. A backup of an older version is upgraded on the way.
"""

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from db import config, identity_number_key
from db.calendar import clock
from db.errors import Refused
from db.maintenance import (
    backup,
    backup_file,
    key_check,
    migrate,
    process_lock,
    raw_connection,
    revisions,
    table_copy,
    terminal,
)

OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename IS NOT NULL AND "
    "pid <> pg_backend_pid()"
)


def restore(file: Path) -> dict[str, int]:
    """Restore a backup; returns the recounted rows of every table.

    Raises Refused and leaves everything unchanged: "no_file", "backup_foreign", "backup_damaged", "backup_of_demo",
    "newer_database", "key_differs" (the backup's key file is needed), "database_in_use" (stop the server first).
    """
    check_backup(file)
    with process_lock.lock_out_server():
        return _restored(file, config.database_url())


def _restored(file: Path, url: str) -> dict[str, int]:
    refuse_in_use(url)
    with tempfile.TemporaryDirectory(dir=backup.backup_folder(), prefix=".") as half_done:
        copy = Path(shutil.copyfile(file, Path(half_done, "copy.db")))
        with closing(sqlite3.connect(copy)) as opened:
            opened.execute("DROP TABLE backup_note")
        revisions.migrate_to(raw_connection.sqlite_url(copy), revisions.newest_revision())
        _keep_what_is_there(url)
        _put_back(copy, url)
        with raw_connection.connect(url) as connection:
            key_check.note_key(connection)
        return _recounted(copy, url)


def check_backup(file: Path) -> backup_file.BackupNote:
    """The note of a backup. Raises Refused if it cannot be restored here."""
    if not file.is_file():
        raise Refused("no_file", file=str(file))
    note = backup_file.verify_backup(file)
    if bool(note.demo) != config.demo():
        raise Refused("backup_of_demo")
    if note.revision not in revisions.list_known():
        raise Refused("newer_database", revision=note.revision)
    if not identity_number_key.key_file().exists() or identity_number_key.key_fingerprint() != note.fingerprint:
        raise Refused("key_differs", file=str(identity_number_key.key_file()))
    return note


def refuse_in_use(url: str) -> None:
    """Raise Refused("database_in_use") if anybody else has the database open; asked of the database itself, so that no
    lock can be stale.
    """
    file = raw_connection.sqlite_file(url)
    if file:
        others = file.exists() and not _let_go(file)
    else:
        with raw_connection.connect(url, write=False) as connection:
            others = connection.scalar(text(OTHERS))
    if others:
        raise Refused("database_in_use")


def _let_go(file: Path) -> bool:
    """SQLite leaves WAL mode only if no other connection is open; a damaged file is in use by nobody."""
    with closing(sqlite3.connect(file, timeout=1)) as opened:
        try:
            opened.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            return not isinstance(error, sqlite3.OperationalError)
    return True


def _keep_what_is_there(url: str) -> None:
    """Back up what will be replaced; a damaged SQLite file is set aside instead."""
    file = raw_connection.sqlite_file(url)
    if file and file.exists() and not _sound(file):
        aside = backup.backup_folder() / f"damaged-{clock.now():{backup.STAMP}}"
        for part in filter(Path.exists, (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm"))):
            part.rename(aside.with_name(part.name.replace(file.name, aside.name)))
        return
    try:
        backup.make_backup("before-restore")
    except Refused as refusal:
        if refusal.code != "no_database":
            raise


def _sound(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as opened:
        try:
            return opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            return False


def _put_back(copy: Path, url: str) -> None:
    """Replace everything in one transaction, so that a crash half-way changes nothing."""
    if file := raw_connection.sqlite_file(url):
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target)
        return
    migrate.upgrade()
    with (
        raw_connection.connect(raw_connection.sqlite_url(copy), write=False) as source,
        raw_connection.connect(url) as target,
    ):
        table_copy.copy_to_postgres(source, target)


def _recounted(copy: Path, url: str) -> dict[str, int]:
    with (
        raw_connection.connect(raw_connection.sqlite_url(copy), write=False) as wanted,
        raw_connection.connect(url, write=False) as standing,
    ):
        rows = raw_connection.row_counts(standing)
        if rows != raw_connection.row_counts(wanted):
            raise Refused("restore_failed")
    return rows


def _main() -> None:
    if not sys.argv[1:2] or not sys.argv[1]:
        for made in backup.list_all():
            print(made.file)
        raise Refused("which_backup")
    rows = restore(Path(sys.argv[1]))
    for name, count in rows.items():
        print(f"{count:>9,}  {name}")
    terminal.print_sentence("restored", file=sys.argv[1], rows=sum(rows.values()))


if __name__ == "__main__":
    terminal.run_command(_main)
