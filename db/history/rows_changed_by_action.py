"""The rows that an action changed, with values before and after, as far as the viewer may read them."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.kernel import scope
from db.kernel.change_log import to_json_value
from db.kernel.row_access import reading_as_system
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import Account, Campaign, CellGroup, Change, ChangeKind, Household, Member, Table, Unit
from db.units.units import names_on

MOST = 400  # rows listed per action
NAMED = (Member, Household, CellGroup, Account, Campaign)
# elsewhere the unit is the reader's own
OF_UNITS = {"unit", "unit_version", "access_grant", "setting", "rule", "period_state", "introduction"}
HIDDEN = {
    "id",
    "code",
    "sort_key",
    "search_key",
    "card_hash",
    "card_number",
    "citizen_hash",
    "citizen_number",
    "password_hash",
    "token_hash",
    "status",
    "epoch",
}

BESIDE = {"attendance": {"group_id"}}  # columns that a row refers to without being about them

Key = tuple[str, int]  # a table's name and a row's id


class RowChange(NamedTuple):
    """A changed row: what it is about, and its columns before and after; empty before an insertion and after a
    deletion.

    Referenced rows are given by name. Columns are missing afterwards if the viewer may not read the row now.
    """

    table: str
    action: ChangeKind
    about: tuple[str, ...]
    before: dict
    after: dict


def load(viewer: Viewer, batch_id: int) -> tuple[list[RowChange], int]:
    """The rows that an action changed, at most MOST, and how many more there are."""
    with reading(viewer) as session:
        changes = list(session.exec(select(Change).where(Change.batch_id == batch_id).order_by(Change.id).limit(MOST)))
        every = session.exec(select(func.count(Change.id)).where(Change.batch_id == batch_id)).one()
        return row_changes_by_action(session, changes).get(batch_id, []), every - len(changes)


def row_changes_by_action(session: Session, changes: list[Change]) -> dict[int, list[RowChange]]:
    """These changes as row changes by action, in order."""
    after = _afterwards(session, changes)
    before = {change.id: json.loads(change.before or "{}") for change in changes}
    names = _names(
        session,
        [
            (change.table_name, {**row, "id": change.row_id})
            for change in changes
            for row in (_of_member(change), before[change.id], after[change.id])
        ],
    )
    found: dict[int, list[RowChange]] = defaultdict(list)
    for change in changes:
        found[change.batch_id].append(_was(change, before[change.id], after[change.id], names))
    return found


def _was(change: Change, before: dict, after: dict, names: dict[Key, str]) -> RowChange:
    about = tuple(filter(None, (names.get(key) for key in _about(change, {**_of_member(change), **after, **before}))))
    told = [_told(change.table_name, row, names) for row in (before, after)]
    return RowChange(change.table_name, change.action, about, *told)


def _of_member(change: Change) -> dict:
    """The member whom a row is about: the copy of a row that was only corrected does not hold it."""
    return {"member_id": change.member_id} if change.member_id else {}


def _about(change: Change, row: dict) -> Iterator[Key]:
    """The named rows that a change is about: the changed one itself, or those that it refers to."""
    if scope.model_of(change.table_name) in NAMED:
        yield change.table_name, change.row_id
    told_apart = BESIDE.get(change.table_name, {"parent_id"})
    for column, target in _references(change.table_name).items():
        if target in (table.__tablename__ for table in NAMED) and row.get(column) and (column not in told_apart):
            yield target, row[column]


def _told(table_name: str, row: dict, names: dict[Key, str]) -> dict:
    """The readable columns, references given by name."""
    references = _references(table_name)
    unseen = (
        HIDDEN
        | scope.TABLE_RULES[scope.model_of(table_name)].excluded_from_copies
        | scope.TABLE_RULES[scope.model_of(table_name)].texts  # readable only where the reader is logged
        | (set() if table_name in OF_UNITS else {"unit_id", "area_id"})
    )
    return {
        column: names.get((references[column], value)) if column in references and value is not None else value
        for column, value in row.items()
        if column not in unseen
    }


def _references(table_name: str) -> dict[str, str]:
    """The columns that refer to rows, with their tables."""
    return {
        column.name: next(iter(column.foreign_keys)).column.table.name
        for column in Table.metadata.tables[table_name].columns
        if column.foreign_keys
    }


def _afterwards(session: Session, changes: list[Change]) -> dict[int, dict]:
    """The values after each change: those found by the row's next change, else the current ones."""
    keys = {(change.table_name, change.row_id) for change in changes}
    later = _later(session, keys)
    read: dict[Key, dict] = {}
    for table_name in {name for name, _row_id in keys}:
        read |= _standing(session, table_name, [row_id for name, row_id in keys if name == table_name])
    return {change.id: _after(change, later[change.table_name, change.row_id], read) for change in changes}


def _after(change: Change, chain: list, read: dict[Key, dict]) -> dict:
    if change.action == ChangeKind.DELETE:
        return {}
    columns = (
        json.loads(change.before or "{}").keys() if change.action == ChangeKind.UPDATE else _columns(change.table_name)
    )
    found: dict[str, Any] = {}
    left = set(columns)
    for following in chain:
        if following.id <= change.id or following.before is None:
            continue
        before = json.loads(following.before)
        # the value that the change itself left, whoever overwrote it
        found |= {column: before[column] for column in left & before.keys()}
        left -= before.keys()
    now = read.get((change.table_name, change.row_id), {})
    return found | {column: now[column] for column in left & now.keys()}


def _columns(table_name: str) -> set[str]:
    return set(scope.model_of(table_name).model_fields)


def _later(session: Session, keys: set[Key]) -> dict[Key, list]:
    """All later changes of these rows, readable or not, oldest first: otherwise current values would be taken for those
    after an earlier change.
    """
    found: dict[Key, list] = defaultdict(list)
    with reading_as_system(session):
        for table_name in {name for name, _row_id in keys}:
            ids = [row_id for name, row_id in keys if name == table_name]
            query = select(Change.id, Change.table_name, Change.row_id, Change.before).where(
                Change.table_name == table_name, Change.row_id.in_(ids)
            )
            for row in session.exec(query.order_by(Change.id)):
                found[row.table_name, row.row_id].append(row)
    return found


def _standing(session: Session, table_name: str, row_ids: list[int]) -> dict[Key, dict]:
    """Current rows in the form of copies; None if the viewer's role does not read the table."""
    table = scope.model_of(table_name)
    rule = scope.TABLE_RULES[table]
    fields = [name for name in table.model_fields if name not in rule.texts]
    if not context_of(session).viewer.reads(rule.audience):
        return {}
    found = session.exec(select(*(getattr(table, name) for name in fields)).where(table.id.in_(row_ids)))
    return {(table_name, row.id): json.loads(json.dumps(row._asdict(), default=to_json_value)) for row in found}


def _names(session: Session, told: list[tuple[str, dict]]) -> dict[Key, str]:
    """Names of the rows that these refer to, as far as the viewer may read them."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for table_name, row in told:
        for column, target in _references(table_name).items():
            if row.get(column) is not None:
                wanted[target].add(row[column])
        wanted[table_name].add(row["id"])
    return {(name, row_id): called for name, ids in wanted.items() for row_id, called in _called(session, name, ids)}


def _called(session: Session, table_name: str, ids: set[int]) -> Iterator[tuple[int, str]]:
    table = scope.model_of(table_name)
    if table is Unit:
        yield from names_on(session, ids, clock.today()).items()
    elif table in NAMED and context_of(session).viewer.reads(scope.TABLE_RULES[table].audience):
        yield from session.exec(select(table.id, table.name).where(table.id.in_(ids)))
