"""Writing in bulk: scope judged set by set, history kept, ids given back."""

from sqlalchemy import delete as sql_delete, update as sql_update
from sqlmodel import Session, select

from db import history, scope
from db.door import OPEN, write
from db.history import Noticed
from db.models import Action

SLICE = 500  # ids in one statement


def insert(session: Session, table: type, rows: list[dict]) -> list[int]:
    """Insert rows, missing columns by their defaults; their ids in the same order. Raises NotAllowed or Invalid, then nothing is written."""
    if not rows:
        return []
    session.flush()
    history.check(session, [Noticed(table, Action.INSERT, row) for row in rows])
    ids = write(session, table, rows)
    history.remember(session, [Noticed(table, Action.INSERT, {**row, "id": row_id}) for row, row_id in zip(rows, ids, strict=True)])
    return ids


def update(session: Session, table: type, rows: list[dict]) -> None:
    """Change the given columns of rows named by their "id"; columns that do not differ are left alone."""
    standing = _standing(session, table, [row["id"] for row in rows])
    changes = []
    for row in rows:
        old = standing[row["id"]]
        if before := {name: old[name] for name, value in row.items() if old[name] != value}:
            changes.append(Noticed(table, Action.UPDATE, {**old, **row}, before))
    history.check(session, changes)
    for change in changes:
        session.connection().execute(sql_update(table).where(table.id == change.row["id"]).values(change.chosen), execution_options=OPEN)
    session.expire_all()
    history.remember(session, changes)


def delete(session: Session, table: type, ids: list[int]) -> None:
    """Delete rows by id: for undo, erasure and drafts; everything else is ended, not deleted."""
    changes = [Noticed(table, Action.DELETE, row, row) for row in _standing(session, table, ids).values()]
    history.check(session, changes)
    for part in _slices(ids):
        session.connection().execute(sql_delete(table).where(table.id.in_(part)), execution_options=OPEN)
    session.expire_all()
    history.remember(session, changes)


def _standing(session: Session, table: type, ids: list[int]) -> dict[int, dict]:
    """The rows as they stand, read through the viewer's eyes. Raises NotAllowed where one is not to be seen."""
    session.flush()
    found = {}
    for part in _slices(ids):
        columns = [getattr(table, name) for name in table.model_fields]
        found |= {row.id: row._asdict() for row in session.exec(select(*columns).where(table.id.in_(part)))}
    if set(ids) - set(found):
        raise scope.NotAllowed()
    return found


def _slices(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + SLICE] for start in range(0, len(ids), SLICE)]
