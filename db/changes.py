"""What a unit of work is about to change, and whether its viewer may: the same for a flush and for bulk writing."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from sqlalchemy import bindparam, inspect
from sqlmodel import Session, select

from db import periods, scope
from db.door import OPEN, slices
from db.faults import NotAllowed
from db.models import Action, Table
from db.statements import prepared


class Noticed(NamedTuple):
    """One row about to change: its values as they will be, and as they were where that differs."""

    table: type
    action: Action
    row: dict
    before: dict | None = None
    live: object = None

    @property
    def stood(self) -> dict:
        """The row as it was; a new one as it will be."""
        return {**self.row, **(self.before or {})}

    @property
    def chosen(self) -> dict:
        """The values that this change sets."""
        return {Action.INSERT: self.row, Action.UPDATE: {name: self.row[name] for name in self.before or ()}, Action.DELETE: {}}[self.action]


def made(table: type, row: dict, live: object = None) -> Noticed:
    """A row about to be inserted."""
    return Noticed(table, Action.INSERT, _values_only(row), live=live)


def changed(table: type, standing: dict, wanted: dict) -> Noticed | None:
    """A row about to get new values; None where none differs."""
    before = {name: standing[name] for name, value in _values_only(wanted).items() if standing[name] != value}
    if "id" in before:
        raise NotAllowed()
    return Noticed(table, Action.UPDATE, {**standing, **wanted}, before) if before else None


def edited(table: type, rows: list[dict], standing: dict[int, dict]) -> list[Noticed]:
    """Rows about to get the given values, as far as these differ. Of a row named twice the last value stands."""
    wanted: dict[int, dict] = {}
    for row in rows:
        wanted[row["id"]] = {**wanted.get(row["id"], {}), **row}
    return [change for row_id, row in wanted.items() if (change := changed(table, standing[row_id], row))]


def by_columns(found: list[Noticed]) -> dict[tuple[str, ...], list[Noticed]]:
    """Changes by the columns that change: one statement for each."""
    sets = defaultdict(list)
    for change in found:
        sets[tuple(change.before or ())].append(change)
    return sets


def gone(table: type, standing: dict) -> Noticed:
    """A row about to be deleted."""
    return Noticed(table, Action.DELETE, standing, standing)


def noticed(session: Session) -> list[Noticed]:
    """What the coming flush will change, whoever refers to another after it; deletions the other way round."""
    new = [made(type(row), {name: getattr(row, name) for name in type(row).model_fields}, row) for row in session.new]
    standing = _standing(session, [*session.dirty, *session.deleted])
    edited = [change for row in session.dirty if (change := changed(type(row), standing[type(row), inspect(row).identity[0]], _edits(row)))]
    deleted = [gone(type(row), standing[type(row), inspect(row).identity[0]]) for row in session.deleted]
    return sorted(new, key=_place) + sorted(edited, key=_place) + sorted(deleted, key=_place, reverse=True)


def check(session: Session, changes: list[Noticed]) -> None:
    """Raise NotAllowed or Invalid where one of these changes is not the viewer's to make, or touches a closed period."""
    by_table = defaultdict(list)
    for change in changes:
        by_table[change.table].append(change)
    for table, ours in by_table.items():
        rows = [row for change in ours for row in ((change.row, change.stood) if change.action == Action.UPDATE else (change.row,))]
        scope.check_rows(session, table, rows, [change.chosen for change in ours])
        periods.refuse_closed(session, table, rows)


def standing(session: Session, table: type, ids: list[int]) -> dict[int, dict]:
    """Rows as they stand in the database, in the order of these ids. Raises NotAllowed where the viewer sees no such row."""
    found = present(session, table, ids)
    if set(ids) - set(found):
        raise NotAllowed()
    return {row_id: found[row_id] for row_id in ids}


def present(session: Session, table: type, ids: Iterable[int]) -> dict[int, dict]:
    """Those of these rows that the viewer sees, and those made in this unit of work, by id."""
    found = {}
    for part in slices(ids):
        found |= {row.id: row._asdict() for row in session.exec(_rows(table), params={"ids": part})}
    for part in slices(session.info["made"].get(table, set()).intersection(ids) - set(found)):
        found |= {row.id: row._asdict() for row in session.connection().execute(_rows(table), {"ids": part}, execution_options=OPEN)}
    return found


@cache
def _rows(table: type):
    return prepared(select(*(getattr(table, name) for name in table.model_fields)).where(table.id.in_(bindparam("ids", expanding=True))))


def _standing(session: Session, live: list) -> dict[tuple[type, int], dict]:
    ids = defaultdict(list)
    for row in live:
        ids[type(row)].append(inspect(row).identity[0])
    return {(table, row_id): row for table in ids for row_id, row in standing(session, table, ids[table]).items()}


def _edits(row) -> dict:
    """The values that were set on a live row. What it remembers of earlier ones is not asked: it may be stale or not loaded."""
    state = inspect(row)
    return {name: getattr(row, name) for name in type(row).model_fields if state.attrs[name].history.added}


def _values_only(row: dict) -> dict:
    """Raise NotAllowed for an expression in place of a value: the database would read for it what the viewer may not."""
    if any(hasattr(value, "__clause_element__") or hasattr(value, "_propagate_attrs") for value in row.values()):
        raise NotAllowed("unnarrowable", what="expression")
    return row


def _place(change: Noticed) -> int:
    return _PLACES[change.table.__tablename__]


_PLACES = {table.name: place for place, table in enumerate(Table.metadata.sorted_tables)}
