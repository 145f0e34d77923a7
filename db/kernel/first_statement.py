"""The statement that begins a transaction; one that writes waits here for other writers, as long as it has patience."""

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

MAX_WAIT = 20.0  # seconds
WRITERS_LOCK = 2130  # PostgreSQL's, for one writer at a time


def begin(connection: Connection, patience: float | None) -> None:
    """Begin a transaction, for writing if it has patience: seconds that SQLite waits. Raises OperationalError as any
    other statement does; SQLAlchemy itself does not see this one.
    """
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name != "sqlite":
            cursor.execute("SELECT 1" if patience is None else f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
        elif patience is None:
            cursor.execute("BEGIN")
        else:
            cursor.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
            cursor.execute("BEGIN IMMEDIATE")
    except connection.dialect.loaded_dbapi.OperationalError as error:
        raise OperationalError("BEGIN", None, error) from error
    finally:
        cursor.close()
