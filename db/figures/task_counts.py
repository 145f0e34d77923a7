"""Tasks of a unit's cells, closed in a span of days and open today, counted without their contents."""

from datetime import date
from typing import NamedTuple

from sqlmodel import func, select

from db.calendar import clock
from db.errors import NotAllowed
from db.figures import unit_history
from db.kernel import row_access
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Task


class TaskCounts(NamedTuple):
    """Tasks closed in the requested days as done or not done; tasks open today, and overdue ones among them."""

    done: int = 0
    not_done: int = 0
    open: int = 0
    overdue: int = 0


def count(viewer: Viewer, unit_id: int | None, since: date, until: date) -> TaskCounts:
    """The tasks of a cell, or of all cells below a unit (None: all in sight), between two days.

    Open to all roles that read figures, even if they read no tasks. Raises NotAllowed for the others.
    """
    if not viewer.reads(Audience.FIGURES):
        raise NotAllowed()
    today = clock.today()
    closed, is_open = Task.closed_on.between(since, until), Task.done.is_(None)
    conditions = (
        Task.done.is_(True) & closed,
        Task.done.is_(False) & closed,
        is_open,
        is_open & (Task.due < today),
    )
    with reading(viewer) as session:
        cells = set(unit_history.cells_on(session, viewer, unit_id, today))
        counts = [func.count(Task.id).filter(condition) for condition in conditions]
        with row_access.reading_as_system(session):
            return TaskCounts(*session.exec(select(*counts).where(Task.unit_id.in_(cells))).one())
