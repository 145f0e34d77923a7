"""Tasks of a unit's cells, closed in a span of days and open today, counted without their contents."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import func, select

from db.calendar import clock
from db.errors import NotAllowed
from db.figures import unit_history
from db.figures.unit_history import CellStay
from db.kernel import row_access
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Task


class TaskCounts(NamedTuple):
    """Tasks closed in the requested days as done or not done; tasks open today, and overdue ones among them."""

    done: int = 0
    not_done: int = 0
    open: int = 0
    overdue: int = 0


def count(viewer: Viewer, unit_id: int | None, since: date, until: date) -> TaskCounts:
    """The tasks of a cell, or of all cells below a unit (None: all in sight), between two days.

    A closed task counts for the unit that its cell was under on that day, an open one for the unit it is under today.

    Open to all roles that read figures, even if they read no tasks. Raises NotAllowed for the others.
    """
    if not viewer.reads(Audience.FIGURES):
        raise NotAllowed()
    today = clock.today()
    with reading(viewer) as session:
        stays = unit_history.cell_stays(session, viewer, unit_history.requested_unit(viewer, unit_id))
        cells = {stay.unit_id for stay in stays}
        with row_access.reading_as_system(session):
            closed = session.exec(_CLOSED, params={"cells": cells, "since": since, "until": until}).all()
            still_open = session.exec(_OPEN, params={"cells": cells, "day": today}).all()
    there = _Presence(stays)
    return TaskCounts(
        sum(count for unit_id, day, done, count in closed if done and there.was(unit_id, day)),
        sum(count for unit_id, day, done, count in closed if not done and there.was(unit_id, day)),
        sum(count for unit_id, count, _ in still_open if there.was(unit_id, today)),
        sum(overdue for unit_id, _, overdue in still_open if there.was(unit_id, today)),
    )


class _Presence:
    """Tells whether a cell was below the requested unit on a day."""

    def __init__(self, stays: Iterable[CellStay]) -> None:
        self._stays: dict[int, list[CellStay]] = {}
        for stay in stays:
            self._stays.setdefault(stay.unit_id, []).append(stay)

    def was(self, unit_id: int, day: date) -> bool:
        return any(
            (stay.first is None or stay.first <= day) and (stay.last is None or day <= stay.last)
            for stay in self._stays.get(unit_id, ())
        )


_OF_CELLS = Task.unit_id.in_(bindparam("cells", expanding=True))
_CLOSED = prepared_statement(
    select(Task.unit_id, Task.closed_on, Task.done, func.count(Task.id))
    .where(_OF_CELLS, Task.done.is_not(None), Task.closed_on.between(bindparam("since"), bindparam("until")))
    .group_by(Task.unit_id, Task.closed_on, Task.done)
)
_OPEN = prepared_statement(
    select(Task.unit_id, func.count(Task.id), func.count(Task.id).filter(Task.due < bindparam("day", type_=Date)))
    .where(_OF_CELLS, Task.done.is_(None))
    .group_by(Task.unit_id)
)
