"""Registers that many tests start from: filled once for each database and time, then copied."""

import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import psycopg

from db import config
from db.calendar import clock
from db.kernel import run_cache, session
from tests.people import World

Fill = Callable[[], World]
UNWATCHED = "SET lock_timeout = '5s'; SET session_replication_role = replica;"
_files: dict[str, tuple[bytes, World]] = {}
_schemas: dict[str, tuple[str, World]] = {}  # what restores the rows


def filled(fill: Fill) -> World:
    """This test's empty register, filled; its rows were created at the time of the test's clock, or without one when
    the first test asked for them.
    """
    run_cache.clear_results()
    url, moment = config.database_url(), clock.now().isoformat() if os.environ.get("REGISTER_CLOCK") else "now"
    name = f"{fill.__module__}.{fill.__qualname__} {moment}"
    made = _in_postgres(url, name, fill) if url.startswith("postgresql") else _in_sqlite(url, name, fill)
    return replace(made, units=dict(made.units), members=dict(made.members))  # what a test adds to them stays its own


def emptied(url: str, revision: str) -> bool:
    """Remove all rows from a PostgreSQL database, which costs a tenth of creating one; False if it does not exist or
    has another revision.
    """
    try:
        with _connected(url) as connection:
            if connection.execute("SELECT version_num FROM alembic_version").fetchone() != (revision,):
                return False
            tables = _tables(connection)
            deletes = "".join(f"DELETE FROM {table};" for table in tables)
            restarts = ", ".join(f"setval('{table}_id_seq', 1, false)" for table in tables)
            connection.execute(f"{UNWATCHED} {deletes} SELECT {restarts}")
    except psycopg.Error:
        return False
    return True


def _in_sqlite(url: str, name: str, fill: Fill) -> World:
    file = Path(url.removeprefix("sqlite:///"))
    session.dispose()
    if name in _files:
        content, made = _files[name]
        file.write_bytes(content)
        return made
    made = fill()
    session.dispose()  # merges the write-ahead log into the file
    _files[name] = file.read_bytes(), made
    return made


def _in_postgres(url: str, name: str, fill: Fill) -> World:
    with _connected(url) as connection:
        if name in _schemas:
            back, made = _schemas[name]
            try:
                connection.execute(back)
            except psycopg.errors.UndefinedTable:  # the database was created anew
                del _schemas[name]
            else:
                return made
        made = fill()
        _schemas[name] = _kept(connection, f"kept_{sha256(name.encode()).hexdigest()[:12]}"), made
        return made


def _kept(connection: psycopg.Connection, schema: str) -> str:
    """Copy the rows of all tables into a schema of their own; returns the statements that put them back into empty
    tables.
    """
    connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")
    back = [UNWATCHED]
    for table in _tables(connection):
        (last, called) = connection.execute(f"SELECT last_value, is_called FROM {table}_id_seq").fetchone()
        if called:
            connection.execute(f"CREATE TABLE {schema}.{table} AS TABLE public.{table}")
            back.append(f"INSERT INTO public.{table} SELECT * FROM {schema}.{table};")
            back.append(f"SELECT setval('{table}_id_seq', {last}, true);")
    return "".join(back)


def _tables(connection: psycopg.Connection) -> list[str]:
    found = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    return [table for (table,) in found]


def _connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True)
