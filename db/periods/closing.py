"""Closing months, singly or as a half-year or year, and reopening them.

In between, changes require a reason. Closing a year also closes its mark: assessments, evaluations and classes, stated
once a year, stay open when only its months are closed.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import (
    add_months,
    is_year_mark,
    last_day,
    last_day_of_period,
    month_of,
    months_of_period,
    period_of,
    year_mark,
)
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import unit_tree
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import PeriodState
from db.units import units

LENGTHS = (1, 6, 12)  # months closed at once
YEARS_BACK = 10
MONTHS_OF_YEAR = 12


class MonthState(NamedTuple):
    """The state of a month; if closed, since when and by which unit (the viewer's own or one above it)."""

    period: int
    closed_at: datetime | None = None
    unit_id: int | None = None


class ClosingState(NamedTuple):
    """The state of a month, half-year or year by its months; a year's mark is among them."""

    period: int
    months: tuple[MonthState, ...]

    @property
    def closed(self) -> list[MonthState]:
        """Its closed months."""
        return [month for month in self.months if month.closed_at]

    @property
    def closed_at(self) -> datetime | None:
        """When the last of its months was closed; None while any is open."""
        found = [month.closed_at for month in self.months if month.closed_at]
        return max(found) if len(found) == len(self.months) else None

    def closed_by(self, unit_id: int | None) -> list[MonthState]:
        """Its months closed by a unit itself."""
        return [month for month in self.closed if month.unit_id == unit_id]


def selectable_periods(months: int) -> list[int]:
    """Return completed periods of this many months over ten years, latest first."""
    now = period_of(month_of(clock.today()), months)
    return [add_months(now, -months * back) for back in range(1, YEARS_BACK * 12 // months + 1)]


def months_and_year_mark(period: int, months: int) -> list[int]:
    """Return what is closed with a period: its months, and for a year its mark."""
    marks = [year_mark(period // 100)] if months == MONTHS_OF_YEAR else []
    return [*months_of_period(period, months), *marks]


def load_states(viewer: Viewer, periods: list[int], months: int) -> dict[int, ClosingState]:
    """The states of several periods for the viewer's unit, read at once: its own closing wins over one above it."""
    with reading(viewer) as session:
        above = unit_tree.ancestors(session, viewer.unit_id)
        query = select(PeriodState).where(PeriodState.unit_id.in_(above), PeriodState.reopened_at.is_(None))
        rows = sorted(session.exec(query).all(), key=lambda row: -above.index(row.unit_id))
        closed = {row.period: MonthState(row.period, row.closed_at, row.unit_id) for row in rows}
    return {
        period: ClosingState(
            period, tuple(closed.get(month, MonthState(month)) for month in months_and_year_mark(period, months))
        )
        for period in periods
    }


def close_months(viewer: Viewer, unit_id: int, months: list[int], is_seen: Callable[[], bool] = lambda: True) -> None:
    """Close months (yyyymm) and years (their marks) for a unit and everything below it; those it closed before are
    unchanged.

    Raises NotAllowed for a viewer who may not; Invalid("month_not_begun"), Invalid("month_not_ended"),
    Invalid("months_closed") if it has closed all of them, Invalid("unit_not_then") if it did not exist,
    Conflict("report_missing_meanwhile") unless `is_seen`: that no more reports are missing than the viewer saw.
    """
    with writing(viewer, "close_period") as session:
        _require_own(session, unit_id)
        if not is_seen():
            raise Conflict("report_missing_meanwhile")
        now = month_of(clock.today())
        if now in months:
            raise Invalid("month_not_ended", month=now)
        if ahead := [month for month in months if month_of(_last_day(month)) > now]:
            raise Invalid("month_not_begun", month=max(ahead))
        closed = {row.period for row in _closed(session, unit_id)}
        left = sorted(set(months) - closed)
        if not left:
            raise Invalid("months_closed", month=max(months))
        if missing := [month for month in left if unit_id not in units.units_existing_on(session, _last_day(month))]:
            raise Invalid("unit_not_then", month=min(missing))
        session.add_all(PeriodState(unit_id=unit_id, period=month, closed_at=clock.now()) for month in left)


def reclose_months(viewer: Viewer, unit_id: int, months: list[int], is_seen: Callable[[], bool] = lambda: True) -> None:
    """Close these months again if this unit closed them before; changes since then become part of the closed state.

    Raises NotAllowed for a viewer who may not, Invalid("month_open") if it has closed none of them,
    Conflict("amended_meanwhile") unless `is_seen`: that the viewer saw all changes, asked while nobody else can write.
    """
    with writing(viewer, "close_again") as session:
        if not is_seen():
            raise Conflict("amended_meanwhile")
        now = clock.now()
        for row in _require_closed(session, unit_id, months):
            row.reopened_at = now
            session.add(PeriodState(unit_id=unit_id, period=row.period, closed_at=now))


def reopen_months(viewer: Viewer, unit_id: int, months: list[int]) -> None:
    """Reopen those of these months that this unit closed.

    Raises NotAllowed for a viewer who may not, Invalid("month_open") if this unit has closed none of them.
    """
    with writing(viewer, "reopen_period") as session:
        for row in _require_closed(session, unit_id, months):
            row.reopened_at = clock.now()


def _last_day(month: int) -> date:
    return last_day_of_period(month + 1, MONTHS_OF_YEAR) if is_year_mark(month) else last_day(month)


def _require_closed(session: Session, unit_id: int, months: list[int]) -> list[PeriodState]:
    _require_own(session, unit_id)
    rows = [row for row in _closed(session, unit_id) if row.period in months]
    if not rows:
        raise Invalid("month_open", month=min(months))
    return rows


def _require_own(session: Session, unit_id: int) -> None:
    viewer: Viewer = context_of(session).viewer
    if not (viewer.writes(Work.PERIODS) and viewer.reaches(unit_id)):
        raise NotAllowed()


def _closed(session: Session, unit_id: int) -> list[PeriodState]:
    """Return what this unit has closed and not reopened."""
    query = select(PeriodState).where(PeriodState.unit_id == unit_id, PeriodState.reopened_at.is_(None))
    return list(session.exec(query).all())
