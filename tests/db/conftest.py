"""Everything that rests on the database is tested on both databases."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.households import groups
from db.kernel import session as sessions
from tests import people, prepared

# so that a failing assert in these shows its values
pytest.register_assert_rewrite("tests.db.undo_story", "tests.db.recorded_meetings", "tests.db.joint_sheets")


@pytest.fixture
def world(any_database: str) -> people.World:
    """The people of tests/people.py, once in SQLite and once in PostgreSQL."""
    return prepared.filled(people.world)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run SQLite with every case of a test and PostgreSQL with the first only: the two differ in what a statement means
    to them, and all cases of a test send the same statements. Where they do not, the test is marked `every_case`.
    """
    asked, left = set(), []
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("any_database") == "postgres" and len(params) > 1 and not item.get_closest_marker("every_case"):
            function = item.nodeid.partition("[")[0]
            left += [item] if function in asked else []
            asked.add(function)
    if left:
        leaving = set(map(id, left))
        items[:] = [item for item in items if id(item) not in leaving]
        config.hook.pytest_deselected(items=left)


@pytest.fixture
def cluster(world) -> str:
    """A cluster of seventeen households."""
    return groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 17)


@pytest.fixture
def emptied(data_dir: Path, _template: Path) -> Callable[[], None]:
    """Empties the register again before the next random district."""

    def empty() -> None:
        sessions.dispose()
        for file in data_dir.glob("register.db*"):
            file.unlink()
        shutil.copyfile(_template, data_dir / "register.db")

    return empty
