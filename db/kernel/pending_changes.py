"""The changes that a session is about to make, and whether its viewer may make them;
shared by flushes and bulk writes.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, inspect
from sqlmodel import Session, select

from db.errors import NotAllowed
from db.kernel import closed_periods, concurrent_changes, concurrent_inserts, scope, unit_lifetimes
from db.kernel.raw_sql import BYPASS_OPTIONS, chunks
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import ChangeKind, Table


class PendingChange(NamedTuple):
    """One row about to change: its new values, and the old ones that differ."""

    table: type[Any]
    action: ChangeKind
    row: dict
    before: dict | None = None
    live: object = None

    @property
    def row_before(self) -> dict:
        """The row before the change; for an inserted row, the new one."""
        return {**self.row, **self.before} if self.before else self.row

    @property
    def chosen(self) -> dict:
        """The values set by this change."""
        return {
            ChangeKind.INSERT: self.row,
            ChangeKind.UPDATE: {name: self.row[name] for name in self.before or ()},
            ChangeKind.DELETE: {},
        }[self.action]


def insert_change(table: type[Any], row: dict, live: object = None) -> PendingChange:
    """A row about to be inserted."""
    return PendingChange(table, ChangeKind.INSERT, _values_only(row), live=live)


def update_change(table: type[Any], standing: dict, wanted: dict) -> PendingChange | None:
    """A row about to get new values; None if no value differs."""
    before = {name: standing[name] for name, value in _values_only(wanted).items() if standing[name] != value}
    if "id" in before:
        raise NotAllowed()
    return PendingChange(table, ChangeKind.UPDATE, {**standing, **wanted}, before) if before else None


def update_changes(table: type[Any], rows: list[dict], standing: dict[int, dict]) -> list[PendingChange]:
    """Rows about to get the given values, as far as they differ. If a row occurs twice, its last value wins."""
    wanted: dict[int, dict] = {}
    for row in rows:
        wanted[row["id"]] = {**wanted.get(row["id"], {}), **row}
    return [change for row_id, row in wanted.items() if (change := update_change(table, standing[row_id], row))]


def group_by_columns(found: list[PendingChange]) -> dict[tuple[str, ...], list[PendingChange]]:
    """Changes grouped by the columns that they set: one statement each."""
    sets = defaultdict(list)
    for change in found:
        sets[tuple(change.before or ())].append(change)
    return sets


def delete_change(table: type[Any], standing: dict) -> PendingChange:
    """A row about to be deleted."""
    return PendingChange(table, ChangeKind.DELETE, standing, standing)


def pending_changes(session: Session) -> list[PendingChange]:
    """What the coming flush will change: referenced rows before those that refer to them, and deletions in reverse."""
    new = [
        insert_change(type(row), {name: getattr(row, name) for name in type(row).model_fields}, row)
        for row in session.new
    ]
    standing = _standing(session, [*session.dirty, *session.deleted])
    edited = [
        change
        for row in session.dirty
        if (change := update_change(type(row), standing[type(row), inspect(row).identity[0]], _edits(row)))
    ]
    deleted = [delete_change(type(row), standing[type(row), inspect(row).identity[0]]) for row in session.deleted]
    return sorted(new, key=_place) + sorted(edited, key=_place) + sorted(deleted, key=_place, reverse=True)


def require_permitted(session: Session, changes: list[PendingChange]) -> None:
    """Raise NotAllowed or Invalid if the viewer may not make one of the changes, or if one touches a closed period or
    lies outside the time of its unit; Conflict if one overwrites, or adds once more, what its author has not seen.
    """
    by_table = defaultdict(list)
    for change in changes:
        by_table[change.table].append(change)
    for table, ours in by_table.items():
        rows = [
            row
            for change in ours
            for row in ((change.row, change.row_before) if change.action == ChangeKind.UPDATE else (change.row,))
        ]
        scope.require_changeable_columns(session, table, {name for change in ours for name in change.before or ()})
        scope.require_writable(session, table, rows, [change.chosen for change in ours])
        concurrent_changes.require_unchanged(session, table, ours)
        added = [change.row for change in ours if change.action == ChangeKind.INSERT]
        concurrent_inserts.require_not_added(session, table, added)
        closed_periods.require_reason(session, table, ours)
        unit_lifetimes.require_lifetimes(session, table, ours)


def load_rows(session: Session, table: type[Any], ids: list[int]) -> dict[int, dict]:
    """Rows as stored in the database, in the order of the ids.

    Raises NotAllowed if the viewer may not see one of them.
    """
    found = load_visible_rows(session, table, ids)
    if set(ids) - set(found):
        raise NotAllowed()
    return {row_id: found[row_id] for row_id in ids}


def load_visible_rows(session: Session, table: Any, ids: Iterable[int]) -> dict[int, dict]:
    """The rows among these that the viewer sees or this session inserted, by id."""
    found: dict[int, dict] = {}
    names = list(table.model_fields)
    for part in chunks(ids):
        rows = session.exec(_rows(table), params={"ids": part})
        found |= {row.id: dict(zip(names, row, strict=True)) for row in rows}
    for part in chunks(context_of(session).made.get(table, set()).intersection(ids) - set(found)):
        rows = session.connection().execute(_rows(table), {"ids": part}, execution_options=BYPASS_OPTIONS)
        found |= {row.id: dict(zip(names, row, strict=True)) for row in rows}
    return found


@cache
def _rows(table: Any) -> Any:
    return prepared_statement(
        select(*(getattr(table, name) for name in table.model_fields)).where(
            table.id.in_(bindparam("ids", expanding=True))
        )
    )


def _standing(session: Session, live: list) -> dict[tuple[type, int], dict]:
    ids = defaultdict(list)
    for row in live:
        ids[type(row)].append(inspect(row).identity[0])
    return {(table, row_id): row for table in ids for row_id, row in load_rows(session, table, ids[table]).items()}


def _edits(row) -> dict:
    """The values set on a live row.

    Its remembered old values are not used: they may be stale or not loaded.
    """
    state = inspect(row)
    return {name: getattr(row, name) for name in type(row).model_fields if state.attrs[name].history.added}


def _values_only(row: dict) -> dict:
    """Raise NotAllowed for an SQL expression in place of a value: it could read what the viewer may not."""
    odd = [value for value in row.values() if type(value) not in _PLAIN]  # runs for every value; most are plain
    if odd and any(hasattr(value, "__clause_element__") or hasattr(value, "_propagate_attrs") for value in odd):
        raise NotAllowed("unnarrowable", what="expression")
    return row


def _place(change: PendingChange) -> int:
    return _PLACES[change.table.__tablename__]


_PLAIN = frozenset({int, str, bool, float, type(None), date, datetime})
_PLACES = {table.name: place for place, table in enumerate(Table.metadata.sorted_tables)}
