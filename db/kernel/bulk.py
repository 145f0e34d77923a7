"""Writing in bulk: scope judged set by set, history kept, ids given back."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Update, bindparam, delete as sql_delete, update as sql_update
from sqlmodel import Session

from db.kernel import change_log, changes
from db.kernel.changes import PendingChange
from db.kernel.raw_sql import BYPASS_OPTIONS, chunks, insert_rows
from db.kernel.unit_of_work import work_of


def insert(session: Session, table: type[Any], rows: list[dict]) -> list[int]:
    """Insert rows, missing columns by their defaults; their ids in the same order.

    Raises NotAllowed or Invalid, then nothing is written.
    """
    if not rows:
        return []
    session.flush()
    found = [changes.insert_change(table, row) for row in rows]
    changes.check(session, found)
    ids = insert_rows(session, table, rows)
    change_log.record(
        session,
        [change._replace(row={**change.row, "id": row_id}) for change, row_id in zip(found, ids, strict=True)],
    )
    return ids


def update(session: Session, table: type[Any], rows: list[dict]) -> None:
    """Change the given columns of rows named by their "id"; columns that do not differ are left alone.

    Of a row named twice the last value stands.
    """
    if not rows:
        return
    session.flush()
    found = changes.update_changes(table, rows, changes.load_rows(session, table, [row["id"] for row in rows]))
    changes.check(session, found)
    _set(session, table, found)
    _expire(session, table)
    change_log.record(session, found)


def delete(session: Session, table: type[Any], ids: list[int]) -> None:
    """Delete rows by id: for undo, erasure and drafts; everything else is ended, not deleted."""
    if not ids:
        return
    session.flush()
    found = [
        changes.delete_change(table, row)
        for row in changes.load_rows(session, table, list(dict.fromkeys(ids))).values()
    ]
    changes.check(session, found)
    for part in chunks(change.row["id"] for change in found):
        session.connection().execute(
            sql_delete(table.__table__).where(table.__table__.c.id.in_(part)), execution_options=BYPASS_OPTIONS
        )
    session.expire_all()
    change_log.record(session, found)


def _expire(session: Session, table: type[Any]) -> None:
    """What this session holds of a table is read again when it is asked for; what it holds of others still stands."""
    for row in list(session.identity_map.values()):
        if isinstance(row, table):
            session.expire(row)


@contextmanager
def unremembered(session: Session) -> Iterator[None]:
    """Within it history keeps no copy of what is changed: for erasure, which must leave none."""
    session.flush()
    work_of(session).unremembered = True
    try:
        yield
        session.flush()
    finally:
        work_of(session).unremembered = False


def _set(session: Session, table: type[Any], found: list[PendingChange]) -> None:
    """One statement for all rows in which the same columns change."""
    for names, ours in changes.group_by_columns(found).items():
        rows = [{"bound_id": change.row["id"]} | {f"new_{name}": change.row[name] for name in names} for change in ours]
        session.connection().execute(_update_of(cast(Any, table), names), rows, execution_options=BYPASS_OPTIONS)


@lru_cache(maxsize=1024)
def _update_of(table: Any, names: tuple[str, ...]) -> Update:
    """The statement that sets these columns of one row; made once, since making it costs more than asking."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return sql_update(table.__table__).where(table.__table__.c.id == bindparam("bound_id")).values(values)
