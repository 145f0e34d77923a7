"""Closings in force: which unit closed which month, and their place in the history."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlmodel import Session, and_, func, select

from db.calendar import clock
from db.errors import Invalid
from db.kernel import unit_tree
from db.kernel.row_access import reading_as_system
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Batch, Change, ChangeKind, PeriodState
from db.periods import closing


class Closing(NamedTuple):
    """A month closed by a unit, with the change and the action that closed it."""

    id: int
    unit_id: int
    period: int
    closed_at: datetime
    change_id: int
    batch_id: int


Closings = dict[tuple[int, int], Closing]  # by unit and month


class PastMoment(NamedTuple):
    """A moment of the register: the last action before it, and its time."""

    batch_id: int
    at: datetime


def load_closings(session: Session, months: list[int]) -> Closings:
    """Closings of these months by any unit; closings are visible to everybody."""
    query = (
        select(
            PeriodState.id, PeriodState.unit_id, PeriodState.period, PeriodState.closed_at, Change.id, Change.batch_id
        )
        .join(
            Change,
            and_(
                Change.table_name == PeriodState.__tablename__,
                Change.row_id == PeriodState.id,
                Change.action == ChangeKind.INSERT,
            ),
        )
        .where(PeriodState.period.in_(months), PeriodState.reopened_at.is_(None))
    )
    with reading_as_system(session):
        found = [Closing(*row) for row in session.exec(query)]
    return {(row.unit_id, row.period): row for row in sorted(found)}


def applicable_closing(viewer: Viewer, path: list[int], month: int, closed: Closings) -> Closing | None:
    """Return the closing that applies to a viewer, among those of a unit, given by its path up the tree: the viewer's
    own unit's, otherwise the nearest above it, otherwise the uppermost below it.
    """
    at = path.index(viewer.unit_id) if viewer.unit_id in path else max(len(path) - 1, 0)
    order = path[at:] + path[:at][::-1]
    return next((closed[unit_id, month] for unit_id in order if (unit_id, month) in closed), None)


def moment_of_closing(viewer: Viewer, period: int, months: int, unit_id: int | None) -> PastMoment:
    """When the last of a period's months was closed for a unit (default: the viewer's own).

    Raises Invalid("past_not_closed").
    """
    wanted = closing.months_and_year_mark(period, months)
    with reading(viewer) as session:
        closed = load_closings(session, wanted)
        path = unit_tree.ancestors(session, unit_id or viewer.unit_id)
        found = [applicable_closing(viewer, path, month, closed) for month in wanted]
    known = [one for one in found if one]
    if len(known) < len(wanted):
        raise Invalid("past_not_closed")
    last = max(known, key=lambda one: one.change_id)
    return PastMoment(last.batch_id, last.closed_at)


def moment_of_day(viewer: Viewer, day: date) -> PastMoment:
    """The end of a day; for today, this moment. Raises Invalid("past_day_ahead"), Invalid("past_before_register")."""
    today = clock.today()
    if day > today:
        raise Invalid("past_day_ahead", day=day)
    ends = datetime.combine(day + timedelta(days=1), time(), clock.HERE)
    with reading(viewer) as session, reading_as_system(session):
        begun = session.exec(select(func.min(Batch.id))).one()
        first = session.exec(select(Batch.at).where(Batch.id == begun)).first()
        last = session.exec(select(func.max(Batch.id)).where(Batch.at < ends)).one()
    if first is None or last is None:
        raise Invalid("past_before_register", day=first.astimezone(clock.HERE).date() if first else today)
    return PastMoment(last, min(clock.now(), ends - timedelta(seconds=1)))
