"""The change log: every change is stored with the batch of its action, together with the previous values."""

import json
from collections.abc import Set
from datetime import date
from typing import Any

from sqlmodel import Session

from db.calendar import clock
from db.kernel import run_cache, scope
from db.kernel.pending_changes import PendingChange
from db.kernel.raw_sql import insert_rows, insert_without_ids
from db.kernel.scope import TableRule
from db.kernel.session_context import context_of
from db.models import Batch, Change, ChangeKind, Member, PeriodState


def record_changes(session: Session, changes: list[PendingChange]) -> None:
    """Store changes in the session's batch, which the first change opens; does nothing within
    `bulk.without_history`.
    """
    work = context_of(session)
    mark_written(session, {change.table for change in changes})
    if work.without_history:
        return
    for change in changes:
        if change.action == ChangeKind.INSERT:
            work.made.setdefault(change.table, set()).add(change.row["id"])
    if kept := [change for change in changes if scope.TABLE_RULES[change.table].in_history]:
        batch_id = work.batch_id or open_batch(session)
        insert_without_ids(session, Change, change_rows(kept, batch_id))


def mark_written(session: Session, tables: Set[type]) -> None:
    """Note that the session wrote these tables, so that cached answers about them are read again."""
    context_of(session).written.update(tables)
    if {*run_cache.TABLES_CACHED, PeriodState} & tables:
        context_of(session).clear_result_caches()


def open_batch(session: Session) -> int:
    """Insert the batch of this session under the name of the person who acts; return its id."""
    work = context_of(session)
    who = {
        "at": clock.now(),
        "account_id": work.author.account_id,
        "who": work.author.name,
        "role": work.author.role or "register",
        "unit_id": work.author.unit_id,
    }
    work.batch_id = batch_id = insert_rows(session, Batch, [{**who, **work.action.batch_columns()}])[0]
    return batch_id


def change_rows(changes: list[PendingChange], batch_id: int) -> list[dict]:
    """Return the history rows of some changes. A copy belongs to the owner of the row at the time of the copy.

    For columns that are never copied, it says only that they changed.
    """
    return [_change_row(change, scope.TABLE_RULES[change.table], batch_id) for change in changes]


def _change_row(change: PendingChange, rule: TableRule, batch_id: int) -> dict:
    table, row, before = change.table, change.row, change.before
    stood = before if before is row else {**row, **before} if before else row
    if before and not rule.excluded_from_copies.isdisjoint(before):
        before = {
            name: _blank(table, name) if name in rule.excluded_from_copies else value for name, value in before.items()
        }
    return {
        "batch_id": batch_id,
        "table_name": table.__tablename__,
        "row_id": row["id"],
        "action": change.action,
        "before": None if before is None else _encode(before),
        "unit_id": stood.get(rule.unit),
        "member_id": row["id"] if table is Member else stood.get("member_id"),
        "audience": scope.copy_audience(table, stood),
    }


def _blank(table: type[Any], name: str) -> str | None:
    return None if table.__table__.c[name].nullable else ""


def to_json_value(value) -> str:
    """A value without a JSON type, as copies store it."""
    return value.isoformat() if isinstance(value, date) else value.hex() if isinstance(value, bytes) else str(value)


_encode = json.JSONEncoder(default=to_json_value, ensure_ascii=False).encode
