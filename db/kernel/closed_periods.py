"""Closed periods: what the figures of a closed month or year are counted from cannot change without a reason."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from sqlmodel import Session, col, select

from db.errors import Invalid
from db.kernel import altered_months, unit_tree
from db.kernel.altered_months import CountedMonths
from db.kernel.counted_rows import COUNTED, CountedRows
from db.kernel.row_access import reading_as_system
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Batch, ChangeKind, Meeting, Membership, PeriodState
from db.vietnamese import clean

_CLOSED = prepared_statement(
    select(PeriodState.unit_id, PeriodState.period).where(col(PeriodState.reopened_at).is_(None))
)
LONGEST = cast(Any, Batch).__table__.c.reason.type.length

UnitMonth = tuple[int, int]  # a unit and a month, or a year mark
Stay = tuple[int, int, int]  # a unit, first and last month


@contextmanager
def default_reason(reason: str | None) -> Iterator[None]:
    """Context manager that supplies a reason to all actions of this thread that give none of their own."""
    token = _given.set(clean_reason(reason))
    try:
        yield
    finally:
        _given.reset(token)


def current_default_reason() -> str | None:
    """Return the reason for actions that give none of their own."""
    return _given.get()


def require_reason(session: Session, table: type[Any], changes: list) -> None:
    """Raise Invalid("period_closed") if changes to a table alter figures of a closed period, unless the action gives a
    reason or erases data.
    """
    work = context_of(session)
    if table not in COUNTED or work.without_history or clean_reason(work.action.reason):
        return
    if not _closed(session):
        return
    rows = [_before_and_after(change) for change in changes]
    if found := closed_unit_months(session, altered_unit_months(session, table, rows)):
        raise Invalid("period_closed", month=min(month for _, month in found))


def altered_unit_months(
    session: Session, table: type[Any], rows: list[tuple[dict | None, dict | None]]
) -> list[CountedMonths]:
    """Return the units and months whose figures are altered by changes of a table's rows, given as pairs of before and
    after; rows of a member count in every unit that lists the member at the time.
    """
    return [place for found in altered_unit_months_by_change(session, table, rows) for place in found]


def altered_unit_months_by_change(
    session: Session, table: type[Any], rows: list[tuple[dict | None, dict | None]]
) -> list[list[CountedMonths]]:
    """Like `altered_unit_months`, listed per change."""
    how = COUNTED[table]
    if how.by_meeting:
        rows = _in_period(session, rows)
    found = [list(altered_months.months_altered_by(table, *row)) for row in rows]
    if not how.of_member:
        return found
    stays = _stays(session, {_member(table, row) for row in rows})
    return [
        [
            CountedMonths(unit_id, max(place.first, first), min(place.last, last))
            for place in places
            for unit_id, first, last in _lists(how, place, stays[_member(table, row)])
            if first <= place.last and place.first <= last
        ]
        for places, row in zip(found, rows, strict=True)
    ]


def closed_unit_months(session: Session, places: list[CountedMonths]) -> set[UnitMonth]:
    """The closed units and months among these, closed by the unit itself or by one above it."""
    found: set[UnitMonth] = set()
    for month, closers in _by_month(session).items():
        for unit_id in {place.unit_id for place in places if place.unit_id and place.contains(month)}:
            if not closers.isdisjoint(unit_tree.ancestors(session, unit_id)):
                found.add((unit_id, month))
    return found


def clean_reason(reason: str | None) -> str | None:
    """A reason as it is stored, None for a blank one. Raises Invalid("text_long")."""
    cleaned = clean(reason)
    if len(cleaned) > LONGEST:
        raise Invalid("text_long", limit=LONGEST, begins=cleaned[:30])
    return cleaned or None


def filter_closed(session: Session, wanted: set[UnitMonth]) -> set[UnitMonth]:
    """The closed ones among these units and months (yyyymm), closed by the unit itself or by one above it."""
    return closed_unit_months(session, [CountedMonths(unit_id, month, month) for unit_id, month in wanted])


def _closed(session: Session) -> set[UnitMonth]:
    """The closed units and months; read once per action until the action itself closes or opens some."""
    known = context_of(session).answers.setdefault("closed months", {})
    if () not in known:
        known[()] = set(session.exec(_CLOSED).all())
    return known[()]


def _by_month(session: Session) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for unit_id, month in _closed(session):
        found[month].add(unit_id)
    return found


def _before_and_after(change: Any) -> tuple[dict | None, dict | None]:
    before = None if change.action == ChangeKind.INSERT else change.row_before
    return before, None if change.action == ChangeKind.DELETE else change.row


def _in_period(session: Session, rows: list) -> list:
    """Rows that count in their meeting's period, joined with it."""
    ids = {row["meeting_id"] for pair in rows for row in pair if row}
    query = select(Meeting.id, Meeting.period, Meeting.months).where(col(Meeting.id).in_(ids))
    with reading_as_system(session):
        held = {row[0]: {"period": row[1], "months": row[2]} for row in session.exec(query)}
    return [tuple(row and {**row, **held.get(row["meeting_id"], {})} for row in pair) for pair in rows]


def _member(table: type[Any], row: tuple[dict | None, dict | None]) -> int | None:
    told = row[1] or row[0] or {}
    return told.get("member_id") if "member_id" in table.model_fields else told.get("id")


def _lists(how: CountedRows, place: CountedMonths, stays: list[Stay]) -> list[Stay]:
    """Return the units in which a change in these months of a member counts: those that list the member then, or, if
    the row names a unit, all that ever listed the member.
    """
    if place.unit_id is not None:
        return [(place.unit_id, place.first, place.last)]
    return [(unit_id, place.first, place.last) for unit_id, _, _ in stays] if how.units else stays


def _stays(session: Session, members: set[int | None]) -> dict[int | None, list[Stay]]:
    """The units that list each member, with first and last month."""
    found: dict[int | None, list[Stay]] = defaultdict(list)
    columns: Any = (Membership.member_id, Membership.unit_id, Membership.valid_from, Membership.valid_to)
    with reading_as_system(session):
        for member_id, unit_id, first, last in session.exec(
            select(*columns).where(col(Membership.member_id).in_(members - {None}))
        ):
            found[member_id].append((unit_id, *altered_months.months_of_stay(first, last)))
    return found


_given: ContextVar[str | None] = ContextVar("reason_given", default=None)
