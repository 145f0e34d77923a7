"""Undo of any batch: what it changed is put back, unless something has been built on it since."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from db import bulk, changes as noticing, history, scope
from db.door import slices
from db.faults import Conflict, NotAllowed
from db.models import Action, Batch, Change
from db.models.base import Choice, Moment
from db.scope import Viewer
from db.session import writing

Row = tuple[str, int]  # a row by its table's name and its id


def undo(viewer: Viewer, batch_id: int, reason: str | None = None) -> None:
    """Put back what a batch changed, last change first, as a batch of its own. `reason` is needed where its period was closed since.

    Raises Conflict("undo_blocked", rows=…) with the rows of the batch that were changed later or that something now rests on,
    Conflict("undo_issued") where it issued a paper, Conflict("undone_before"), NotAllowed where part of it lies outside the viewer's scope.
    """
    with writing(viewer, "undo", reason=reason) as session:
        batch = session.get(Batch, batch_id)
        if batch is None:
            raise NotAllowed()
        session.info["batch"].update(undoes_id=batch_id, reason=reason or batch.reason, on_behalf_of=batch.on_behalf_of)
        changes = session.exec(select(Change).where(Change.batch_id == batch_id).order_by(Change.id.desc())).all()
        with _as_register(session):
            _refuse(session, batch, changes)
            found = _rows(session, changes)
        for table, rows in found.items():
            scope.check_rows(session, table, rows, ())
        with _as_register(session):  # half-way through, the viewer may not see a row that he sees before and after
            _put_back(session, changes)
            if session.info["batch_id"] is None:
                history.open_batch(session)


@contextmanager
def _as_register(session: Session) -> Iterator[None]:
    session.info["viewer"] = scope.SYSTEM
    try:
        yield
    finally:
        session.info["viewer"] = session.info["doer"]


def _refuse(session: Session, batch: Batch, changes: list[Change]) -> None:
    """Raise where the batch cannot be undone, or not by somebody who sees no more of it than these changes."""
    if session.exec(select(func.count(Change.id)).where(Change.batch_id == batch.id)).one() != len(changes):
        raise NotAllowed()
    if batch.issued:
        raise Conflict("undo_issued")
    if session.exec(select(Batch.id).where(Batch.undoes_id == batch.id)).first():
        raise Conflict("undone_before")
    if blocked := _changed_later(session, batch, changes) | _rested_on(session, changes):
        raise Conflict("undo_blocked", rows=sorted(blocked))


def _changed_later(session: Session, batch: Batch, changes: list[Change]) -> set[Row]:
    """Rows of this batch that a later batch, still in force, has changed again."""
    undone_by = dict(session.exec(select(Batch.undoes_id, Batch.id).where(Batch.undoes_id.is_not(None))).all())
    undoes = {undo_id: undone_id for undone_id, undo_id in undone_by.items()}
    rows, own, found = {_row(change) for change in changes}, _first(undoes, batch.id), set()
    for part in slices({row_id for _, row_id in rows}):
        later = select(Change.table_name, Change.row_id, Change.batch_id).where(Change.batch_id > batch.id, Change.row_id.in_(part))
        for name, row_id, by in session.exec(later):
            if (name, row_id) in rows and (root := _first(undoes, by)) != own and _in_force(undone_by, root):
                found.add((name, row_id))
    return found


def _first(undoes: dict[int, int], batch_id: int) -> int:
    """What an undo, or the undo of an undo, is about in the end."""
    while batch_id in undoes:
        batch_id = undoes[batch_id]
    return batch_id


def _in_force(undone_by: dict[int, int], batch_id: int) -> bool:
    force = True
    while batch_id in undone_by:
        batch_id, force = undone_by[batch_id], not force
    return force


def _rested_on(session: Session, changes: list[Change]) -> set[Row]:
    """Rows this batch made that a row it did not touch refers to."""
    touched, targets, found = {_row(change) for change in changes}, defaultdict(set), set()
    for change in changes:
        if change.action == Action.INSERT:
            targets[change.table_name].add(change.row_id)
    for table in scope.RULES:
        for column in table.__table__.columns:
            for target in {foreign.column.table.name for foreign in column.foreign_keys}:
                field = getattr(table, column.name)
                for part in slices(targets[target]):
                    resting = session.exec(select(table.id, field).where(field.in_(part)))
                    found |= {(target, made) for row_id, made in resting if (table.__tablename__, row_id) not in touched}
    return found


def _rows(session: Session, changes: list[Change]) -> dict[type, list[dict]]:
    """Every row of the batch as it stands and as it will, where that is known."""
    by_table, rows = defaultdict(list), {}
    for change in changes:
        by_table[scope.class_of(change.table_name)].append(change)
    for table, ours in by_table.items():
        standing = noticing.present(session, table, {change.row_id for change in ours})
        images = [{**standing.get(change.row_id, {}), **_image(change)} for change in ours if change.row_id in standing or change.action == Action.DELETE]
        rows[table] = [*standing.values(), *images]
    return rows


def _put_back(session: Session, changes: list[Change]) -> None:
    """The latest first, so that every step leads to what has been before."""
    try:
        for (name, action), run in groupby(changes, key=lambda change: (change.table_name, change.action)):
            _step(session, scope.class_of(name), action, list(run))
    except IntegrityError as error:
        raise Conflict("undo_blocked", rows=[]) from error  # what it refers to is gone, or its place is taken


def _step(session: Session, table: type, action: Action, run: list[Change]) -> None:
    if action == Action.INSERT:
        bulk.delete(session, table, [change.row_id for change in run])
    elif action == Action.UPDATE:
        bulk.update(session, table, [{"id": change.row_id, **_image(change)} for change in run])
    else:
        bulk.insert(session, table, [dict.fromkeys(scope.RULES[table].uncopied, "") | _image(change) for change in run])


def _row(change: Change) -> Row:
    return change.table_name, change.row_id


def _image(change: Change) -> dict:
    """The values that stood there before, in the types of their columns."""
    columns = scope.class_of(change.table_name).__table__.c
    return {name: _value(columns[name].type, value) for name, value in json.loads(change.before or "{}").items()}


def _value(kind, value):
    if value is None or isinstance(kind, Choice):
        return value
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    python = kind.python_type
    return python.fromisoformat(value) if python is date else bytes.fromhex(value) if python is bytes else value
