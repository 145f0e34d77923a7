"""Start-up of the database: made when there is none, brought to this version after a backup, left alone when it is newer.

`python -m db.keeping.migrate` does it by hand; `--check` only says whether this version has exactly one newest revision.
"""

import sys

from sqlalchemy import inspect

from db import config, secret, terminal
from db.faults import Refused
from db.keeping import backup, keyed, revisions, upkeep


def upgrade() -> None:
    """Bring the database to this version; at each start, so that it does nothing in a few milliseconds where nothing is to be done.

    Raises Refused("newer_database") for a revision unknown to this version, Refused("foreign_database") for tables that are not ours,
    Refused("key_missing"), Refused("key_other") where numbers were hashed with a key that is not here.
    """
    url = config.database_url()
    with upkeep.connected(url, create=True, write=False) as connection:
        standing = revisions.of(connection)
        if standing is None and inspect(connection).get_table_names():
            raise Refused("foreign_database")
        if standing and standing not in revisions.known():
            raise Refused("newer_database", revision=standing)
        if standing:
            keyed.check(connection)
            known = keyed.noted(connection) == (secret.fingerprint() if secret.file().exists() else "")
    if standing != revisions.head():
        if standing:
            backup.make(f"before-{revisions.head()}")
        revisions.move(url, revisions.head())
    if not (standing and known):
        with upkeep.connected(url) as connection:
            keyed.note(connection)


def _main() -> None:
    if "--check" in sys.argv:
        terminal.say("one_head", revision=revisions.head())
        return
    upgrade()
    terminal.say("up_to_date", revision=revisions.head())


if __name__ == "__main__":
    terminal.run(_main)
