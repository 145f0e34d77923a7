"""What rests on the database is tested on both of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.kernel import session as sessions
from tests import people, prepared


@pytest.fixture
def world(any_database: str) -> people.World:
    """The people of tests/people.py, once in SQLite and once in PostgreSQL."""
    return prepared.filled(people.world)


@pytest.fixture
def emptied(data_dir: Path, _template: Path) -> Callable[[], None]:
    """Empties the register again, for the next random district."""

    def empty() -> None:
        sessions.dispose()
        for file in data_dir.glob("register.db*"):
            file.unlink()
        shutil.copyfile(_template, data_dir / "register.db")

    return empty
