"""Closing months and opening them again: from the one to the other a change needs a reason."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import add_months, month_of, months_between
from db.errors import Invalid, NotAllowed
from db.kernel import unit_tree
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.unit_of_work import work_of
from db.models import PeriodState

MONTHS_BACK = 24  # that may be closed on the screen


class MonthState(NamedTuple):
    """A month that has ended; where it is closed, since when, and by which unit: one's own or one above it."""

    period: int
    closed_at: datetime | None = None
    unit_id: int | None = None


def list_months(viewer: Viewer) -> list[MonthState]:
    """The months that have ended, the latest first, and which of them are closed for the viewer's unit."""
    last = add_months(month_of(clock.today()), -1)
    with reading(viewer) as session:
        above = unit_tree.ancestors(session, viewer.unit_id)
        query = select(PeriodState).where(PeriodState.unit_id.in_(above), PeriodState.reopened_at.is_(None))
        rows = sorted(session.exec(query).all(), key=lambda row: above.index(row.unit_id))
        closed = {row.period: MonthState(row.period, row.closed_at, row.unit_id) for row in rows}
    months = months_between(add_months(last, 1 - MONTHS_BACK), last)[::-1]
    return [closed.get(month, MonthState(month)) for month in months]


def close_months(viewer: Viewer, unit_id: int, months: list[int]) -> None:
    """Close months (yyyymm) for a unit and all below it.

    Raises NotAllowed for a viewer who may not, Invalid("month_not_ended").
    """
    with writing(viewer, "close_period") as session:
        _require_own(session, unit_id)
        if early := [month for month in months if month >= month_of(clock.today())]:
            raise Invalid("month_not_ended", month=min(early))
        closed = {row.period for row in _closed(session, unit_id)}
        session.add_all(
            PeriodState(unit_id=unit_id, period=month, closed_at=clock.now()) for month in sorted(set(months) - closed)
        )


def reopen_month(viewer: Viewer, unit_id: int, month: int) -> None:
    """Open a month again that this unit closed.

    Raises NotAllowed for a viewer who may not, Invalid("month_open") where this unit has not closed it.
    """
    with writing(viewer, "reopen_period") as session:
        _require_own(session, unit_id)
        rows = [row for row in _closed(session, unit_id) if row.period == month]
        if not rows:
            raise Invalid("month_open", month=month)
        for row in rows:
            row.reopened_at = clock.now()


def _require_own(session: Session, unit_id: int) -> None:
    viewer: Viewer = work_of(session).viewer
    if not (viewer.writes(Work.PERIODS) and viewer.reaches(unit_id)):
        raise NotAllowed()


def _closed(session: Session, unit_id: int) -> list[PeriodState]:
    """What this unit has closed and not opened again."""
    query = select(PeriodState).where(PeriodState.unit_id == unit_id, PeriodState.reopened_at.is_(None))
    return list(session.exec(query).all())
