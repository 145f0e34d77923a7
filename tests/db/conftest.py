"""Everything that rests on the database is tested on both databases."""

import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from db.households import groups
from db.kernel import session as sessions
from tests import people, prepared

# so that a failing assert in these shows its values
pytest.register_assert_rewrite("tests.db.undo_story", "tests.db.recorded_meetings", "tests.db.joint_sheets")

RANDOM = "_hypothesis_internal_use_settings"  # where Hypothesis keeps how many examples a test gets


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test on random data on PostgreSQL with a third of the examples that SQLite gets, for the same reason."""
    test, whole = item.obj, getattr(item.obj, RANDOM, None)
    params = item.callspec.params if hasattr(item, "callspec") else {}
    if not whole or params.get("any_database") != "postgres" or item.get_closest_marker("every_case"):
        return (yield)
    setattr(test, RANDOM, settings(whole, max_examples=max(1, whole.max_examples // 3)))
    try:
        return (yield)
    finally:
        setattr(test, RANDOM, whole)


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
