"""Plain connections for maintenance (migrating, backing up, restoring), without viewer or history.

It must work with any revision, so tables are read from the database and never from the models.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event, inspect, make_url, text
from sqlalchemy.pool import NullPool

from db.errors import Refused
from db.kernel import first_statement

LOOKED_AT = 400  # rows sampled per index
OWN = ("alembic_version", "backup_note", "key_note")  # tables that hold no data of the register


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL."""
    parts = make_url(url)
    return Path(parts.database) if parts.get_backend_name() == "sqlite" else None


def sqlite_url(file: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{file}"


@contextmanager
def connect(
    url: str, *, create: bool = False, write: bool = True, patience: float = first_statement.MAX_WAIT
) -> Iterator[Connection]:
    """One transaction on a connection of its own, for writing or for reading a consistent snapshot. On SQLite it waits
    for other writers for `patience` seconds.

    SQLite's foreign keys are off in it. Raises Refused("no_database") if there is no file and none may be created.
    """
    file = sqlite_file(url)
    if file and not create and not (file.is_file() and file.stat().st_size):
        raise Refused("no_database")
    engine = create_engine(url, poolclass=NullPool, **({} if file or write else {"isolation_level": "REPEATABLE READ"}))
    event.listen(engine, "connect", _begin_by_hand if file else _in_utc)
    event.listen(engine, "begin", lambda connection: first_statement.begin(connection, patience if write else None))
    with engine.begin() as connection:
        yield connection


def _begin_by_hand(dbapi, _) -> None:
    """The driver begins no transactions itself, so that DDL is part of them, too."""
    dbapi.isolation_level = None
    dbapi.execute("PRAGMA busy_timeout=20000")
    dbapi.execute("PRAGMA foreign_keys=OFF")


def _in_utc(dbapi, _) -> None:
    """SQLite stores moments in UTC without saying so; make PostgreSQL read and return them alike."""
    dbapi.execute("SET TIME ZONE 'UTC'")
    dbapi.commit()


def row_counts(connection: Connection) -> dict[str, int]:
    """The number of rows of every table."""
    quoted = connection.dialect.identifier_preparer.quote
    names = sorted(set(inspect(connection).get_table_names()) - set(OWN))
    return {name: connection.scalar(text(f"SELECT count(*) FROM {quoted(name)}")) for name in names}


def highest_ids(connection: Connection) -> dict[str, int]:
    """The highest id ever used in each table; empty if there was never a row."""
    if connection.dialect.name == "sqlite":
        known = connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'"))
        return dict(connection.execute(text("SELECT name, seq FROM sqlite_sequence")).all()) if known else {}
    rows = connection.execute(
        text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
    )
    return {name.removesuffix("_id_seq"): value for name, value in rows if value}


def analyze(url: str) -> None:
    """Update SQLite's statistics for choosing indexes; PostgreSQL does so itself."""
    if sqlite_file(url):
        with connect(url) as connection:
            connection.execute(text(f"PRAGMA analysis_limit={LOOKED_AT}"))
            connection.execute(text("ANALYZE"))


def purge(url: str) -> None:
    """Remove remains of deleted rows (SQLite's write-ahead log, PostgreSQL's dead rows). If readers prevent it, the
    database does it later.
    """
    if file := sqlite_file(url):
        with closing(sqlite3.connect(file, timeout=5)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")


def continue_sequences(connection: Connection, given_out: dict[str, int]) -> None:
    """Continue after these ids, so that none is reused."""
    standing = highest_ids(connection)
    for name, value in given_out.items():
        if value > standing.get(name, 0):
            _set_sequence(connection, name, value)


def _set_sequence(connection: Connection, name: str, value: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :value)"), {"name": name, "value": value}
        )
        return
    changed = connection.execute(
        text("UPDATE sqlite_sequence SET seq = :value WHERE name = :name"), {"name": name, "value": value}
    )
    if not changed.rowcount:
        connection.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :value)"), {"name": name, "value": value}
        )


def foreign_keys(connection: Connection) -> list[tuple[str, str, str]]:
    """The foreign keys of PostgreSQL: table, name and definition."""
    asked = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = "
        "'f' AND connamespace = "
    )
    return [tuple(row) for row in connection.exec_driver_sql(asked + "current_schema()::regnamespace")]


def check_foreign_keys(connection: Connection) -> None:
    """Raise Refused("damaged") if an SQLite row has a dangling reference, which PostgreSQL never allows."""
    if connection.dialect.name == "sqlite" and (broken := connection.execute(text("PRAGMA foreign_key_check")).first()):
        raise Refused("damaged", table=broken[0])
