"""Revisions: which one a database is at, which ones this version knows, and the way from one to another."""

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from db.maintenance import raw_connection

SCRIPTS = Path(__file__).resolve().parents[1] / "migrations"


def list_known() -> list[str]:
    """The revisions that this version knows, newest first; two newest ones are a mistake of ours and raise."""
    return _known(SCRIPTS)


def newest_revision() -> str:
    """The revision of this version."""
    return list_known()[0]


def database_revision(connection: Connection) -> str | None:
    """The revision that a database is at; None for one that Alembic never touched."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def migrate_to(url: str, revision: str) -> None:
    """Make a database or bring it to a revision, all the way or not at all."""
    with raw_connection.connect(url, create=True) as connection:
        config = _config(SCRIPTS)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@lru_cache
def _known(scripts: Path) -> list[str]:
    directory = ScriptDirectory.from_config(_config(scripts))
    directory.get_current_head()  # raises where there are two
    return [script.revision for script in directory.walk_revisions()]


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
