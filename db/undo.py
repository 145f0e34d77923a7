"""Undo of any batch: what it changed is put back, unless something has been built on it since."""

import json
from collections import defaultdict
from datetime import date, datetime

from sqlmodel import Session, select

from db import bulk, history, scope
from db.faults import Conflict, NotAllowed
from db.models import Action, Batch, Change, Table
from db.models.base import Choice, Moment
from db.scope import Viewer
from db.session import reading, writing


def undo(viewer: Viewer, batch_id: int) -> None:
    """Put back what a batch changed, last change first, as a batch of its own.

    Raises Conflict("undo_blocked", rows=…) where a row was changed later or something now rests on a row it made,
    Conflict("undo_issued") where it issued a paper, Conflict("undone_before"), NotAllowed where part of it lies outside the viewer's scope.
    """
    with writing(viewer, "undo") as session:
        batch = session.get_one(Batch, batch_id)
        session.info["batch"].update(undoes_id=batch_id, reason=batch.reason, on_behalf_of=batch.on_behalf_of)
        if batch.issued:
            raise Conflict("undo_issued")
        if session.exec(select(Batch.id).where(Batch.undoes_id == batch_id)).first():
            raise Conflict("undone_before")
        changes = session.exec(select(Change).where(Change.batch_id == batch_id).order_by(Change.id.desc())).all()
        if len(changes) != _count(batch_id) or not all(viewer.writes(scope.RULES[scope.class_of(change.table_name)].work) for change in changes):
            raise NotAllowed()
        if blocked := _changed_later(session, batch, changes) + _resting_on(session, changes):
            raise Conflict("undo_blocked", rows=blocked)
        history.open_batch(session)
        session.info["viewer"] = scope.SYSTEM  # half-way through, the viewer may not see a row that he sees before and after
        _put_back(session, changes)


def _count(batch_id: int) -> int:
    """How many rows a batch changed, whoever asks: a count tells nothing of what they hold."""
    with reading(scope.SYSTEM) as session:
        return len(session.exec(select(Change.id).where(Change.batch_id == batch_id)).all())


def _put_back(session: Session, changes: list[Change]) -> None:
    """Rows that were deleted first, then old values, last what was made: whatever refers to it is gone by then."""
    by_action = {action: [change for change in changes if change.action == action] for action in Action}
    for table in _parents_first(by_action[Action.DELETE]):
        bulk.insert(session, table, [_image(table, change) for change in by_action[Action.DELETE] if change.table_name == table.__tablename__])
    for change in by_action[Action.UPDATE]:
        table = scope.class_of(change.table_name)
        bulk.update(session, table, [{"id": change.row_id, **_image(table, change)}])
    for table in reversed(_parents_first(by_action[Action.INSERT])):
        bulk.delete(session, table, [change.row_id for change in by_action[Action.INSERT] if change.table_name == table.__tablename__])


def _parents_first(changes: list[Change]) -> list[type]:
    names = {change.table_name for change in changes}
    return [scope.class_of(table.name) for table in Table.metadata.sorted_tables if table.name in names]


def _changed_later(session: Session, batch: Batch, changes: list[Change]) -> list[tuple[str, int]]:
    """Rows of this batch that a later batch, still in force, has changed again."""
    undone_by = dict(session.exec(select(Batch.undoes_id, Batch.id).where(Batch.undoes_id.is_not(None))).all())
    undoes = {undo_id: undone_id for undone_id, undo_id in undone_by.items()}

    def root(of: int) -> int:
        return root(undoes[of]) if of in undoes else of

    def in_force(of: int) -> bool:
        return not (of in undone_by and in_force(undone_by[of]))

    rows = {(change.table_name, change.row_id) for change in changes}
    later = session.exec(
        select(Change.table_name, Change.row_id, Change.batch_id).where(
            Change.batch_id > batch.id, Change.row_id.in_({row_id for _, row_id in rows}), Change.table_name.in_({name for name, _ in rows})
        )
    ).all()
    return sorted({(name, row_id) for name, row_id, by in later if (name, row_id) in rows and root(by) != root(batch.id) and in_force(root(by))})


def _resting_on(session: Session, changes: list[Change]) -> list[tuple[str, int]]:
    """Rows made by others that refer to a row this batch made."""
    made = defaultdict(set)
    for change in changes:
        if change.action == Action.INSERT:
            made[change.table_name].add(change.row_id)
    found = set()
    for table in scope.RULES:
        for column in table.__table__.columns:
            targets = {target for foreign in column.foreign_keys for target in made.get(foreign.column.table.name, ())}
            if targets and scope.RULES[table].remembered:
                field = getattr(table, column.name)
                found |= {(table.__tablename__, row_id) for row_id in session.exec(select(table.id).where(field.in_(targets)))}
    return sorted(row for row in found if row[1] not in made[row[0]])


def _image(table: type, change: Change) -> dict:
    """The values that stood there before, in the types of their columns."""
    return {name: _value(table.__table__.c[name].type, value) for name, value in json.loads(change.before).items()}


def _value(kind, value):
    if value is None or isinstance(kind, Choice):
        return value
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    python = kind.python_type
    return python.fromisoformat(value) if python is date else bytes.fromhex(value) if python is bytes else value
