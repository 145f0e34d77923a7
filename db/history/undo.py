"""Undoing a batch: its changes are reverted, unless something has been built on them since."""

from collections import defaultdict
from itertools import groupby
from math import inf
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from db.errors import Conflict, NotAllowed
from db.history import undo_checks
from db.history.prepared_writes import (
    COMPARING,
    PREPARING,
    WRITING,
    PreparedRows,
    ReportProgress,
    ignore_progress,
    run_prepared,
    silent_while_writing,
)
from db.history.undo_steps import RowKey, UndoStep, load_steps as taken_back
from db.kernel import change_log, closed_periods, pending_changes, scope, unit_tree
from db.kernel.raw_sql import chunks
from db.kernel.row_access import reading_as_system
from db.kernel.scope import Viewer
from db.kernel.session_context import context_of
from db.models import Account, Batch, Change, ChangeKind, PeriodState, Unit, UnitSuccession, UnitVersion

# Tables that decide whether rows may be changed.
RESTED = [table.__tablename__ for table in (Unit, UnitVersion, UnitSuccession, PeriodState)]


class _Ready(NamedTuple):
    """A batch with everything that its undo writes, its rows as they are and will be, and the last change before."""

    seen: int
    batch: Batch
    rows: set[RowKey]
    found: dict[type, list[dict]]
    ahead: PreparedRows


def undo(viewer: Viewer, batch_id: int, reason: str | None = None, progress: ReportProgress = ignore_progress) -> None:
    """Revert a batch, last change first, as a batch of its own. `reason` is required if its period is closed.

    Meetings saved meanwhile stay, and questions are raised; the invariants of actions are checked afterwards, or
    Invalid is raised. Raises Conflict("undo_blocked", rows=…) with rows that were changed later or that something now
    depends on, Conflict("undo_issued") if it issued a document, Conflict("undo_erased") if it concerned somebody erased
    since, Conflict("undo_password") if it changed a password, Conflict("undo_uncopied") if it changed a name that is
    never copied, Conflict("undone_before"), NotAllowed if part of it is outside the viewer's scope.
    """

    def write(session: Session, ready: _Ready) -> None:
        batch = ready.batch
        action = context_of(session).action
        action.undoes_id, action.reason, action.on_behalf_of = batch.id, reason, batch.on_behalf_of
        with undo_checks.raise_roster_questions(session, ready.ahead, ready.found):
            try:
                ready.ahead.write(session)
            except IntegrityError as error:
                # other rows depend on it, what it refers to is gone, or its place is taken
                raise Conflict("undo_blocked", rows=[]) from error
        undo_checks.require_consistent_rows(session, ready.ahead, ready.found)
        if context_of(session).batch_id is None:
            change_log.open_batch(session)

    reason = reason or closed_periods.current_default_reason()
    run_prepared(viewer, "undo", lambda session: _made(session, batch_id, reason, progress), _stands, write)


def _made(session: Session, batch_id: int, reason: str | None, progress: ReportProgress) -> _Ready:
    """What undoing a batch writes, if the viewer may do it and nothing prevents it."""
    progress = silent_while_writing(session, progress)
    progress(COMPARING, 0)
    with reading_as_system(session):
        seen = session.exec(select(func.max(Change.id))).one() or 0
    viewer, batch = context_of(session).viewer, session.get(Batch, batch_id)
    if batch is None:
        raise NotAllowed()
    ahead = PreparedRows(session, reason)
    with reading_as_system(session):
        steps = taken_back(session, batch_id)
        found = _rows(session, steps)
    followed = _followed(session, viewer, batch, len(steps))
    for table, rows in found.items():
        if own := [row for row in rows if (table.__tablename__, row["id"]) not in followed]:
            scope.require_writable(session, table, own, ())
    with reading_as_system(session):  # halfway through, the viewer may not see a row that is visible before and after
        _refuse(session, batch, steps)
        progress(PREPARING, 0)
        _put_back(ahead, _lasting(steps))
    progress(WRITING, 0)
    return _Ready(seen, batch, {step.row for step in steps}, found, ahead)


def _stands(session: Session, ready: _Ready) -> bool:
    """Whether neither these rows nor the conditions for changing them have changed since.

    Rows that depend on them are found by the database.
    """
    with reading_as_system(session):
        if session.exec(select(Batch.id).where(Batch.undoes_id == ready.batch.id)).first():
            return False
        since = session.exec(select(Change.table_name, Change.row_id).where(Change.id > ready.seen)).all()
    return not any(table in RESTED or (table, row_id) in ready.rows for table, row_id in since)


def _followed(session: Session, viewer: Viewer, batch: Batch, count: int) -> set[RowKey]:
    """Return automatic side effects of the viewer's own action: rows in or above the viewer's units that the viewer may
    not read or write directly. They are reverted with the action.

    Raises NotAllowed if part of the batch is in another unit, or the viewer may not read part of another's batch.
    """
    query = select(Change.table_name, Change.row_id, Change.audience, Change.unit_id).where(Change.batch_id == batch.id)
    if batch.role != viewer.role or not viewer.reaches(batch.unit_id):
        if len(session.exec(query).all()) != count:
            raise NotAllowed()
        return set()
    with reading_as_system(session):
        changed = session.exec(query).all()
    above = {None, *unit_tree.ancestors(session, viewer.unit_id)}
    if not all(row.unit_id in above or viewer.reaches(row.unit_id) for row in changed):
        raise NotAllowed()
    written = {table.__tablename__ for table, rule in scope.TABLE_RULES.items() if viewer.writes(rule.work)}
    return {
        (name, row_id)
        for name, row_id, audience, unit_id in changed
        if name not in written
        or audience not in viewer.audiences
        or (unit_id is not None and not viewer.reaches(unit_id))
    }


