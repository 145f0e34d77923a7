"""What rests on the database is tested on both of them."""

import pytest

from tests import people


@pytest.fixture
def world(any_database: str) -> people.World:
    """The people of tests/people.py, once in SQLite and once in PostgreSQL."""
    return people.world()
