"""Sessions bound to a viewer, on SQLite or PostgreSQL.

Queries open `reading(viewer)`, actions `writing(viewer, action)`. Whatever bypasses the session (a plain connection,
Core, text) is refused by the engine.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Engine, Select, bindparam, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.util import LRUCache
from sqlmodel import Session, select

from db import config
from db.errors import Conflict, NotAllowed, WriteFailed
from db.kernel import (
    change_log,
    closed_periods,
    compiled_select,
    concurrent_changes,
    first_statement,
    pending_changes,
    postgres_texts,
    run_cache,
    scope,
    session_context,
    statements,
)
from db.kernel.compiled_select import CompiledSelect
from db.kernel.raw_sql import BYPASS_OPTIONS, BYPASS_TOKEN
from db.kernel.scope import Viewer
from db.kernel.session_context import SessionContext, WriteAction, context_of
from db.kernel.statements import StatementForm
from db.kernel.turn_queue import TurnQueue
from db.models import Batch

_DONE = statements.prepared_statement(select(Batch.id).where(Batch.token == bindparam("token")))
_COMPILED: MutableMapping[tuple, CompiledSelect | None] = LRUCache(4096)
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=20000", "secure_delete=ON")


class AlreadyDone(Conflict):
    """The action's once-only token was used before: the first click performed it."""


class ScopedSession(Session):
    """A session that checks every statement and row against its viewer."""

    def exec(self, statement, *, params=None, **options):
        """Execute a narrowed statement; statements of columns take the compiled path."""
        form = None if options else statements.form_of(statement)
        asked = self._compiled(statement, form) if form else None
        if form is None or asked is None:
            return super().exec(statement, params=params, **options)
        _require_remembered(self, asked.asks_texts)
        if self.autoflush:
            self._autoflush()
        values = {**(params or {}), **scope.bind_values(context_of(self).viewer)}
        return asked.execute(self.connection(), form, values)

    def _compiled(self, statement: Select, form: StatementForm) -> CompiledSelect | None:
        """The compiled statement for the viewer's role, built once per form."""
        viewer, dialect = context_of(self).viewer, self.get_bind().dialect
        key = (form.key, viewer.role, viewer.unit_ids is None, dialect)
        try:
            return _COMPILED[key]
        except KeyError:
            narrowed = scope.narrow_statement(statement, viewer)
            made = compiled_select.compile_select(narrowed, form, dialect, scope.reads_texts(narrowed))
            _COMPILED[key] = made
            return made

    def flush(self, objects=None) -> None:
        """Write all pending changes or none; the connection is open for writes only meanwhile."""
        try:
            super().flush()
        finally:
            session_context.end_flush_permission(self)


def engine() -> Engine:
    """The engine of this process, opened once; within `reading_from`, that of another database."""
    return _elsewhere.get() or _engine(config.database_url())


@contextmanager
def reading_from(url: str) -> Iterator[None]:
    """Context manager in which queries of this thread are answered by another database with the same tables; writing is
    refused.
    """
    made = _opened(url)
    token = _elsewhere.set(made)
    try:
        yield
    finally:
        _elsewhere.reset(token)
        made.dispose()
        _engines.remove(made)


@contextmanager
def reading(viewer: Viewer, *, texts: bool = False) -> Iterator[ScopedSession]:
    """A session for queries of a viewer; `texts` is for `access_log.need_to_know_reads`, which logs who
    reads need-to-know texts.
    """
    with ScopedSession(engine(), autoflush=False) as session:
        session_context.attach(session, SessionContext(viewer, viewer, texts=texts))
        yield session


@contextmanager
def writing(
    viewer: Viewer,
    action: str,
    *,
    reason: str | None = None,
    token: str | None = None,
    on_behalf_of: int | None = None,
    patience: float = first_statement.MAX_WAIT,
) -> Iterator[ScopedSession]:
    """Yield a session for one action: everything is saved and logged as one batch, or nothing is.

    `reason` is required if a closed period is affected; `token` makes the action happen only once; `patience` is how
    many seconds it waits for other writers of SQLite. Raises AlreadyDone
    for a used token, Conflict if a row changed meanwhile or others write for too long, NotAllowed outside the viewer's
    scope, WriteFailed if the disk is full or the database does not answer.
    """
    if on_behalf_of is not None and not viewer.reaches(on_behalf_of):
        raise NotAllowed()
    if _elsewhere.get():
        raise NotAllowed("reading_only")
    # writers of this process queue for SQLite; PostgreSQL orders waiting writers itself
    turn = _writers.turn(patience) if engine().dialect.name == "sqlite" else nullcontext()
    with turn, ScopedSession(_write_engine(engine(), patience), expire_on_commit=False) as session:
        told = WriteAction(
            action, closed_periods.clean_reason(reason) or closed_periods.current_default_reason(), token, on_behalf_of
        )
        work = concurrent_changes.attach(session, SessionContext(viewer, viewer, writing=True, action=told))
        try:
            if token and session.exec(_DONE, params={"token": token}).first():
                raise AlreadyDone("already_done")
            yield session
            session.flush()
            if token and work.batch_id is None:
                change_log.open_batch(session)  # an action that history leaves out must also be done only once
            session.commit()
            concurrent_changes.note_own_action(work)
        except IntegrityError as error:
            raise Conflict("changed_meanwhile") from error
        except OperationalError as error:
            raise (Conflict("busy") if "locked" in str(error.orig) else WriteFailed("not_written")) from error
        finally:
            run_cache.invalidate_tables(work.written)


