"""Closing periods: from then on a change needs a reason."""

from sqlmodel import select

from db.calendar import clock
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.models import PeriodState


def close_months(viewer: Viewer, unit_id: int, months: list[int]) -> None:
    """Close months (yyyymm) for a unit and all below it. Raises NotAllowed for a viewer who may not."""
    with writing(viewer, "close_period") as session:
        closed = set(
            session.exec(
                select(PeriodState.period).where(PeriodState.unit_id == unit_id, PeriodState.reopened_at.is_(None))
            )
        )
        session.add_all(
            PeriodState(unit_id=unit_id, period=month, closed_at=clock.now()) for month in sorted(set(months) - closed)
        )
