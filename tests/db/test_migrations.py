"""Migrations: their result is what the models say, and no upgrade loses a row."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from db import config, identity_number_key
from db.errors import Refused
from db.maintenance import backup, backup_file, migrate, raw_connection, revisions
from db.models import Table
from db.models.base import SortKey
from tests.db.filling import everything_now, fill

REBUILD = '''"""A later version: members are rebuilt, units get a column."""

import sqlalchemy as sa
from alembic import op

revision = "{head}x"
down_revision = "{head}"


def upgrade():
    op.add_column("unit", sa.Column("nickname", sa.String(40)))
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    for name in ("unit", "member", "meeting"):
        with op.batch_alter_table(name, recreate=recreate, table_kwargs={{"sqlite_autoincrement": True}}) as table:
            table.alter_column("code", type_=sa.String(24), existing_type=sa.String(12))
    {last}
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Turns this program into a later version whose migration ends with a given line."""

    def make(last: str = "pass") -> None:
        scripts = Path(shutil.copytree(revisions.SCRIPTS, tmp_path / "migrations"))
        (scripts / "versions" / "later.py").write_text(REBUILD.format(head=revisions.newest_revision(), last=last))
        monkeypatch.setattr(revisions, "SCRIPTS", scripts)

    return make


def test_models_and_migrations_agree(any_database):
    plugins = ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]
    with raw_connection.connect(config.database_url()) as connection:
        opened = MigrationContext.configure(connection, opts={"compare_type": True, "autogenerate_plugins": plugins})
        assert compare_metadata(opened, Table.metadata) == []


def test_no_id_is_reused_in_sqlite(database):
    with raw_connection.connect(config.database_url()) as connection:
        made = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        ).all()
    assert [name for name, sql in made if "AUTOINCREMENT" not in sql and name != "alembic_version"] == []


def test_keys_sort_byte_by_byte_in_postgresql(postgres_database):
    ordered = {
        (table.name, column.name)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, SortKey)
    }
    with raw_connection.connect(config.database_url()) as connection:
        inspector = inspect(connection)
        bytewise = {
            (table, column["name"])
            for table, column in _columns(inspector)
            if getattr(column["type"], "collation", None) == "C"
        }
    assert bytewise == ordered


def test_check_constraints_are_the_same_in_migrations_and_models(database):
    declared = {
        (check.name, str(check.sqltext))
        for table in Table.metadata.sorted_tables
        for check in table.constraints
        if hasattr(check, "sqltext")
    }
    with raw_connection.connect(config.database_url()) as connection:
        inspector = inspect(connection)
        made = {
            (check["name"], check["sqltext"])
            for table in Table.metadata.tables
            for check in inspector.get_check_constraints(table)
        }
    assert made == declared


def test_there_is_one_newest_revision():
    assert revisions.newest_revision() == revisions.list_known()[0]


def test_two_newest_revisions_are_refused(later):
    later()
    shutil.copy(revisions.SCRIPTS / "versions" / "later.py", revisions.SCRIPTS / "versions" / "other.py")
    other = revisions.SCRIPTS / "versions" / "other.py"
    other.write_text(other.read_text().replace('x"', 'y"'))
    with pytest.raises(Exception, match="multiple heads"):
        revisions.newest_revision()


def test_the_first_start_creates_the_database(data_dir):
    migrate.upgrade()
    with raw_connection.connect(config.database_url()) as connection:
        assert revisions.database_revision(connection) == revisions.newest_revision()
    assert backup.list_all() == []


def test_a_start_without_new_migrations_changes_nothing(any_database, monkeypatch):
    migrate.upgrade()
    monkeypatch.setattr(revisions, "migrate_to", lambda *_: pytest.fail("the migrations were begun"))
    migrate.upgrade()
    assert backup.list_all() == []


def test_an_upgrade_keeps_every_row(any_database, later):
    fill()
    before = everything_now()
    later()
    migrate.upgrade()
    assert everything_now() == before
    with raw_connection.connect(config.database_url()) as connection:
        assert revisions.database_revision(connection) == revisions.newest_revision()
        assert "nickname" in {column["name"] for column in inspect(connection).get_columns("unit")}


def test_a_rebuilt_table_reuses_no_id(any_database, later):
    fill()
    with raw_connection.connect(config.database_url()) as connection:
        raw_connection.continue_sequences(connection, {"unit": 50})
    later()
    migrate.upgrade()
    with raw_connection.connect(config.database_url()) as connection:
        added = "INSERT INTO unit (code, kind, level, reports) VALUES ('new', 'area', 'district', true) RETURNING id"
        assert connection.scalar(text(added)) == 51


def test_an_upgrade_starts_with_a_backup(any_database, later):
    fill()
    old = revisions.newest_revision()
    later()
    migrate.upgrade()
    (made,) = backup.list_all()
    assert made.kind == f"before-{revisions.newest_revision()}"
    assert backup_file.verify_backup(made.file).revision == old


def test_a_failing_upgrade_changes_nothing(any_database, later):
    fill()
    before, old = everything_now(), revisions.newest_revision()
    later("op.get_bind().execute(sa.text('SELECT missing FROM unit'))")
    with pytest.raises(Exception, match="missing"):
        migrate.upgrade()
    assert everything_now() == before
    with raw_connection.connect(config.database_url()) as connection:
        assert revisions.database_revision(connection) == old
        assert "nickname" not in {column["name"] for column in inspect(connection).get_columns("unit")}


def test_an_upgrade_that_leaves_orphans_is_rolled_back(database, later):
    fill()
    before = everything_now()
    later("op.execute('DELETE FROM member')")
    with pytest.raises(Refused, match="damaged"):
        migrate.upgrade()
    assert everything_now() == before


def test_a_newer_database_is_refused(any_database):
    with raw_connection.connect(config.database_url()) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer_database"):
        migrate.upgrade()


def test_tables_of_another_program_are_refused(data_dir):
    with raw_connection.connect(config.database_url(), create=True) as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(Refused, match="foreign_database"):
        migrate.upgrade()


def test_hashed_numbers_without_their_key_are_refused(any_database):
    fill()
    identity_number_key.key_file().unlink()
    with pytest.raises(Refused, match="key_missing"):
        migrate.upgrade()
    identity_number_key.read_or_create_key()
    migrate.upgrade()


def _columns(inspector):
    return [(table, column) for table in Table.metadata.tables for column in inspector.get_columns(table)]
