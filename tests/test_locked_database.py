"""While another process writes for long: pages read, saves are refused as busy, and `/health` says why."""

import sqlite3
from contextlib import closing
from typing import NamedTuple

import pytest

from db import config
from db.accounts import signin
from db.errors import Conflict
from db.kernel import first_statement
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.maintenance import raw_connection, write_check
from db.models import Member
from tests.devices import device_of
from tests.rows import rows


class Locked(NamedTuple):
    """The token of a device signed in before, and the other process's connection."""

    token: str
    other: sqlite3.Connection


@pytest.fixture
def locked(world, clock_at, monkeypatch):
    """Another process has begun to write to the SQLite database, and nobody waits long for it. Writers of
    PostgreSQL wait for each other as long as it takes.
    """
    token = device_of(world.secretary)
    monkeypatch.setattr(write_check, "PATIENCE", 0.01)
    write_check._told.clear()
    with closing(sqlite3.connect(raw_connection.sqlite_file(config.database_url()), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield Locked(token, other)


def save(world, patience: float = 20.0) -> None:
    with writing(SYSTEM, "test", patience=patience) as opened:
        opened.get_one(Member, world.members["an"]).phone = "1"


def test_a_save_is_refused_as_busy_and_a_later_one_succeeds(world, locked):
    with pytest.raises(Conflict, match="busy"):
        save(world, 0.01)
    locked.other.execute("ROLLBACK")
    save(world)
    assert rows(Member, id=world.members["an"])[0].phone == "1"


def test_whoever_is_signed_in_reads_without_waiting(world, locked, clock_at, monkeypatch):
    clock_at(minutes=5)  # so that the use of the device is to be noted
    waited, begin = [], first_statement.begin

    def begin_and_note(connection, patience):
        waited.append(patience)
        begin(connection, patience)

    monkeypatch.setattr(first_statement, "begin", begin_and_note)
    assert signin.viewer_of_token(locked.token).account_id == world.secretary.account_id
    assert rows(Member)
    assert max(filter(None, waited)) < 1


def test_health_says_that_the_database_is_busy(world, locked):
    assert write_check.write_problem() == "database busy"
