"""Start-up of the database: made when there is none, brought to this version after a backup, left alone when it is newer.

`python -m db.keeping.migrate` does it by hand; `--check` only says whether this version has exactly one newest revision.
"""

import sys

from sqlalchemy import Connection, inspect, text

from db import config, secret, terminal
from db.faults import Refused
from db.keeping import backup, revisions, upkeep


def upgrade() -> None:
    """Bring the database to this version; at each start, so that it does nothing in a few milliseconds where nothing is to be done.

    Raises Refused("newer_database") for a revision unknown to this version, Refused("foreign_database") for tables that are not ours,
    Refused("key_missing") where numbers were hashed with a key that is not here.
    """
    url = config.database_url()
    with upkeep.connected(url, create=True, write=False) as connection:
        standing = revisions.of(connection)
        if standing is None and inspect(connection).get_table_names():
            raise Refused("foreign_database")
        if standing and standing not in revisions.known():
            raise Refused("newer_database", revision=standing)
        if standing and not secret.file().exists() and _hashed(connection):
            raise Refused("key_missing", file=str(secret.file()))
    if standing == revisions.head():
        return
    if standing:
        backup.make(f"before-{revisions.head()}")
    revisions.move(url, revisions.head())


def _hashed(connection: Connection) -> bool:
    return connection.scalar(text("SELECT 1 FROM member WHERE card_hash IS NOT NULL OR citizen_hash IS NOT NULL LIMIT 1")) is not None


def _main() -> None:
    if "--check" in sys.argv:
        terminal.say("one_head", revision=revisions.head())
        return
    upgrade()
    terminal.say("up_to_date", revision=revisions.head())


if __name__ == "__main__":
    terminal.run(_main)
