"""Importing a list: planned and prepared outside the writer lock, written as one batch if its basis is unchanged."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, func, select

from db.errors import Conflict
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
from db.imports import import_answers as answering
from db.imports.import_kind import ImportKind
from db.imports.list_plan import ListContent, RowEffect
from db.imports.list_rows import ListRow
from db.imports.member_import import MEMBERS
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.models import Change, Erasure


class ImportResult(NamedTuple):
    """The result: rows by outcome, the number of ended stays, and the batch if anything changed."""

    counts: dict[str, int]
    ended: int
    batch_id: int | None


class _Ready(NamedTuple):
    """A plan with everything it writes, and the last change and erasure before it."""

    seen: tuple[int, int]
    plan: Any
    ahead: PreparedRows
    beside: Any  # what the kind's writer needs besides the rows


def preview(
    viewer: Viewer,
    code: str,
    rows: Sequence[ListRow],
    whole: bool = True,
    beside: Collection[str] = (),
    kind: ImportKind = MEMBERS,
) -> Any:
    """The plan for a staged list with the answers so far. Writes nothing.

    If the list is not `whole`, nobody is missing from it; nor is anybody whose name is `beside` its rows. Raises
    NotAllowed if the viewer may not import such lists.
    """
    kind.require_allowed(viewer)
    with reading(viewer) as session:
        answers = answering.load_answers(session, viewer, code)
        return kind.plan(session, ListContent(rows, whole, tuple(beside)), answers, lambda part: None)


def execute(
    viewer: Viewer,
    code: str,
    rows: Sequence[ListRow],
    token: str,
    progress: ReportProgress = ignore_progress,
    whole: bool = True,
    columns: dict[str, str] | None = None,
    beside: Collection[str] = (),
    kind: ImportKind = MEMBERS,
    shown: str | None = None,
) -> ImportResult:
    """Import a staged list as far as it is answered; `columns` are manually assigned headings to remember; `beside` as
    in `preview`, `shown` the digest of the plan that its user saw.

    A used token changes nothing again. Raises NotAllowed outside the viewer's scope, Conflict if it would no longer
    write what was shown.
    """
    kind.require_allowed(viewer)
    content = ListContent(rows, whole, tuple(beside), columns or {})

    def stands(session: Session, ready: _Ready) -> bool:
        return _seen(session, kind, ready.seen) and answering.load_answers(session, viewer, code) == ready.plan.answers

    def write(session: Session, ready: _Ready) -> ImportResult:
        # the token is stored only if something changes
        on_behalf = kind.on_behalf(viewer, ready.plan, ready.beside)
        action = context_of(session).action
        action.token, action.on_behalf_of = token, on_behalf
        kind.write(session, ready.ahead, ready.plan, ready.beside)
        session.flush()
        counts = {effect.value: ready.plan.counts[effect] for effect in RowEffect}
        return ImportResult(counts, ready.plan.ended, context_of(session).batch_id)

    def make(session: Session) -> _Ready:
        return _made(session, kind, content, answering.load_answers(session, viewer, code), progress, shown)

    return run_prepared(viewer, kind.action, make, stands, write)


def _made(
    session: Session,
    kind: ImportKind,
    content: ListContent,
    answers: answering.ImportAnswers,
    progress: ReportProgress,
    shown: str | None,
) -> _Ready:
    """The plan with everything it writes."""
    progress = silent_while_writing(session, progress)
    with row_access.as_system(session):
        seen = (
            session.exec(select(func.max(Change.id))).one() or 0,
            session.exec(select(func.max(Erasure.id))).one() or 0,
        )
    progress(COMPARING, 0)
    plan = kind.plan(session, content, answers, lambda part: progress(COMPARING, part))
    if shown and plan.digest != shown:
        raise Conflict("import_not_as_shown")
    progress(PREPARING, 0)
    ahead = PreparedRows(session)
    beside = kind.prepare(ahead, plan, content)
    progress(WRITING, 0)
    return _Ready(seen, plan, ahead, beside)


def _seen(session: Session, kind: ImportKind, seen: tuple[int, int]) -> bool:
    """Whether nothing that a plan depends on was changed or erased since."""
    rested = [table.__tablename__ for table in kind.rests_on]
    with row_access.as_system(session):
        changed = session.exec(
            select(Change.id).where(Change.id > seen[0], Change.table_name.in_(rested)).limit(1)
        ).first()
        return changed is None and session.exec(select(Erasure.id).where(Erasure.id > seen[1]).limit(1)).first() is None
