"""Changes made meanwhile: an action based on what a page showed earlier overwrites nothing that came later.

A form remembers the latest change of the register when its fields are first shown (`db/history/latest_change.py`), and
its action is checked against that: row by row, column by column.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.errors import Conflict
from db.kernel import row_access, scope
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Change, ChangeKind

_basis: ContextVar[int | None] = ContextVar("basis", default=None)


@contextmanager
def based_on(change_id: int | None) -> Iterator[None]:
    """Context manager in which actions of this thread rest on what was stored up to this change; None: on nothing that
    a page showed earlier.
    """
    token = _basis.set(change_id)
    try:
        yield
    finally:
        _basis.reset(token)


def current_basis() -> int | None:
    """Return the change on which actions of this thread rest."""
    return _basis.get()


def require_unchanged(session: Session, table: type[Any], changes: list) -> None:
    """Raise Conflict("changed_meanwhile") if another action, later than the basis of this one, changed the same column
    of the same row, or a row that is now deleted.
    """
    edited = {change.row["id"]: change for change in changes if change.action != ChangeKind.INSERT}
    for row in _later_changes(session, table, edited):
        ours = edited[row.row_id]
        is_whole = ours.action == ChangeKind.DELETE or row.action != ChangeKind.UPDATE
        if is_whole or not json.loads(row.before).keys().isdisjoint(ours.before):
            raise Conflict("changed_meanwhile")


def require_rows_unchanged(session: Session, table: type[Any], row_ids: Collection[int]) -> None:
    """Raise Conflict("changed_meanwhile") if another action, later than the basis of this one, changed one of these
    rows, which this action replaces without changing them.
    """
    if _later_changes(session, table, row_ids):
        raise Conflict("changed_meanwhile")


def _later_changes(session: Session, table: type[Any], row_ids: Collection[int]) -> list[Any]:
    work = context_of(session)
    if not row_ids or work.basis is None or work.without_history or not scope.TABLE_RULES[table].in_history:
        return []
    asked = {"name": table.__tablename__, "basis": work.basis, "own": work.batch_id or 0}
    with row_access.reading_as_system(session):
        later: Any = session.exec(_LATER, params=asked)
        return [row for row in later if row.row_id in row_ids]


# All of a table since then: a page is seldom older than a few minutes.
_LATER = prepared_statement(
    select(Change.row_id, Change.action, Change.before).where(
        Change.id > bindparam("basis"),
        Change.table_name == bindparam("name"),
        Change.batch_id != bindparam("own"),
    )
)
