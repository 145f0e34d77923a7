"""How many tasks of a unit's cells were closed in some days, and how many are open; nothing of what they are."""

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
    """Tasks closed in the days asked about as done or not done; those open today, the overdue among them."""

    done: int = 0
    not_done: int = 0
    open: int = 0
    overdue: int = 0


def count(viewer: Viewer, unit_id: int | None, since: date, until: date) -> TaskCounts:
    """The tasks of a cell or of all cells below a unit (None: all in sight) from one day to another.

    Whoever reads figures is told how many there are, whatever he may read of them. Raises NotAllowed for all others.
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
        cells = set(unit_history.standing_cells(session, viewer, unit_id, today))
        counts = [func.count(Task.id).filter(condition) for condition in conditions]
        with row_access.reading_as_system(session):
            return TaskCounts(*session.exec(select(*counts).where(Task.unit_id.in_(cells))).one())
