"""Alembic revisions: the one of a database, those known to this version, and migrating between them."""

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from db.maintenance import raw_connection

SCRIPTS = Path(__file__).resolve().parents[1] / "migrations"


def list_known() -> list[str]:
    """The revisions known to this version, newest first; raises for two heads."""
    return _known(SCRIPTS)


def newest_revision() -> str:
    """The revision of this version."""
    return list_known()[0]


def database_revision(connection: Connection) -> str | None:
    """The revision of a database; None if Alembic never touched it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def migrate_to(url: str, revision: str) -> None:
    """Create a database at a revision, or migrate it there, completely or not at all."""
    with raw_connection.connect(url, create=True) as connection:
        config = _config(SCRIPTS)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@lru_cache
def _known(scripts: Path) -> list[str]:
    directory = ScriptDirectory.from_config(_config(scripts))
    directory.get_current_head()  # raises if there are two
    return [script.revision for script in directory.walk_revisions()]


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
