"""Periods: a dated row in a closed month is not changed without a reason."""

from sqlmodel import Session, select

from db import clock, tree
from db.faults import Invalid
from db.models import PeriodState


def refuse_closed(session: Session, table: type, rows: list[dict]) -> None:
    """Raise Invalid where a dated row lies in a closed month of its unit, unless the deed gives a reason."""
    if "period" not in table.model_fields or table is PeriodState or session.info["batch"]["reason"]:
        return
    wanted = {(row["unit_id"], month) for row in rows for month in clock.months_from(row["period"], row.get("months") or 1)}
    closed = session.exec(
        select(PeriodState.unit_id, PeriodState.period).where(PeriodState.period.in_({month for _, month in wanted}), PeriodState.reopened_at.is_(None))
    ).all()
    if closed:
        _refuse(session, wanted, set(closed))


def _refuse(session: Session, wanted: set[tuple[int, int]], closed: set[tuple[int, int]]) -> None:
    for unit_id, month in wanted:
        if closed & {(above, month) for above in tree.chain(session, unit_id)}:
            raise Invalid("period_closed", month=month)
