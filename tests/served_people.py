"""A running server with people in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.kernel import session
from tests import people
from tests.visiting import MAKE_RUN, Server, Start, serving


@contextmanager
def serving_people(template: Path, folder: Path, start: Start = MAKE_RUN) -> Iterator[tuple[Server, people.World]]:
    """A server on a copy of an empty register with the people of tests/people.py, and those people."""
    shutil.copyfile(template, folder / "register.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(folder))
        session.dispose()
        world = people.world()
    with serving(folder, start) as server:
        yield server, world
