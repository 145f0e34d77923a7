"""One server for a file's tests, on a database with the people of tests/people.py: `server` and `served` for modules
that use this plugin.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from db.kernel import bulk, session
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Attempt
from tests import people
from tests.served_people import serving_people
from tests.visiting import Server


@pytest.fixture(scope="module")
def running(_template: Path, tmp_path_factory) -> Iterator[tuple[Server, people.World]]:
    """A server for this file's tests, on a database with the people of tests/people.py."""
    with serving_people(_template, tmp_path_factory.mktemp("served")) as told:
        yield told


@pytest.fixture
def server(running, data_dir, monkeypatch) -> Server:
    """The server; this process uses the same database."""
    monkeypatch.setenv("DATA_DIR", str(running[0].log.parent))
    session.dispose()
    with writing(SYSTEM, "test") as opened:
        bulk.delete(opened, Attempt, opened.exec(select(Attempt.id)).all())
    return running[0]


@pytest.fixture
def served(running, server) -> people.World:
    """The people the server knows."""
    return running[1]
