"""Databases for tests: a fresh copy for each test of one that the migrations created once.

`database` is SQLite, `postgres_database` a real PostgreSQL, `any_database` runs the test on both, and `world` fills one
with people. No test ever reaches the data of this folder.
"""

import gc
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import bcrypt
import psycopg
import pytest
import time_machine
import vl_convert
from httpx._transports import default
from sqlalchemy import Engine
from streamlit import cache_data, cache_resource
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import ScriptRunnerEvent, script_cache
from streamlit.testing.v1 import local_script_runner

from components.web import run_interruptions
from db.calendar import clock
from db.kernel import session
from db.maintenance import raw_connection, revisions
from tests import denials, page_actions, people, prepared
from tests.devices import NIGHT

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ("DATABASE_URL", "REGISTER_DEMO", "REGISTER_CLOCK", "REGISTER_LANGUAGE", "SIZE", "PORT")
STATEMENTS = 4000  # enough for the statements that all tests together use repeatedly
# a server that lives only as long as the tests need not survive a power failure
FORGETFUL = [
    f"ALTER SYSTEM SET {told}"
    for told in ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = '256MB'")
]


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hashing takes a quarter of a second, as it should, but not in tests."""
    gensalt = bcrypt.gensalt
    bcrypt.gensalt = lambda rounds=4, prefix=b"2b": gensalt(4, prefix)
    yield
    bcrypt.gensalt = gensalt


@pytest.fixture(scope="session", autouse=True)
def _certificates_read_once() -> Iterator[None]:
    """Each client of httpx reads the certificates of all authorities, a tenth of all computing, even if it never needs
    them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(default, "create_ssl_context", cache(default.create_ssl_context))
        yield


@pytest.fixture(scope="session", autouse=True)
def _answers_are_seen() -> Iterator[None]:
    """Streamlit's test runner has an ending of runs of its own: what a run of it said is seen, as at a server, where
    `run_interruptions` notes it.
    """
    finish = local_script_runner.LocalScriptRunner._on_script_finished

    def finish_seen(runner, ctx, event, *told) -> None:
        if event != ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN and run_interruptions.KEPT in runner._session_state:
            del runner._session_state[run_interruptions.KEPT]
        finish(runner, ctx, event, *told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner.LocalScriptRunner, "_on_script_finished", finish_seen)
        yield


@pytest.fixture(scope="session", autouse=True)
def _packages_searched_once() -> Iterator[None]:
    """Streamlit's test runner searches every installed package for components in each run: a third of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def _scripts_compiled_once_and_waited_for() -> Iterator[None]:
    """Streamlit's test runner compiles the scripts of a page at each run, and wakes a thousand times a second to see
    whether it has ended, which stops the run each time: together an eighth of its computing.
    """
    compiled = script_cache.ScriptCache()

    def wait_until_ended(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
        runner._script_thread.join(timeout)
        if runner._script_thread.is_alive():
            runner.request_stop()
            raise RuntimeError(f"a page did not end in {timeout} s")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "ScriptCache", lambda: compiled)
        patch.setattr(local_script_runner, "require_widgets_deltas", wait_until_ended)
        yield


@pytest.fixture(scope="session", autouse=True)
def _charts_drawn_once() -> Iterator[None]:
    """One chart is drawn alike each time, and drawing is half of the computing of a test of papers."""
    draw, drawn = vl_convert.vegalite_to_png, {}

    def vegalite_to_png(spec: dict, **options) -> bytes:
        key = json.dumps([spec, options], sort_keys=True)
        if key not in drawn:
            drawn[key] = draw(spec, **options)
        return drawn[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vl_convert, "vegalite_to_png", vegalite_to_png)
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """A server opens its database once; tests open hundreds of one kind, which share their compiled statements."""
    opened, first = session.create_engine, {}

    def create_engine(url: str, **options) -> Engine:
        made = opened(url, query_cache_size=STATEMENTS, **options)
        known = first.setdefault((made.dialect.name, options.get("isolation_level")), made)
        if known is not made and known.dialect.server_version_info:  # it has been connected
            made.dialect = made.pool._dialect = known.dialect
            made._compiled_cache = known._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        for module in (session, raw_connection):
            patch.setattr(module, "create_engine", create_engine)
        yield


@pytest.fixture(scope="session", autouse=True)
def _counted_denials() -> Iterator[None]:
    """Count the refusals that tests see."""
    with pytest.MonkeyPatch.context() as patch:
        denials.count_raises(patch)
        yield


def pytest_collection_finish() -> None:
    """Freeze everything loaded so that the garbage collector does not scan it again: a seventh of all computing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Pass on what this worker has counted."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output[denials.TOLD] = dict(denials.COUNT)


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder for each test."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("DATA_DIR", str(folder))
    session.dispose()
    cache_resource.clear()
    cache_data.clear()  # copies of one register look alike, so what was cached for another test must not be served
    yield folder
    session.dispose()


@pytest.fixture
def set_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """set_clock("2026-11-22") makes it nine in the morning of that day, for this test; a time with an hour is used as
    it is.
    """

    def set_to(day: str) -> None:
        (tmp_path / "clock").write_text(day if "T" in day else f"{day}T09:00:00+07:00")
        monkeypatch.setenv("REGISTER_CLOCK", str(tmp_path / "clock"))

    return set_to


@pytest.fixture
def november(set_clock: Callable[[str], None]) -> None:
    """It is 22 November 2026."""
    set_clock("2026-11-22")


@pytest.fixture
def clock_at(monkeypatch):
    """Stop the clock at a time; call the result to move it."""
    monkeypatch.setattr(clock, "monotonic_seconds", lambda: clock.now().timestamp())
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield lambda **later: traveller.shift(timedelta(**later))


@pytest.fixture
def database(data_dir: Path, _template: Path) -> Path:
    """An empty register in SQLite."""
    return Path(shutil.copyfile(_template, data_dir / "register.db"))


@pytest.fixture
def postgres_database(monkeypatch: pytest.MonkeyPatch, data_dir: Path, postgres: str) -> str:
    """An empty register in PostgreSQL; its address."""
    url = _database(postgres, "register")
    if not prepared.emptied(url, revisions.newest_revision()):
        _execute(
            postgres,
            "DROP DATABASE IF EXISTS register WITH (FORCE)",
            "CREATE DATABASE register TEMPLATE empty_register",
        )
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def any_database(request: pytest.FixtureRequest) -> str:
    """An empty register in each of the two databases; which one."""
    request.getfixturevalue("database" if request.param == "sqlite" else "postgres_database")
    return request.param


@pytest.fixture
def world(database: Path) -> people.World:
    """The people of tests/people.py, in SQLite."""
    return prepared.filled(people.world)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "empty.db"
    revisions.migrate_to(f"sqlite:///{file}", "head")
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, with a database created by the migrations."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.postgres"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        address = server.stdout.readline().strip()
        _execute(address, *FORGETFUL, "SELECT pg_reload_conf()", "CREATE DATABASE empty_register")
        revisions.migrate_to(_database(address, "empty_register"), "head")
        yield address
        server.stdin.close()


def _database(address: str, name: str) -> str:
    """The address of one database of the server, as the register expects it."""
    return address.replace("postgresql://", "postgresql+psycopg://", 1).replace("/postgres?", f"/{name}?")


def _execute(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def _actions_are_compared() -> Iterator[None]:
    """No page acts on what it did not show, whatever a test does there."""
    with page_actions.compared():
        yield
