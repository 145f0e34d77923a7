"""Statements sent to the database, whichever way a session sends them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from db.kernel import compiled_select
from db.kernel.session import engine


@contextmanager
def heard(listen: Callable[[str], object] = lambda statement: None) -> Iterator[list[str]]:
    """The statements sent within the block, in order; each is passed to `listen` as it is sent."""
    sent: list[str] = []
    send = compiled_select._send

    def note(statement: str) -> None:
        sent.append(statement)
        listen(statement)

    def of_library(_connection, _cursor, statement, *_) -> None:
        note(statement)

    def listening(cursor, sql, values) -> None:
        note(sql)
        send(cursor, sql, values)

    event.listen(engine(), "before_cursor_execute", of_library)
    compiled_select._send = listening
    try:
        yield sent
    finally:
        compiled_select._send = send
        event.remove(engine(), "before_cursor_execute", of_library)
