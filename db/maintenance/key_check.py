"""Which key the numbers of a database are hashed with:
noted in the database, so that another valid key is noticed at the start.
"""

from sqlalchemy import Connection, inspect, text

from db import identity_number_key
from db.errors import Refused

TABLE = "key_note"


def require_matching_key(connection: Connection) -> None:
    """Raise Refused("key_missing") or Refused("key_other") where the numbers in this database were hashed with a key
    that is not here.
    """
    if _hashed(connection):
        if not identity_number_key.key_file().exists():
            raise Refused("key_missing", file=str(identity_number_key.key_file()))
        if read_noted_key(connection) not in (None, identity_number_key.key_fingerprint()):
            raise Refused("key_other", file=str(identity_number_key.key_file()))


def note_key(connection: Connection) -> None:
    """Write down which key it is, making one where there is none yet."""
    if read_noted_key(connection) != identity_number_key.key_fingerprint():
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {TABLE} (fingerprint VARCHAR(16) NOT NULL)"))
        connection.execute(text(f"DELETE FROM {TABLE}"))
        connection.execute(
            text(f"INSERT INTO {TABLE} VALUES (:fingerprint)"), {"fingerprint": identity_number_key.key_fingerprint()}
        )


def read_noted_key(connection: Connection) -> str | None:
    """What is written down; None where nothing is."""
    return connection.scalar(text(f"SELECT fingerprint FROM {TABLE}")) if inspect(connection).has_table(TABLE) else None


def _hashed(connection: Connection) -> bool:
    return (
        connection.scalar(text("SELECT 1 FROM member WHERE card_hash IS NOT NULL OR citizen_hash IS NOT NULL LIMIT 1"))
        is not None
    )
