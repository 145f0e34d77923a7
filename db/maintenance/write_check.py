"""Whether the database can be written, checked by writing, since a full disk still allows reading."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from db import config, identity_number_key
from db.calendar import clock
from db.errors import Refused
from db.maintenance import key_check, raw_connection

KEPT = 3.0  # seconds that an answer is cached
PATIENCE = 5.0  # seconds: somebody else writes for longer than any action of the register
_told: dict[str, tuple[float, str]] = {}


def write_problem() -> str:
    """Why nothing can be saved, in two words; empty if it can."""
    url, now = config.database_url(), clock.monotonic_seconds()
    at, said = _told.get(url, (now - KEPT, ""))
    if now - at >= KEPT:
        said = _tried(url)
        _told[url] = now, said
    return said


def _tried(url: str) -> str:
    try:
        identity_number_key.require_unchanged_key()
        with raw_connection.connect(url, patience=PATIENCE) as connection:
            _write(connection)
    except (Refused, SQLAlchemyError, OSError) as error:
        told = str(error)
        return next((word for sign, word in SIGNS.items() if sign in told), "no database")
    return ""


def _write(connection: Connection) -> None:
    """Write a few changed bytes, since SQLite skips unchanged ones."""
    if connection.dialect.name == "sqlite":
        standing = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {1 - standing % 2}")
    else:
        connection.execute(text(f"UPDATE {key_check.TABLE} SET fingerprint = fingerprint"))


SIGNS = {
    "key_": "another key",
    "full": "disk full",
    "readonly": "read only",
    "read-only": "read only",
    "disk I/O": "disk error",
    "locked": "database busy",
    "No space": "disk full",
}
