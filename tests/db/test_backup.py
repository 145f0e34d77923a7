"""Backups: complete, verified, without what must not leave the register; a restore brings everything back unchanged."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from sqlalchemy import insert, text

from db import config, identity_number_key
from db.calendar import clock
from db.errors import Refused
from db.kernel import session
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.maintenance import backup, backup_file, raw_connection, restore, revisions
from db.models import Erasure, Unit, UnitKind
from tests.db.filling import everything_now, fill

EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.fixture
def filled(any_database) -> dict[str, list]:
    """A row in every table; returns everything except what a backup leaves out."""
    fill()
    return rows_kept()


def rows_kept() -> dict[str, list]:
    return {name: rows for name, rows in everything_now().items() if name not in backup_file.LEFT_OUT}


def forget(name: str) -> None:
    with raw_connection.connect(config.database_url()) as connection:
        connection.execute(text(f"DELETE FROM {name}"))


def test_a_backup_holds_as_many_rows_as_the_database(filled):
    note = backup_file.verify_backup(backup.make_backup().file)
    assert {name: rows for name, rows in note.rows.items() if name not in backup_file.LEFT_OUT} == {
        name: len(rows) for name, rows in filled.items()
    }


def test_a_backup_signs_nobody_in(database):
    fill()
    made = backup.make_backup()
    assert [backup_file.verify_backup(made.file).rows[name] for name in backup_file.LEFT_OUT] == [0, 0, 0]


def test_a_backup_holds_no_remains_of_deleted_rows(database):
    with raw_connection.connect(config.database_url()) as connection:
        connection.execute(insert(Erasure), {"at": EVENING, "ground": "một điều bí mật " * 10, "rows": 1})
        connection.execute(text("PRAGMA secure_delete=OFF"))  # the default of most SQLite builds
        connection.execute(text("DELETE FROM erasure"))
    assert "một điều bí mật".encode() not in backup.make_backup().file.read_bytes()


def test_rows_saved_meanwhile_wait_for_the_next_backup(filled, monkeypatch):
    """Rows saved after the counting began are in neither the count nor the copy."""
    count = raw_connection.row_counts

    def and_then_somebody_saves(connection):
        rows = count(connection)
        forget("erasure")
        return rows

    with reading(SYSTEM) as opened:
        opened.get(Unit, 1)  # as the server does: its first connection turns on WAL
    with monkeypatch.context() as patch:
        patch.setattr(raw_connection, "row_counts", and_then_somebody_saves)
        made = backup.make_backup()
    assert backup_file.verify_backup(made.file).rows["erasure"] == 1
    assert backup_file.verify_backup(backup.make_backup().file).rows["erasure"] == 0


def test_an_incomplete_copy_never_gets_its_final_name(database, monkeypatch):
    fill()
    finish = backup_file._finish

    def lossy(draft, file, note):
        finish(draft, file, note)
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("DELETE FROM task")
            opened.commit()

    monkeypatch.setattr(backup_file, "_finish", lossy)
    with pytest.raises(Refused, match="backup_damaged"):
        backup.make_backup()
    assert backup.list_all() == []
    assert list(backup.backup_folder().iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="rights are kept elsewhere")
def test_only_the_owner_may_read_backups(database):
    assert backup.make_backup().file.stat().st_mode & 0o077 == 0


def test_without_a_database_there_is_no_backup(data_dir):
    with pytest.raises(Refused, match="no_database"):
        backup.make_backup()


def test_a_full_disk_is_reported(database, monkeypatch):
    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(backup_file, "_finish", full)
    with pytest.raises(Refused, match="backup_failed"):
        backup.make_backup()


def test_two_weeks_of_nights_eight_weeks_and_all_backups_before_a_change_are_kept(database):
    days = [EVENING - timedelta(days=days) for days in range(1, 100)]
    for kind in ("nightly", "manual", "before-0002"):
        for day in days:
            (backup.backup_folder() / f"{kind}-{day.astimezone(clock.HERE):{backup.STAMP}}.db").touch()
    with time_machine.travel(EVENING, tick=False):
        backup.make_backup()
    left = {
        kind: [made.at.astimezone(clock.HERE) for made in backup.list_all() if made.kind == kind]
        for kind in ("nightly", "manual", "before-0002")
    }
    assert [(left["nightly"][0] - night).days for night in left["nightly"][:14]] == list(range(14))
    weeks = [night.isocalendar().week for night in left["nightly"]]
    assert sorted(set(weeks), reverse=True) == list(range(weeks[0], weeks[0] - 8, -1))
    assert all(night.isoweekday() == 7 for night in left["nightly"][14:])
    assert len(left["before-0002"]) == 90
    assert len(left["manual"]) == 99


def test_the_age_is_that_of_the_newest_verified_backup(database):
    assert backup.newest_made_at() is None
    with time_machine.travel(EVENING, tick=False):
        backup.make_backup("manual")
        (backup.backup_folder() / "notes.txt").touch()
        assert backup.newest_made_at() == EVENING


def test_a_nightly_backup_is_due_once_a_night(database):
    with time_machine.travel(EVENING, tick=False) as traveller:  # three in the morning in Việt Nam
        assert backup.is_nightly_due()
        backup.make_backup("manual")
        assert backup.is_nightly_due()
        backup.make_backup()
        assert not backup.is_nightly_due()
        traveller.shift(timedelta(hours=22, minutes=59))
        assert not backup.is_nightly_due()
        traveller.shift(timedelta(minutes=1))
        assert backup.is_nightly_due()


def test_the_demonstration_has_backups_of_its_own(database, data_dir, monkeypatch):
    real = backup.make_backup().file
    monkeypatch.setenv("REGISTER_DEMO", "1")
    shutil.copy(database, data_dir / "demo.db")
    assert backup.newest_made_at() is None
    assert backup.make_backup().file.parent != real.parent
    with pytest.raises(Refused, match="backup_of_demo"):
        restore.restore(real)


def test_after_a_restore_nothing_differs(filled):
    made = backup.make_backup()
    forget("expertise")
    rows = restore.restore(made.file)
    assert rows_kept() == filled
    assert rows == backup_file.verify_backup(made.file).rows


def test_the_replaced_database_is_backed_up_first(database):
    fill()
    made = backup.make_backup()
    forget("expertise")
    restore.restore(made.file)
    (before,) = (made.file for made in backup.list_all() if made.kind == "before-restore")
    assert backup_file.verify_backup(before).rows["expertise"] == 0


def test_after_a_restore_new_rows_get_new_ids(any_database):
    with writing(SYSTEM, "test") as opened:
        opened.add_all(Unit(kind=UnitKind.AREA, level="commune") for _ in range(3))
    made = backup.make_backup().file
    session.dispose()
    restore.restore(made)
    with writing(SYSTEM, "test") as opened:
        opened.add(unit := Unit(kind=UnitKind.AREA, level="commune"))
        opened.flush()
        assert unit.id == 4


@pytest.mark.parametrize(("here", "there"), [("database", "postgres_database"), ("postgres_database", "database")])
def test_a_backup_can_be_restored_into_the_other_database(here, there, request, monkeypatch):
    request.getfixturevalue(here)
    fill()
    filled, made = rows_kept(), backup.make_backup().file
    monkeypatch.delenv("DATABASE_URL", raising=False)
    request.getfixturevalue(there)
    restore.restore(made)
    assert rows_kept() == filled


def test_a_backup_of_an_older_version_is_upgraded(database, tmp_path, monkeypatch):
    fill()
    filled = rows_kept()
    made = backup.make_backup().file
    scripts = Path(shutil.copytree(revisions.SCRIPTS, tmp_path / "migrations"))
    newest = revisions.newest_revision()
    later = f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "later"\ndown_revision = "{newest}"\n'
    later += 'def upgrade():\n    op.add_column("unit", sa.Column("nickname", sa.String(40)))\n'
    (scripts / "versions" / "later.py").write_text(later)
    monkeypatch.setattr(revisions, "SCRIPTS", scripts)
    restore.restore(made)
    assert rows_kept() == filled
    with raw_connection.connect(config.database_url()) as connection:
        assert revisions.database_revision(connection) == "later"


def test_a_new_machine_asks_for_the_key_and_makes_none(database, tmp_path, monkeypatch):
    fill()
    made, key = backup.make_backup().file, identity_number_key.key_file()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "new"))
    with pytest.raises(Refused, match="key_differs"):
        restore.restore(made)
    assert not identity_number_key.key_file().exists()
    identity_number_key.read_or_create_key()
    with pytest.raises(Refused, match="key_differs"):
        restore.restore(made)
    shutil.copy(key, identity_number_key.key_file())
    assert restore.restore(made)["unit"] == 1


def test_nothing_is_restored_while_somebody_is_working(filled):
    made = backup.make_backup().file
    before = everything_now()
    with reading(SYSTEM) as opened:
        opened.get(Unit, 1)
        with pytest.raises(Refused, match="database_in_use"):
            restore.restore(made)
    with pytest.raises(Refused, match="database_in_use"):  # the pool of an idle server keeps a connection open
        restore.restore(made)
    assert everything_now() == before
    session.dispose()
    restore.restore(made)


def test_a_damaged_backup_is_refused(database):
    fill()
    made = backup.make_backup().file
    content = bytearray(made.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = os.urandom(8192)
    made.write_bytes(content)
    with pytest.raises(Refused, match="backup_damaged"):
        restore.restore(made)


def test_files_that_are_not_backups_are_refused(database, tmp_path):
    with pytest.raises(Refused, match="no_file"):
        restore.restore(tmp_path / "missing.db")
    with pytest.raises(Refused, match="backup_foreign"):
        restore.restore(Path(shutil.copy(database, tmp_path / "other.db")))
    (tmp_path / "letter.txt").write_text("Kính gửi")
    with pytest.raises(Refused, match="backup_damaged"):
        restore.restore(tmp_path / "letter.txt")


def test_a_backup_of_a_newer_version_is_refused(database):
    made = backup.make_backup().file
    with closing(sqlite3.connect(made)) as opened:
        opened.execute("UPDATE backup_note SET revision = '9999'")
        opened.commit()
    with pytest.raises(Refused, match="newer_database"):
        restore.restore(made)


@pytest.mark.parametrize("begins", [b"not a database any more", b"SQLite format 3\0"])
def test_a_damaged_database_is_set_aside(database, begins):
    fill()
    filled, made = rows_kept(), backup.make_backup().file
    session.dispose()
    content = begins + os.urandom(100) * 1000
    database.write_bytes(content)
    restore.restore(made)
    assert rows_kept() == filled
    (aside,) = backup.backup_folder().glob("damaged-*")
    assert aside.read_bytes() == content


def test_a_new_machine_starts_from_a_backup(database, postgres, monkeypatch):
    """In a PostgreSQL database that was never used, and in a folder without a file."""
    fill()
    filled, made = rows_kept(), backup.make_backup().file
    database.unlink()
    restore.restore(made)
    assert rows_kept() == filled
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE never_used")
    monkeypatch.setenv(
        "DATABASE_URL", postgres.replace("postgresql:", "postgresql+psycopg:").replace("/postgres?", "/never_used?")
    )
    restore.restore(made)
    assert rows_kept() == filled


def test_a_restore_that_fails_half_way_leaves_everything_as_it_was(postgres_database, monkeypatch):
    fill()
    made = backup.make_backup().file
    forget("expertise")
    before = everything_now()

    def dies(connection, _):
        if connection.dialect.name == "postgresql":
            raise OSError("no more")

    with monkeypatch.context() as patch:
        patch.setattr(raw_connection, "continue_sequences", dies)
        with pytest.raises(OSError, match="no more"):
            restore.restore(made)
    assert everything_now() == before


def test_the_commands_report_what_they_did(database, data_dir):
    fill()
    said = run("db.maintenance.backup").stdout
    made = backup.list_all()[0]
    assert str(made.file) in said
    assert str(sum(backup_file.verify_backup(made.file).rows.values())) in said
    forget("expertise")
    assert run("db.maintenance.restore", str(made.file)).returncode == 0
    assert len(everything_now()["expertise"]) == 1
    refused = run("db.maintenance.restore", str(data_dir / "missing.db"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "missing.db" in refused.stderr
    assert "Traceback" not in refused.stderr


def run(module: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, encoding="utf-8")
