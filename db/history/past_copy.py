"""The register at a past moment: a private copy in which all later changes are reverted.

It answers the same queries as the register and is always deleted afterwards. Data erased since then are in no history
and do not return.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from db import config
from db.calendar import clock
from db.errors import WriteFailed
from db.history import undo_steps
from db.history.closings_in_force import PastMoment
from db.kernel import raw_sql, run_cache, scope, session
from db.maintenance import raw_connection, revisions, table_copy
from db.models import Batch, Change, ChangeKind

FILE = "register.db"


@dataclass
class _StoodThen:
    """A row reconstructed backwards from later changes: whether it existed, and the old values of changed columns."""

    was_there: bool
    whole: bool = False  # all columns are known: the row has been deleted since
    values: dict = field(default_factory=dict)


class PastRegister:
    """The register at a moment."""

    def __init__(self, file: Path, moment: PastMoment) -> None:
        self.file, self.moment = file, moment

    @contextmanager
    def reading_then(self) -> Iterator[None]:
        """Context manager in which all queries of this thread are answered as of then, with that day's calendar."""
        url = raw_connection.sqlite_url(self.file)
        with run_cache.outside_run(), session.reading_from(url), clock.at_earlier_moment(self.moment.at):
            yield


@contextmanager
def open_past_copy(moment: PastMoment) -> Iterator[PastRegister]:
    """The register as it was after an action. Raises WriteFailed("not_written") if the disk is full."""
    folder = _folder() / uuid4().hex
    folder.mkdir(mode=0o700)
    try:
        file = folder / FILE
        try:
            _copy(file)
            with raw_connection.connect(raw_connection.sqlite_url(file)) as connection:
                _take_back(connection, moment.batch_id)
        except (OSError, OperationalError, sqlite3.OperationalError) as error:
            raise WriteFailed("not_written") from error
        yield PastRegister(file, moment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def delete_leftover_copies() -> None:
    """Delete copies left by killed processes; called at the start of the only process that makes copies."""
    shutil.rmtree(_folder(), ignore_errors=True)


def _folder() -> Path:
    folder = config.data_dir() / "past"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _copy(file: Path) -> None:
    file.touch(mode=0o600)
    with raw_connection.connect(config.database_url(), write=False) as source:
        table_copy.copy_database(source, file, revisions.database_revision(source) or revisions.newest_revision())


def _take_back(connection: Connection, batch_id: int) -> None:
    """Revert every row to its state after an action, except tables that the history does not keep."""
    changes, batches = _table(Change), _table(Batch)
    later = select(changes.c.table_name, changes.c.row_id, changes.c.action, changes.c.before)
    stood: dict[tuple[str, int], _StoodThen] = {}
    known = {table.__tablename__: table for table in scope.TABLE_RULES}
    for name, row_id, action, before in connection.execute(
        later.where(changes.c.batch_id > batch_id).order_by(changes.c.id)
    ):
        if name in known:  # a table dropped by a later version is not read by anybody
            _go_back(stood, (name, row_id), ChangeKind(action), before)
    for (name, row_id), then in stood.items():
        _put_back(connection, known[name], row_id, then)
    connection.execute(delete(changes).where(changes.c.batch_id > batch_id))
    connection.execute(delete(batches).where(batches.c.id > batch_id))
    for table, rule in scope.TABLE_RULES.items():
        if not rule.in_history and table not in (Batch, Change):
            connection.execute(delete(_table(table)))


def _go_back(stood: dict, key: tuple[str, int], action: ChangeKind, before: str | None) -> None:
    """The first change after the moment gives a column's old value; later changes add other columns only."""
    if key not in stood:
        stood[key] = _StoodThen(was_there=action != ChangeKind.INSERT)
    then = stood[key]
    if then.was_there and not then.whole and action != ChangeKind.INSERT:
        then.values = undo_steps.decode_row(scope.model_of(key[0]), before) | then.values
        then.whole = action == ChangeKind.DELETE


def _put_back(connection: Connection, model: Any, row_id: int, then: _StoodThen) -> None:
    table = _table(model)
    if not then.was_there or then.whole:
        connection.execute(delete(table).where(table.c.id == row_id))
    if then.was_there and then.whole:
        connection.execute(insert(table).values(_filled(model, then.values | {"id": row_id})))
    elif then.was_there and then.values:
        connection.execute(update(table).where(table.c.id == row_id).values(then.values))


def _filled(model: Any, row: dict) -> dict:
    """A row with all columns; later columns get their default or are empty."""
    (whole,) = raw_sql.fill_defaults(model, [row])
    missing = [column for column in _table(model).c if column.name not in whole]
    return whole | {column.name: None if column.nullable else column.type.python_type() for column in missing}


def _table(model: Any) -> Any:
    return model.__table__
