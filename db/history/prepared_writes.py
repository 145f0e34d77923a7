"""Bulk rows prepared before the action that writes them, so that the writer lock is held for writing only.

Scope checks, history copies and conversion happen beforehand. Unwritten rows have negative ids; the action replaces
them by the real ones.
"""

import gc
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from sqlmodel import Session

from db.kernel import change_log, closed_periods, pending_changes, raw_sql, scope
from db.kernel.pending_changes import PendingChange
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Change, ChangeKind

BATCH = 0  # placeholder for the action's own batch until it is opened
TRIES = 2
COPIED = ("batch_id", "table_name", "row_id", "action", "before", "unit_id", "member_id", "audience")
IDS = [COPIED.index(name) for name in ("batch_id", "row_id", "unit_id", "member_id")]
COMPARING, PREPARING, WRITING = STEPS = ("comparing", "preparing", "writing")
ReportProgress = Callable[[str, float], None]  # called with the step and its progress, from 0 to 1
Ready = TypeVar("Ready")
Done = TypeVar("Done")


def run_prepared(
    viewer: Viewer,
    action: str,
    make: Callable[[Session], Ready],
    stands: Callable[[Session, Ready], bool],
    write: Callable[[Session, Ready], Done],
) -> Done:
    """Prepare what an action writes, then write it if its basis is unchanged; if others keep changing the basis, do
    both within the lock.
    """
    for _ in range(TRIES):
        with reading(viewer) as session:
            ready = make(session)
        with writing(viewer, action) as session:
            if stands(session, ready):
                return write(session, ready)
    with writing(viewer, action) as session:
        return write(session, make(session))


def ignore_progress(step: str, part: float) -> None:
    """A progress callback that does nothing."""


def silent_while_writing(session: Session, progress: ReportProgress) -> ReportProgress:
    """The progress callback outside the writer lock, and none within it, since reporting progress is itself a write."""
    return ignore_progress if context_of(session).writing else progress


class _Step(NamedTuple):
    """One statement for many rows.

    `links` are positions of ids that may still be unknown; `made` are the negative ids of rows that it creates.
    """

    form: raw_sql.CompiledStatement
    rows: list[tuple]
    links: list[int]
    table: type
    made: list[int]


class PreparedRows:
    """What one action will write, in order. Later rows may refer to earlier ones."""

    def __init__(self, session: Session, reason: str | None = None) -> None:
        """`session` is used for the checks: a reading one, or the action's own."""
        context_of(session).action.reason = reason or closed_periods.current_default_reason()
        self.session, self.steps, self.copies, self.last = session, list[_Step](), list[tuple](), BATCH
        self.links: set[int] = set()
        self.rows: dict[tuple[type, int], dict | None] = {}  # the future state of rows; None for those to be deleted
        self.copying = raw_sql.insert_statement(session, Change, COPIED)

    def insert(self, table: type, rows: list[dict]) -> list[int]:
        """Prepare rows to insert, filling missing columns with their defaults; returns their negative ids."""
        if not rows:
            return []
        rows = raw_sql.fill_defaults(table, rows)
        pending_changes.require_permitted(self.session, [pending_changes.insert_change(table, row) for row in rows])
        known = "id" in rows[0]
        ids = [row["id"] for row in rows] if known else [self.last - at for at in range(1, len(rows) + 1)]
        self.last = self.last if known else ids[-1]
        context_of(self.session).made.setdefault(table, set()).update(ids)
        rows = [{**row, "id": row_id} for row, row_id in zip(rows, ids, strict=True)]
        names = [name for name in table.model_fields if known or name != "id"]
        self._add(table, raw_sql.insert_statement(self.session, table, names), rows, [] if known else ids)
        self._remember([pending_changes.insert_change(table, row) for row in rows])
        return ids

    def update(self, table: type, rows: list[dict]) -> None:
        """Prepare new values for rows identified by "id"; if a row occurs twice, its last value wins."""
        found = pending_changes.update_changes(table, rows, self._standing(table, [row["id"] for row in rows]))
        pending_changes.require_permitted(self.session, found)
        for names, ours in pending_changes.group_by_columns(found).items():
            form = raw_sql.update_by_id_statement(self.session, table, names)
            self._add(table, form, [change.row for change in ours], [])
        self._remember(found)

    def delete(self, table: type, ids: Iterable[int]) -> None:
        """Prepare the deletion of rows by id."""
        found = [
            pending_changes.delete_change(table, row)
            for row in self._standing(table, list(dict.fromkeys(ids))).values()
        ]
        pending_changes.require_permitted(self.session, found)
        self._add(table, raw_sql.delete_by_id_statement(self.session, table), [change.row for change in found], [])
        self._remember(found)

    def write(self, session: Session) -> dict[int, int]:
        """Write everything within an action; returns the real id of each negative one."""
        if not self.steps:
            return {}
        session.flush()
        gc.disable()  # so many new objects would trigger full collections again and again, while others wait
        try:
            return self._write(session)
        finally:
            gc.enable()

    def _write(self, session: Session) -> dict[int, int]:
        ids = {BATCH: context_of(session).batch_id or change_log.open_batch(session)}
        change_log.mark_written(session, {step.table for step in self.steps})
        for step in self.steps:
            raw_sql.execute_rows(session, step.form, _linked(step.rows, step.links, ids))
            if step.made:
                found = raw_sql.last_ids(session, step.table, len(step.made))
                context_of(session).made.setdefault(step.table, set()).update(found)
                ids.update(zip(step.made, found, strict=True))
        raw_sql.execute_rows(session, self.copying, _linked(self.copies, sorted(self.links), ids))
        session.expire_all()
        return ids

    def _add(self, table: type, form: raw_sql.CompiledStatement, rows: list[dict], made: list[int]) -> None:
        """Add a statement."""
        if rows:
            bound = form.bind_rows(rows)
            referring = {column.name for column in table.__table__.columns if column.foreign_keys}
            places = [place for place, name in enumerate(form.columns) if name in referring]
            self.steps.append(_Step(form, bound, _open(bound, places), table, made))

    def _standing(self, table: type, ids: list[int]) -> dict[int, dict]:
        """Rows as they will be after the steps so far, in the order of the ids."""
        ours = {row_id: row for row_id in ids if (row := self.rows.get((table, row_id)))}
        found = pending_changes.load_rows(self.session, table, [row_id for row_id in ids if row_id not in ours]) | ours
        return {row_id: found[row_id] for row_id in ids}

    def _remember(self, found: list[PendingChange]) -> None:
        for change in found:
            self.rows[change.table, change.row["id"]] = None if change.action == ChangeKind.DELETE else change.row
        kept = [change for change in found if scope.TABLE_RULES[change.table].in_history]
        copies = self.copying.bind_rows(change_log.change_rows(kept, BATCH))
        self.copies += copies
        self.links |= set(_open(copies, IDS))


def _open(rows: list[tuple], places: Iterable[int]) -> list[int]:
    """The positions among these with an id that is still unknown."""
    return [place for place in places if any(row[place] is not None and row[place] <= BATCH for row in rows)]


def _linked(rows: list[tuple], links: list[int], ids: dict[int, int]) -> list[tuple]:
    """Rows with real ids in place of unknown ones."""
    if not links:
        return rows
    found = []
    for row in rows:
        values = list(row)
        for place in links:
            values[place] = ids.get(values[place], values[place])
        found.append(tuple(values))
    return found