@event.listens_for(ScopedSession, "do_orm_execute")
def _narrow(execution: ORMExecuteState) -> None:
    viewer = context_of(execution.session).viewer
    execution.statement = scope.narrow_statement(execution.statement, viewer)
    _require_remembered(execution.session, scope.reads_texts(execution.statement))
    execution.parameters = {**cast(dict, execution.parameters or {}), **scope.bind_values(viewer)}
    if execution.is_column_load:
        execution.statement = scope.narrow_refresh(execution.statement, cast(Session, execution.session))
    execution.update_execution_options(**BYPASS_OPTIONS)


def _require_remembered(session: Any, texts: bool) -> None:
    """Raise NotAllowed if need-to-know texts are read neither where the reader is logged nor by an action, which the
    history records.
    """
    work = context_of(session)
    if texts and not (work.texts or work.writing):
        raise NotAllowed("unremembered")


@event.listens_for(ScopedSession, "before_flush")
def _before_flush(session: ScopedSession, *_) -> None:
    work = context_of(session)
    if not work.writing:
        raise NotAllowed("reading_only")
    work.pending = pending_changes.pending_changes(session)
    pending_changes.require_permitted(session, work.pending)
    work.connection = session.connection().info
    work.connection["open"] = True


@event.listens_for(ScopedSession, "after_flush")
def _after_flush(session: ScopedSession, *_) -> None:
    work = context_of(session)
    made = [
        change._replace(row={**change.row, "id": change.live.id}) if change.live is not None else change
        for change in work.pending
    ]
    work.pending = []
    change_log.record_changes(session, made)


@event.listens_for(ScopedSession, "after_commit")
@event.listens_for(ScopedSession, "after_rollback")
def _ended(session: ScopedSession) -> None:
    """Mark the action as ended: it is one transaction, and nothing is written after it."""
    context_of(session).writing = False


def dispose() -> None:
    """Dispose of the engines, so that the next query opens the database afresh."""
    for made in _engines:
        made.dispose()
    _engines.clear()
    _engine.cache_clear()
    _write_engine.cache_clear()


@lru_cache(maxsize=8)
def _write_engine(reader: Engine, patience: float) -> Engine:
    """An engine on the same database whose transactions wait for other writers when they begin, so many seconds."""
    return reader.execution_options(write=patience)


_elsewhere: ContextVar[Engine | None] = ContextVar("elsewhere", default=None)
_engines: list[Engine] = []
_writers = TurnQueue()


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    return _opened(url)


def _opened(url: str) -> Engine:
    # No run waits for a connection that another waiting run holds: the number of concurrent runs is limited.
    if url.startswith("sqlite"):
        config.data_dir()
    made = create_engine(url, pool_size=10, max_overflow=-1, hide_parameters=True)
    sqlite = made.dialect.name == "sqlite"

    @event.listens_for(made, "connect")
    def _connect(dbapi, _):
        if sqlite:
            dbapi.isolation_level = None  # the driver opens no transactions of its own
            for pragma in PRAGMAS:
                dbapi.execute(f"PRAGMA {pragma}")
        else:
            postgres_texts.send_without_nul(dbapi)

    @event.listens_for(made, "begin")
    def _begin(connection):
        """Writers wait for each other, on both databases: no update is lost between a read and its write."""
        connection.info["open"] = False
        patience = connection.get_execution_options().get("write")
        if sqlite or patience is not None:
            first_statement.begin(connection, patience)

    @event.listens_for(made, "before_cursor_execute")
    def _guard(connection, cursor, statement, parameters, context, executemany):
        if not connection.info["open"] and not (context and context.execution_options.get("narrowed") is BYPASS_TOKEN):
            raise NotAllowed("unnarrowable", what="statement past the session")

    _engines.append(made)
    return made
