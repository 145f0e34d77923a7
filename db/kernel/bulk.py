"""Bulk writes: scope checked for whole sets of rows, history kept, ids returned."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

from db.kernel import change_log, pending_changes, raw_sql
from db.kernel.pending_changes import PendingChange
from db.kernel.session_context import context_of


def insert(session: Session, table: type[Any], rows: list[dict]) -> list[int]:
    """Insert rows, filling missing columns with their defaults; returns their ids in the same order.

    Raises NotAllowed or Invalid, in which case nothing is written.
    """
    if not rows:
        return []
    session.flush()
    found = [pending_changes.insert_change(table, row) for row in rows]
    pending_changes.require_permitted(session, found)
    ids = raw_sql.insert_rows(session, table, rows)
    change_log.record_changes(
        session,
        [change._replace(row={**change.row, "id": row_id}) for change, row_id in zip(found, ids, strict=True)],
    )
    return ids


def update(session: Session, table: type[Any], rows: list[dict]) -> None:
    """Change the given columns of rows identified by "id"; unchanged columns are left alone.

    If a row occurs twice, its last value wins.
    """
    if not rows:
        return
    session.flush()
    found = pending_changes.update_changes(
        table, rows, pending_changes.load_rows(session, table, [row["id"] for row in rows])
    )
    pending_changes.require_permitted(session, found)
    _set(session, table, found)
    _expire(session, table)
    change_log.record_changes(session, found)


def delete(session: Session, table: type[Any], ids: list[int]) -> None:
    """Delete rows by id. Only undo, erasure and drafts delete; everything else is ended instead."""
    if not ids:
        return
    session.flush()
    found = [
        pending_changes.delete_change(table, row)
        for row in pending_changes.load_rows(session, table, list(dict.fromkeys(ids))).values()
    ]
    pending_changes.require_permitted(session, found)
    form = raw_sql.delete_by_id_statement(session, table)
    raw_sql.execute_rows(session, form, form.bind_rows([change.row for change in found]))
    session.expire_all()
    change_log.record_changes(session, found)


def _expire(session: Session, table: type[Any]) -> None:
    """Make the session read this table again; objects of other tables stay loaded."""
    for row in list(session.identity_map.values()):
        if isinstance(row, table):
            session.expire(row)


@contextmanager
def without_history(session: Session) -> Iterator[None]:
    """Context manager in which the history keeps no copy of changes: for erasure, which must leave none."""
    session.flush()
    context_of(session).without_history = True
    try:
        yield
        session.flush()
    finally:
        context_of(session).without_history = False


def _set(session: Session, table: type[Any], found: list[PendingChange]) -> None:
    """One statement for all rows that change the same columns."""
    for names, ours in pending_changes.group_by_columns(found).items():
        form = raw_sql.update_by_id_statement(session, table, names)
        raw_sql.execute_rows(session, form, form.bind_rows([change.row for change in ours]))
