"""A backup file: the whole database in SQLite with a note about it, verified by opening and recounting."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from db import config, identity_number_key
from db.errors import Refused
from db.maintenance import raw_connection, revisions, table_copy

LEFT_OUT = ("attempt", "ticket", "device")  # restoring a backup must not sign anybody in
NOTE = "CREATE TABLE backup_note (made_at TEXT, revision TEXT, fingerprint TEXT, demo INTEGER, rows TEXT)"


class BackupNote(NamedTuple):
    """The note in a backup. `fingerprint` is that of the key its numbers are hashed with."""

    made_at: str
    revision: str
    fingerprint: str
    demo: int
    rows: dict[str, int]


def write_backup(file: Path, at: datetime) -> None:
    """Copy a consistent snapshot of the database into a new file and verify it. Raises Refused("no_database")."""
    draft = file.with_suffix(".draft")
    with raw_connection.connect(config.database_url(), write=False) as source:
        revision = revisions.database_revision(source)
        if not revision:
            raise Refused("no_database")
        counted = {name: 0 if name in LEFT_OUT else rows for name, rows in raw_connection.row_counts(source).items()}
        note = BackupNote(at.isoformat(), revision, identity_number_key.key_fingerprint(), config.demo(), counted)
        table_copy.copy_database(source, draft, revision)
    _finish(draft, file, note)
    verify_backup(file)


def verify_backup(file: Path) -> BackupNote:
    """Open, check and recount a backup. Raises Refused("backup_foreign") or Refused("backup_damaged")."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            note = _note(opened)
            sound = (
                opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                and not opened.execute("PRAGMA foreign_key_check").fetchall()
            )
            counted = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in note.rows}
    except sqlite3.DatabaseError as error:
        raise Refused("backup_damaged", file=file.name) from error
    if not sound or counted != note.rows:
        raise Refused("backup_damaged", file=file.name)
    return note


def _note(opened: sqlite3.Connection) -> BackupNote:
    if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'backup_note'").fetchone():
        raise Refused("backup_foreign")
    note = BackupNote(*opened.execute("SELECT made_at, revision, fingerprint, demo, rows FROM backup_note").fetchone())
    return note._replace(rows=json.loads(note.rows))


def _finish(draft: Path, file: Path, note: BackupNote) -> None:
    """Empty tables that must not leave, add the note, and rewrite the file so that nothing deleted remains in it."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as opened:
        for name in set(LEFT_OUT) & set(note.rows):
            opened.execute(f'DELETE FROM "{name}"')
        opened.execute(NOTE)
        opened.execute("INSERT INTO backup_note VALUES (?, ?, ?, ?, ?)", (*note[:4], json.dumps(note.rows)))
        opened.execute("VACUUM INTO ?", (str(file),))
    draft.unlink()
    with open(file, "rb+") as written:
        os.fsync(written.fileno())
    file.chmod(0o600)
