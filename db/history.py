"""History: every change is kept in the batch of its deed, with what stood there before."""

import json
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import inspect
from sqlmodel import Session

from db import clock, periods, scope
from db.door import write
from db.models import Action, Batch, Change, Member
from db.scope import Viewer


class Noticed(NamedTuple):
    """One row about to change: its values as they will be, and as they were where that differs."""

    table: type
    action: Action
    row: dict
    before: dict | None = None
    live: object = None

    @property
    def sides(self) -> list[dict]:
        """The row as it will be and, where that differs, as it was: both must be within scope."""
        return [self.row, {**self.row, **self.before}] if self.action == Action.UPDATE else [self.row]

    @property
    def chosen(self) -> dict:
        """The values that this change sets."""
        return {Action.INSERT: self.row, Action.UPDATE: {name: self.row[name] for name in self.before or ()}, Action.DELETE: {}}[self.action]


def noticed(session: Session) -> list[Noticed]:
    """What the coming flush will change."""
    made = [Noticed(type(row), Action.INSERT, row.model_dump(), live=row) for row in session.new]
    changed = [Noticed(type(row), Action.UPDATE, row.model_dump(), before) for row in session.dirty if (before := _before(row))]
    gone = [Noticed(type(row), Action.DELETE, row.model_dump(), row.model_dump()) for row in session.deleted]
    return made + changed + gone


def settled(changes: list[Noticed]) -> list[Noticed]:
    """The same after the flush: new rows know their ids."""
    return [change._replace(row=change.live.model_dump()) if change.live is not None else change for change in changes]


def check(session: Session, changes: list[Noticed]) -> None:
    """Raise NotAllowed or Invalid where one of these changes is not the viewer's to make, or touches a closed period."""
    by_table = defaultdict(list)
    for change in changes:
        by_table[change.table].append(change)
    for table, made in by_table.items():
        rows = [row for change in made for row in change.sides]
        scope.check_rows(session, table, rows, [change.chosen for change in made])
        periods.refuse_closed(session, table, rows)


def remember(session: Session, changes: list[Noticed]) -> None:
    """Write the changes into the session's batch, opening it with the first."""
    for change in changes:
        if change.action == Action.INSERT:
            session.info["made"].setdefault(change.table, set()).add(change.row["id"])
    kept = [change for change in changes if scope.RULES[change.table].remembered]
    if kept:
        batch_id = session.info["batch_id"] or open_batch(session)
        write(session, Change, [_change(change, batch_id) for change in kept])


def open_batch(session: Session) -> int:
    """Write the batch of this unit of work in its viewer's name; its id."""
    viewer: Viewer = session.info["viewer"]
    who = {"at": clock.now(), "account_id": viewer.account_id, "who": viewer.name, "role": viewer.role or "register", "unit_id": viewer.unit_id}
    session.info["batch_id"] = write(session, Batch, [{**who, **session.info["batch"]}])[0]
    return session.info["batch_id"]


def _before(row) -> dict:
    """The old values of the columns that differ."""
    state = inspect(row)
    histories = {attribute.key: state.attrs[attribute.key].history for attribute in state.mapper.column_attrs}
    return {name: change.deleted[0] for name, change in histories.items() if change.deleted and change.added != change.deleted}


def _change(change: Noticed, batch_id: int) -> dict:
    row = change.row
    return {
        "batch_id": batch_id,
        "table_name": change.table.__tablename__,
        "row_id": row["id"],
        "action": change.action,
        "before": json.dumps(change.before, default=_plain, ensure_ascii=False) if change.before is not None else None,
        "unit_id": row.get("unit_id"),
        "member_id": row["id"] if change.table is Member else row.get("member_id"),
        "audience": scope.audience_of(change.table, row),
    }


def _plain(value) -> str:
    return value.isoformat() if isinstance(value, date) else value.hex() if isinstance(value, bytes) else str(value)
