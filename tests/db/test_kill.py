"""A process killed while saving leaves either its whole action or nothing."""

import subprocess
import sys
import time

import pytest
from sqlmodel import func, select

from db import config
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.maintenance import raw_connection
from db.models import Batch, Change, Unit, UnitKind, UnitVersion
from tests.db.dying import MANY

TABLES = (Unit, UnitVersion, Batch, Change)


def killed(moment: str, later: float = 0) -> None:
    """Start a process that saves, and kill it at the moment it announces, or a little later."""
    with subprocess.Popen([sys.executable, "-m", "tests.db.dying", moment], stdout=subprocess.PIPE, text=True) as dying:
        assert dying.stdout.readline() == "now\n"
        time.sleep(later)
        assert dying.poll() is None
        dying.kill()


def counts() -> list[int]:
    with reading(SYSTEM) as session:
        return [session.exec(select(func.count(table.id))).one() for table in TABLES]


@pytest.mark.parametrize(
    ("moment", "later"), [("before_commit", 0), ("in_bulk", 0), ("in_bulk", 0.05), ("in_bulk", 0.3)]
)
def test_an_action_killed_before_its_commit_leaves_nothing(any_database, moment, later):
    killed(moment, later)
    assert counts() == [0, 0, 0, 0]
    assert_it_goes_on()


def test_an_action_killed_after_its_commit_is_there_whole(any_database):
    killed("after_commit")
    assert counts() == [MANY, MANY, 1, 2 * MANY]
    assert_it_goes_on()


def assert_it_goes_on() -> None:
    """Assert that nothing is damaged and no lock was left behind."""
    with writing(SYSTEM, "test") as session:
        session.add(Unit(kind=UnitKind.AREA, level="commune"))
    with raw_connection.connect(config.database_url()) as connection:
        raw_connection.check_foreign_keys(connection)
