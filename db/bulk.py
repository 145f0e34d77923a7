"""Writing in bulk: scope judged set by set, history kept, ids given back."""

from sqlalchemy import bindparam, delete as sql_delete, update as sql_update
from sqlmodel import Session

from db import changes, history
from db.changes import Noticed
from db.door import OPEN, slices, write


def insert(session: Session, table: type, rows: list[dict]) -> list[int]:
    """Insert rows, missing columns by their defaults; their ids in the same order. Raises NotAllowed or Invalid, then nothing is written."""
    if not rows:
        return []
    session.flush()
    changes.check(session, [changes.made(table, row) for row in rows])
    ids = write(session, table, rows)
    history.remember(session, [changes.made(table, {**row, "id": row_id}) for row, row_id in zip(rows, ids, strict=True)])
    return ids


def update(session: Session, table: type, rows: list[dict]) -> None:
    """Change the given columns of rows named by their "id"; columns that do not differ are left alone. Of a row named twice the last value stands."""
    session.flush()
    found = changes.edited(table, rows, changes.standing(session, table, [row["id"] for row in rows]))
    changes.check(session, found)
    _set(session, table, found)
    session.expire_all()
    history.remember(session, found)


def delete(session: Session, table: type, ids: list[int]) -> None:
    """Delete rows by id: for undo, erasure and drafts; everything else is ended, not deleted."""
    session.flush()
    found = [changes.gone(table, row) for row in changes.standing(session, table, list(dict.fromkeys(ids))).values()]
    changes.check(session, found)
    for part in slices(change.row["id"] for change in found):
        session.connection().execute(sql_delete(table.__table__).where(table.__table__.c.id.in_(part)), execution_options=OPEN)
    session.expire_all()
    history.remember(session, found)


def _set(session: Session, table: type, found: list[Noticed]) -> None:
    """One statement for all rows in which the same columns change."""
    for names, ours in changes.by_columns(found).items():
        rows = [{"row_id": change.row["id"]} | {f"new_{name}": change.row[name] for name in names} for change in ours]
        values = {name: bindparam(f"new_{name}") for name in names}
        statement = sql_update(table.__table__).where(table.__table__.c.id == bindparam("row_id")).values(values)
        session.connection().execute(statement, rows, execution_options=OPEN)
