"""Task progress in a year: done, not done, open and overdue, by the period that tasks were planned for."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, func, select

from db.calendar import clock
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Task


class TaskProgress(NamedTuple):
    """The tasks of a cell for one month, quarter or year, or for no such period; overdue ones
    are among the open ones.
    """

    unit_id: int
    period: int | None
    months: int | None
    total: int
    done: int
    not_done: int
    overdue: int

    @property
    def unreported(self) -> int:
        """Tasks without a result."""
        return self.total - self.done - self.not_done


class MemberTasks(NamedTuple):
    """A member's own tasks in a year; late ones were done after their due day or are open past it."""

    total: int = 0
    done: int = 0
    not_done: int = 0
    late: int = 0

    @property
    def unreported(self) -> int:
        """Tasks without a result."""
        return self.total - self.done - self.not_done


def by_period(viewer: Viewer, year: int, unit_id: int | None = None) -> list[TaskProgress]:
    """A year's tasks of a cell, or of each cell in reach: the whole year first, then its quarters and months, then
    those for no period.

    A task belongs to the year in which it is due; without a due day, in which it was closed; otherwise to the current
    one. Raises NotAllowed for roles that may not read names.
    """
    with reading(viewer) as session:
        return _of_year(session, year, unit_id)


def by_year(viewer: Viewer, years: Iterable[int], unit_id: int) -> dict[int, list[TaskProgress]]:
    """Like `by_period`, for one cell in several years; years without tasks are left out."""
    with reading(viewer) as session:
        return {year: found for year in years if (found := _of_year(session, year, unit_id))}


def _of_year(session: Session, year: int, unit_id: int | None) -> list[TaskProgress]:
    days = {"since": date(year, 1, 1), "until": date(year, 12, 31), "day": clock.today()}
    if unit_id is None:
        rows = session.exec(_PROGRESS, params=days).all()
    else:
        rows = session.exec(_PROGRESS_OF_UNIT, params=days | {"unit": unit_id}).all()
    found = [TaskProgress(*row) for row in rows]
    return sorted(found, key=lambda each: (each.unit_id, -(each.months or 0), each.period or 0))


def by_cell(viewer: Viewer, year: int) -> dict[int, TaskProgress]:
    """A year's tasks of each cell in reach, all periods together; cells without tasks are left out."""
    sums: dict[int, TaskProgress] = {}
    for each in by_period(viewer, year):
        before = sums.get(each.unit_id, TaskProgress(each.unit_id, None, None, 0, 0, 0, 0))
        sums[each.unit_id] = TaskProgress(
            each.unit_id, None, None, *(one + more for one, more in zip(before[3:], each[3:], strict=True))
        )
    return sums


def by_member(session: Session, unit_id: int, year: int) -> dict[int, MemberTasks]:
    """Tasks given to individual members of a cell, assigned to years as in `by_period`."""
    asked = {"unit": unit_id, "since": date(year, 1, 1), "until": date(year, 12, 31), "day": clock.today()}
    return {member_id: MemberTasks(*counts) for member_id, *counts in session.exec(_OF_MEMBERS, params=asked)}


def _count(condition) -> object:
    return func.count(Task.id).filter(condition)


_SINCE, _UNTIL, _DAY = (bindparam(name, type_=Date) for name in ("since", "until", "day"))
_IN_YEAR = func.coalesce(Task.due, Task.closed_on, _DAY).between(_SINCE, _UNTIL)
_OF_YEAR = (
    select(
        Task.unit_id,
        Task.plan_period,
        Task.plan_months,
        func.count(Task.id),
        _count(Task.done.is_(True)),
        _count(Task.done.is_(False)),
        _count(Task.done.is_(None) & (Task.due < _DAY)),
    )
    .where(_IN_YEAR)
    .group_by(Task.unit_id, Task.plan_period, Task.plan_months)
)
_PROGRESS = prepared_statement(_OF_YEAR)
_PROGRESS_OF_UNIT = prepared_statement(_OF_YEAR.where(Task.unit_id == bindparam("unit")))
_OF_MEMBERS = prepared_statement(
    select(
        Task.member_id,
        func.count(Task.id),
        _count(Task.done.is_(True)),
        _count(Task.done.is_(False)),
        _count((Task.done.is_(True) & (Task.closed_on > Task.due)) | (Task.done.is_(None) & (Task.due < _DAY))),
    )
    .where(_IN_YEAR, Task.unit_id == bindparam("unit"), Task.member_id.is_not(None))
    .group_by(Task.member_id)
)
