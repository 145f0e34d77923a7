"""Copying all rows between SQLite and PostgreSQL at the same revision, directly by the drivers,
for millions of rows.
"""

import sqlite3
import tempfile
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.types import Boolean, Date, DateTime

from db.maintenance import raw_connection, revisions

AS_SQLITE = {Boolean: "{}::int", Date: "{}::text", DateTime: "to_char({}, 'YYYY-MM-DD HH24:MI:SS.US')"}


def copy_database(source: Connection, file: Path, revision: str) -> None:
    """Copy the whole database, as this connection sees it, into a new SQLite file at the same revision."""
    if source.dialect.name == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            source.connection.driver_connection.backup(copy)
        return
    file.write_bytes(_empty_file(revision))
    with raw_connection.connect(raw_connection.sqlite_url(file)) as copy:
        copy_to_sqlite(source, copy)


def copy_to_sqlite(source: Connection, target: Connection) -> None:
    """Fill an empty SQLite database from PostgreSQL, writing values as SQLite stores them."""
    into = target.connection.driver_connection
    for table, columns in _columns(source).items():
        names, asked = ", ".join(columns), ", ".join(_as_sqlite(name, kind) for name, kind in columns.items())
        with source.connection.driver_connection.cursor(name="rows") as rows:
            rows.itersize = 5000
            rows.execute(f"SELECT {asked} FROM {table}")
            into.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
    raw_connection.continue_sequences(target, raw_connection.highest_ids(source))


def copy_to_postgres(source: Connection, target: Connection) -> None:
    """Replace everything in PostgreSQL by the contents of an SQLite database.

    Foreign keys are dropped meanwhile and checked when restored.
    """
    references = raw_connection.foreign_keys(target)
    for table, name, _ in references:
        target.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    columns = _columns(source)
    target.exec_driver_sql(f"TRUNCATE {', '.join(columns)}")
    for table, names in columns.items():
        rows = source.connection.driver_connection.execute(f"SELECT {', '.join(names)} FROM {table}")
        with target.connection.driver_connection.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as into:
            for row in rows:
                into.write_row(row)
    for table, name, definition in references:
        target.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    raw_connection.continue_sequences(target, raw_connection.highest_ids(source))


@lru_cache(maxsize=1)
def _empty_file(revision: str) -> bytes:
    """An empty SQLite database at a revision; migrating one there takes longer than copying the rows of a commune."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "empty.db")
        revisions.migrate_to(raw_connection.sqlite_url(file), revision)
        return file.read_bytes()


def _columns(connection: Connection) -> dict[str, dict[str, object]]:
    """The columns of every table with their types, as the database reports them; names quoted for statements."""
    quoted = connection.dialect.identifier_preparer.quote
    found = {
        table: columns
        for (_, table), columns in inspect(connection).get_multi_columns().items()
        if table not in raw_connection.OWN
    }
    return {
        quoted(table): {quoted(column["name"]): column["type"] for column in columns}
        for table, columns in sorted(found.items())
    }


def _as_sqlite(name: str, kind: object) -> str:
    return next((form for known, form in AS_SQLITE.items() if isinstance(kind, known)), "{}").format(name)
