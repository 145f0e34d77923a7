"""The key behind a database's hashed numbers: noted in it, so that a different key is detected at the start."""

from sqlalchemy import Connection, inspect, text

from db import identity_number_key
from db.errors import Refused

TABLE = "key_note"


def require_matching_key(connection: Connection) -> None:
    """Raise Refused("key_missing") or Refused("key_other") if the numbers in this database were hashed with a key that
    is not here.
    """
    if _hashed(connection):
        if not identity_number_key.key_file().exists():
            raise Refused("key_missing", file=str(identity_number_key.key_file()))
        if read_noted_key(connection) not in (None, identity_number_key.key_fingerprint()):
            raise Refused("key_other", file=str(identity_number_key.key_file()))


def note_key(connection: Connection) -> None:
    """Note the fingerprint of the key, creating a key if there is none."""
    if read_noted_key(connection) != identity_number_key.key_fingerprint():
        connection.execute(text(f"CREATE TABLE IF NOT EXISTS {TABLE} (fingerprint VARCHAR(16) NOT NULL)"))
        connection.execute(text(f"DELETE FROM {TABLE}"))
        connection.execute(
            text(f"INSERT INTO {TABLE} VALUES (:fingerprint)"), {"fingerprint": identity_number_key.key_fingerprint()}
        )


def read_noted_key(connection: Connection) -> str | None:
    """The noted fingerprint; None if there is none."""
    return connection.scalar(text(f"SELECT fingerprint FROM {TABLE}")) if inspect(connection).has_table(TABLE) else None


def _hashed(connection: Connection) -> bool:
    return (
        connection.scalar(text("SELECT 1 FROM member WHERE card_hash IS NOT NULL OR citizen_hash IS NOT NULL LIMIT 1"))
        is not None
    )
