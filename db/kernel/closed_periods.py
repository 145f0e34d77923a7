"""Periods: a dated row in a closed month is not changed without a reason."""

from typing import Any, cast

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from db.calendar.months import months_of_period
from db.errors import Invalid
from db.kernel import unit_tree
from db.kernel.statements import prepared_statement
from db.kernel.unit_of_work import work_of
from db.models import Batch, PeriodState
from db.vietnamese import clean

_SHUT = prepared_statement(
    select(PeriodState.unit_id, PeriodState.period).where(
        col(PeriodState.period).in_(bindparam("months", expanding=True)), col(PeriodState.reopened_at).is_(None)
    )
)
LONGEST = cast(Any, Batch).__table__.c.reason.type.length


def require_reason(session: Session, table: type[Any], rows: list[dict]) -> None:
    """Raise Invalid where a dated row lies in a closed month of its unit, unless the action gives a reason."""
    if "period" not in table.model_fields or table is PeriodState or clean_reason(work_of(session).action.reason):
        return
    wanted = {
        (row["unit_id"], month) for row in rows for month in months_of_period(row["period"], row.get("months") or 1)
    }
    if found := closed_among(session, wanted):
        raise Invalid("period_closed", month=min(month for _, month in found))


def _shut(session: Session, months: tuple[int, ...]) -> set[tuple[int, int]]:
    """Units and months that are closed; an action asks once, until it closes or opens some itself."""
    known = work_of(session).answers.setdefault("closed months", {})
    if months not in known:
        known[months] = set(session.exec(_SHUT, params={"months": months}).all())
    return known[months]


def clean_reason(reason: str | None) -> str | None:
    """A reason as it is kept; blanks are none. Raises Invalid("text_long")."""
    cleaned = clean(reason)
    if len(cleaned) > LONGEST:
        raise Invalid("text_long", limit=LONGEST, begins=cleaned[:30])
    return cleaned or None


def closed_among(session: Session, wanted: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Which of these units and months (yyyymm) are closed, by the unit itself or by one above it."""
    months = {month for _, month in wanted}
    shut = _shut(session, tuple(sorted(months)))
    if not shut:
        return set()
    above = {unit_id: unit_tree.ancestors(session, unit_id) for unit_id in {unit_id for unit_id, _ in wanted}}
    return {(unit_id, month) for unit_id, month in wanted if any((each, month) in shut for each in above[unit_id])}
