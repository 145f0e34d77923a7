"""What is sent to the database, by whichever way a session asks."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from db.kernel import compiled_select
from db.kernel.session import engine


@contextmanager
def heard() -> Iterator[list[str]]:
    """The statements that are sent within it, in their order."""
    sent: list[str] = []
    send, of_library = compiled_select._send, lambda _connection, _cursor, statement, *_: sent.append(statement)

    def listening(cursor, sql, values) -> None:
        sent.append(sql)
        send(cursor, sql, values)

    event.listen(engine(), "before_cursor_execute", of_library)
    compiled_select._send = listening
    try:
        yield sent
    finally:
        compiled_select._send = send
        event.remove(engine(), "before_cursor_execute", of_library)
