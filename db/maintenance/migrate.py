"""Starting up the database: created, upgraded after a backup, or refused if it is newer.

`python -m db.maintenance.migrate` does it by hand; `--check` only checks that this version has exactly one head
revision.
"""

import sys

from sqlalchemy import inspect

from db import config, identity_number_key
from db.errors import Refused
from db.maintenance import backup, key_check, raw_connection, revisions, terminal


def upgrade() -> None:
    """Upgrade the database to this version; runs at every start and takes a few milliseconds if there is nothing to do.

    Raises Refused("newer_database") for an unknown revision, Refused("foreign_database") for other tables,
    Refused("key_missing"), Refused("key_other") if numbers were hashed with a key that is not here.
    """
    url = config.database_url()
    with raw_connection.connect(url, create=True, write=False) as connection:
        standing = revisions.database_revision(connection)
        if standing is None and inspect(connection).get_table_names():
            raise Refused("foreign_database")
        if standing and standing not in revisions.list_known():
            raise Refused("newer_database", revision=standing)
        if standing:
            key_check.require_matching_key(connection)
            known = key_check.read_noted_key(connection) == (
                identity_number_key.key_fingerprint() if identity_number_key.key_file().exists() else ""
            )
    if standing != revisions.newest_revision():
        if standing:
            backup.make_backup(f"before-{revisions.newest_revision()}")
        revisions.migrate_to(url, revisions.newest_revision())
    if not (standing and known):
        with raw_connection.connect(url) as connection:
            key_check.note_key(connection)


def _main() -> None:
    if "--check" in sys.argv:
        terminal.print_sentence("one_head", revision=revisions.newest_revision())
        return
    upgrade()
    terminal.print_sentence("up_to_date", revision=revisions.newest_revision())


if __name__ == "__main__":
    terminal.run_command(_main)
