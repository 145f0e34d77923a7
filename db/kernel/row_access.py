"""Helpers shared by actions: whose row it is, on whose behalf the action runs, and acting as the system."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from sqlmodel import Session, select

from db.errors import NotAllowed
from db.kernel import scope
from db.kernel.scope import Viewer, Work
from db.kernel.session_context import context_of
from db.models import Member, Role, Unit
from db.models.units import CELLS

Row = TypeVar("Row")


def require_row(session: Session, table: type[Row], row_id: int) -> Row:
    """Return a row by its id. Raises NotAllowed if the viewer may not see it."""
    found = session.get(table, row_id)
    if found is None:
        raise NotAllowed()
    return found


def require_by_code(session: Session, table: type[Row], code: str) -> Row:
    """Return a row by its public code. Raises NotAllowed if the viewer may not see it."""
    found = session.exec(select(table).where(cast(Any, table).code == code)).first()
    if found is None:
        raise NotAllowed()
    return found


def require_member(session: Session, code: str) -> Member:
    """Return a member by public code. Raises NotAllowed if the viewer may not see the member."""
    return require_by_code(session, Member, code)


def require_cell_work(session: Session, unit_id: int, work: Work = Work.PEOPLE) -> None:
    """Record which cell the action is about. Raises NotAllowed if it is not one of the viewer's cells, or not the
    viewer's work.
    """
    viewer: Viewer = context_of(session).viewer
    if not (viewer.writes(work) and viewer.reaches(unit_id)):
        raise NotAllowed()
    if session.exec(select(Unit.kind).where(Unit.id == unit_id)).first() not in CELLS:
        raise NotAllowed()
    if viewer.role == Role.COMMUNE:
        context_of(session).action.on_behalf_of = unit_id


@contextmanager
def reading_as_system(session: Session) -> Iterator[None]:
    """Context manager in which reads are made as the system instead of the viewer; their results must not be shown to
    the viewer.
    """
    doer, context_of(session).viewer = context_of(session).viewer, scope.SYSTEM
    try:
        yield
    finally:
        context_of(session).viewer = doer


@contextmanager
def as_system(session: Session) -> Iterator[None]:
    """Context manager for automatic side effects of an action, written as the system within the same batch: the author
    of the action does not need the right to make them.
    """
    session.flush()
    doer, context_of(session).viewer = context_of(session).viewer, scope.SYSTEM
    try:
        yield
        session.flush()
    finally:
        context_of(session).viewer = doer