def _refuse(session: Session, batch: Batch, steps: list[UndoStep]) -> None:
    """Raise Conflict if the batch cannot be undone."""
    if batch.issued:
        raise Conflict("undo_issued")
    if batch.erased:
        raise Conflict("undo_erased")
    uncopied = [
        step.table
        for step in steps
        if step.action == ChangeKind.UPDATE and step.image.keys() & scope.TABLE_RULES[step.table].excluded_from_copies
    ]
    if Account in uncopied:
        raise Conflict("undo_password")
    if uncopied:
        raise Conflict("undo_uncopied")
    if session.exec(select(Batch.id).where(Batch.undoes_id == batch.id)).first():
        raise Conflict("undone_before")
    if blocked := _changed_later(session, batch, steps) | _rested_on(session, steps):
        raise Conflict("undo_blocked", rows=sorted(blocked))


def _changed_later(session: Session, batch: Batch, steps: list[UndoStep]) -> set[RowKey]:
    """Rows of this batch that have changed since, by a later action or by the undo of an earlier one."""
    undone_by = dict(session.exec(select(Batch.undoes_id, Batch.id).where(Batch.undoes_id.is_not(None))).all())
    undoes = {undo_id: undone_id for undone_id, undo_id in undone_by.items()}
    rows, found = {step.row for step in steps}, set()
    for part in chunks({row_id for _, row_id in rows}):
        later = select(Change.table_name, Change.row_id, Change.batch_id).where(
            Change.batch_id > batch.id, Change.row_id.in_(part)
        )
        for name, row_id, by in session.exec(later):
            first = _first(undoes, by)
            if (name, row_id) in rows and _in_force(undone_by, first) != _in_force(undone_by, first, batch.id):
                found.add((name, row_id))
    return found


def _first(undoes: dict[int, int], batch_id: int) -> int:
    """The original batch behind an undo, or behind the undo of an undo."""
    while batch_id in undoes:
        batch_id = undoes[batch_id]
    return batch_id


def _in_force(undone_by: dict[int, int], batch_id: int, then: float = inf) -> bool:
    """Whether a batch was in force when another had just been made; without one, whether it is now."""
    force = batch_id <= then
    while batch_id in undone_by and undone_by[batch_id] <= then:
        batch_id, force = undone_by[batch_id], not force
    return force


def _rested_on(session: Session, steps: list[UndoStep]) -> set[RowKey]:
    """Rows created by this batch to which an untouched row refers."""
    touched, targets, found = {step.row for step in steps}, defaultdict(set), set()
    for step in steps:
        if step.action == ChangeKind.INSERT:
            targets[step.table.__tablename__].add(step.row_id)
    for table in scope.TABLE_RULES:
        for column in table.__table__.columns:
            for target in {foreign.column.table.name for foreign in column.foreign_keys}:
                field = getattr(table, column.name)
                for part in chunks(targets[target]):
                    resting = session.exec(select(table.id, field).where(field.in_(part)))
                    found |= {
                        (target, made) for row_id, made in resting if (table.__tablename__, row_id) not in touched
                    }
    return found


def _rows(session: Session, steps: list[UndoStep]) -> dict[type, list[dict]]:
    """Every row of the batch as it is and as it will be, as far as known."""
    by_table, rows = defaultdict(list), {}
    for step in steps:
        by_table[step.table].append(step)
    for table, ours in by_table.items():
        standing = pending_changes.load_visible_rows(session, table, {step.row_id for step in ours})
        images = [
            {**standing.get(step.row_id, {}), **step.image}
            for step in ours
            if step.row_id in standing or step.action == ChangeKind.DELETE
        ]
        rows[table] = [*standing.values(), *images]
    return rows


def _lasting(steps: list[UndoStep]) -> list[UndoStep]:
    """The steps without rows that the batch both created and deleted."""
    first = {step.row: step.action for step in steps}  # latest first, so the last one noted is the earliest
    last = {step.row: step.action for step in reversed(steps)}
    return [step for step in steps if (first[step.row], last[step.row]) != (ChangeKind.INSERT, ChangeKind.DELETE)]


def _put_back(ahead: PreparedRows, steps: list[UndoStep]) -> None:
    """Revert the rows, latest first, so that every step leads back to an earlier state."""
    for (table, action), run in groupby(steps, key=lambda step: (step.table, step.action)):
        if action == ChangeKind.INSERT:
            ahead.delete(table, [step.row_id for step in run])
        elif action == ChangeKind.UPDATE:
            ahead.update(table, [{"id": step.row_id, **step.image} for step in run])
        else:
            ahead.insert(table, [step.image for step in run])
