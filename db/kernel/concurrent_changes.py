"""Changes made meanwhile: an action based on what a page showed earlier overwrites nothing that came later.

A page remembers the latest change of the register when it is drawn (`db/history/latest_change.py`), and its actions are
checked against that, row by row: who acts on a row rests on all of it. A form that is filled in remembers the same when
its fields are first shown, and overwrites no column that others set since; their other columns stay as they are.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from db.errors import Conflict
from db.kernel import row_access, scope, session_context
from db.kernel.session_context import Basis, SessionContext, context_of
from db.kernel.statements import prepared_statement
from db.models import Change, ChangeKind

FEW = 500  # rows that are looked up one by one
UNKNOWN = -1  # before every change: what a page rests on that this server has never drawn, since it was restarted

_basis: ContextVar[Basis | None] = ContextVar("basis", default=None)


@contextmanager
def based_on(change_id: int | None) -> Iterator[None]:
    """Context manager in which actions of this thread rest on what the fields of a form showed, up to this change; on
    what they rest on anyway if that is None.
    """
    page = _basis.get()
    with _resting_on(page if change_id is None else Basis(change_id, own=page.own if page else set())):
        yield


@contextmanager
def based_on_page(change_id: int | None, own: set[int]) -> Iterator[None]:
    """Context manager in which actions of this thread rest on what a page showed, up to this change, and on the page's
    own actions, to which they are added.
    """
    with _resting_on(None if change_id is None else Basis(change_id, True, own)):
        yield


@contextmanager
def _resting_on(basis: Basis | None) -> Iterator[None]:
    token = _basis.set(basis)
    try:
        yield
    finally:
        _basis.reset(token)


def attach(session: Session, work: SessionContext) -> SessionContext:
    """Attach the context of an action to its session, with what actions of this thread rest on; returns the context."""
    work.basis = _basis.get()
    return session_context.attach(session, work)


def note_own_action(work: SessionContext) -> None:
    """Note a saved action as the page's own, which later ones need not be shown."""
    if work.basis and work.batch_id:
        work.basis.own.add(work.batch_id)


def require_unchanged(session: Session, table: type[Any], changes: list) -> None:
    """Raise Conflict("changed_meanwhile") if another action, later than the basis of this one, changed the same row:
    any column if the page or a deletion rests on it, else one that this action sets, too; Conflict("server_restarted")
    if nobody knows what the page showed.
    """
    edited = {change.row["id"]: change for change in changes if change.action != ChangeKind.INSERT}
    basis = context_of(session).basis
    for row in _later_changes(session, table, edited):
        ours = edited[row.row_id]
        is_whole = (basis and basis.of_page) or ours.action == ChangeKind.DELETE or row.action != ChangeKind.UPDATE
        if is_whole or not json.loads(row.before).keys().isdisjoint(ours.before):
            raise _conflict(session)


def require_rows_unchanged(session: Session, table: type[Any], row_ids: Collection[int]) -> None:
    """Raise what `require_unchanged` does if another action, later than the basis of this one, changed or inserted one
    of these rows, on which this action rests without changing them.
    """
    if changed_rows(session, table, row_ids):
        raise _conflict(session)


def changed_rows(session: Session, table: type[Any], row_ids: Collection[int]) -> set[int]:
    """Return which of these rows another action, later than the basis of this one, changed or inserted."""
    return {row.row_id for row in _later_changes(session, table, row_ids)}


def _conflict(session: Session) -> Conflict:
    basis = context_of(session).basis
    return Conflict("server_restarted") if basis and basis.change_id == UNKNOWN else Conflict("changed_meanwhile")


def _later_changes(session: Session, table: type[Any], row_ids: Collection[int]) -> list[Any]:
    work = context_of(session)
    if not row_ids or work.basis is None or work.without_history or not scope.TABLE_RULES[table].in_history:
        return []
    known = work.basis.own if work.basis.of_page else ()
    asked = {"name": table.__tablename__, "basis": work.basis.change_id, "own": work.batch_id or 0}
    with row_access.reading_as_system(session):
        if len(row_ids) <= FEW:
            later: Any = session.exec(_LATER_OF_ROWS, params={**asked, "ids": list(row_ids)})
        else:
            later = session.exec(_LATER, params=asked)
        return [row for row in later if row.row_id in row_ids and row.batch_id not in known]


_LATER_IN_TABLE = select(Change.row_id, Change.action, Change.before, Change.batch_id).where(
    Change.id > bindparam("basis"),
    Change.table_name == bindparam("name"),
    Change.batch_id != bindparam("own"),
)
_LATER = prepared_statement(_LATER_IN_TABLE)
# Many save on the same evening: a sheet that stood open meanwhile reads what became of its own rows only.
_LATER_OF_ROWS = prepared_statement(_LATER_IN_TABLE.where(col(Change.row_id).in_(bindparam("ids", expanding=True))))
