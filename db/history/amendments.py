"""Amendments: changes of a month after it was closed, by action, unit and month, until it is closed again.

Changing closed data requires a reason, so only actions with one are examined. Viewers who get a count without reading
its rows are told that they were changed, but not by whom or why.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.calendar.months import months_between, months_of_period, year_mark
from db.figures import unit_history
from db.figures.figures import FigureQuery
from db.history import closings_in_force, rows_changed_by_action, undo_steps
from db.history.closings_in_force import Closing, Closings
from db.history.rows_changed_by_action import RowChange
from db.kernel import closed_periods, unit_tree
from db.kernel.altered_months import CountedMonths
from db.kernel.audience import Audience
from db.kernel.counted_rows import ALL, COUNTED
from db.kernel.row_access import reading_as_system
from db.kernel.scope import TABLE_RULES, Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Batch, Change, ChangeKind, PeriodState, Rule, Setting, Unit, UnitSuccession, UnitVersion

TABLES: tuple[Any, ...] = tuple(COUNTED)
FRAME = (Unit, UnitVersion, UnitSuccession, Setting, Rule)  # any figure may depend on these
PART = 500  # rows per query

_CLOSED = prepared_statement(  # run at every interaction with a page of figures
    select(PeriodState.id)
    .where(PeriodState.period.in_(bindparam("months", expanding=True)), PeriodState.reopened_at.is_(None))
    .order_by(PeriodState.id)
)

UnitMonth = tuple[int, int]  # a unit and a month, or a year mark


class Amendment(NamedTuple):
    """An action that changed closed data, as far as the viewer may see it: who, when and why, the units and months (a
    year by its mark), and the closing it came after. `who` and `reason` are empty if the viewer may not read them.
    """

    batch_id: int
    at: datetime
    who: str
    action: str
    reason: str
    unit_ids: frozenset[int]
    months: tuple[int, ...]
    change_ids: tuple[int, ...]
    closed_at: datetime
    closed_by: int


def closed_stamp(viewer: Viewer, wanted: FigureQuery) -> tuple[int, ...]:
    """Which closings of the requested months are in force; without one nothing can be amended."""
    with reading(viewer) as session:
        return tuple(session.exec(_CLOSED, params={"months": _months(wanted)}))


def list_amendments(viewer: Viewer, wanted: FigureQuery, tables: tuple[Any, ...] | None = None) -> list[Amendment]:
    """Actions that changed the requested data after closing, latest first; optionally only changes of these tables."""
    with reading(viewer) as session:
        closed = closings_in_force.load_closings(session, _months(wanted))
        if not closed:
            return []
        names = [table.__tablename__ for table in _read(tables)]
        actions, changes = _candidates(session, min(closing.batch_id for closing in closed.values()), names)
        if not changes:
            return []
        with reading_as_system(session):
            units, places = _units(session, viewer, wanted.unit_id), _places(session, changes)
            found = {change.id: list(_amended(session, viewer, change.id, places[change.id], units, closed))
                     for change in changes}  # fmt: skip
    by_action: dict[int, list] = defaultdict(list)
    for change in changes:
        if found[change.id]:
            by_action[change.batch_id].append(change)
    return [_amendment(actions[batch_id], rows, found) for batch_id, rows in sorted(by_action.items(), reverse=True)]


def describe_rows(viewer: Viewer, amendment: Amendment) -> tuple[list[RowChange], int]:
    """What an action changed in closed months, before and after, and how many further rows are not listed."""
    told = amendment.change_ids[: rows_changed_by_action.MOST]
    with reading(viewer) as session:
        changes: list[Change] = []
        for part in _parts(told):
            changes += session.exec(select(Change).where(Change.id.in_(part)).order_by(Change.id))
        rows = rows_changed_by_action.row_changes_by_action(session, changes).get(amendment.batch_id, [])
    return rows, len(amendment.change_ids) - len(told)


def _read(tables: tuple[Any, ...] | None) -> list[Any]:
    """The counted tables among those that are read."""
    return [table for table in TABLES if tables is None or table in tables or table in FRAME]


def _months(wanted: FigureQuery) -> list[int]:
    """The requested months, and their years."""
    months = months_between(wanted.periods[0], months_of_period(wanted.periods[-1], wanted.step)[-1])
    return [*months, *sorted({year_mark(month // 100) for month in months})]


class _Candidate(NamedTuple):
    """A change with a reason, and whether the viewer may read it."""

    id: int
    table_name: str
    row_id: int
    batch_id: int
    is_told: bool


def _candidates(session: Session, since: int, names: list[str]) -> tuple[dict[int, Any], list[_Candidate]]:
    """Actions with a reason after an action, by id, with their changes of counted rows: visible ones, and those of
    which the viewer gets a count.
    """
    query = select(Batch.id, Batch.at, Batch.who, Batch.deed, Batch.reason)
    query = query.where(Batch.id > since, Batch.reason.is_not(None))
    seen = {row.id for row in session.exec(query)}
    with reading_as_system(session):
        actions = {row.id: row for row in session.exec(query)}
    viewer, changes = context_of(session).viewer, []
    counted = {table.__tablename__ for table, how in COUNTED.items() if _is_told(viewer, table, how.told_above)}
    for part in _parts(actions):
        found = select(Change.id, Change.table_name, Change.row_id, Change.batch_id)
        found = found.where(Change.batch_id.in_(part), Change.table_name.in_(names)).order_by(Change.id)
        read = {row.id for row in session.exec(found)}
        with reading_as_system(session):
            rows = session.exec(found).all()
        changes += [
            _Candidate(*row, is_told=row.id in read and row.batch_id in seen)
            for row in rows
            if row.table_name in counted or (row.id in read and row.batch_id in seen)
        ]
    return actions, changes


def _is_told(viewer: Viewer, table: Any, above: bool) -> bool:
    """Whether a viewer gets the number of rows of a table."""
    return viewer.reads(TABLE_RULES[table].audience) or (above and viewer.reads(Audience.FIGURES))


def _units(session: Session, viewer: Viewer, unit_id: int | None) -> Collection[int] | None:
    """The units whose rows count in the query; None for all."""
    asked = unit_history.requested_unit(viewer, unit_id)
    if asked is None:
        return viewer.unit_ids
    line = unit_history.cell_lineage(session, asked)
    areas = set() if line else {span.area_id for span in unit_history.area_months(session, asked)}
    cells = {stay.unit_id for stay in unit_history.cell_stays(session, viewer, asked)}
    return cells | areas | line


def _places(session: Session, changes: list[_Candidate]) -> dict[int, list[CountedMonths]]:
    """By change, the units and months that it altered, derived backwards from the current row."""
    wanted = {change.id for change in changes}
    found: dict[int, list[CountedMonths]] = {}
    for table in COUNTED:
        name, pairs = table.__tablename__, {}
        for ids in _parts(sorted({change.row_id for change in changes if change.table_name == name})):
            standing = _standing(session, table, ids)
            later = select(Change.id, Change.row_id, Change.action, Change.before).where(
                Change.table_name == name, Change.row_id.in_(ids), Change.id >= min(wanted)
            )
            for change_id, row_id, action, image in session.exec(later.order_by(Change.id.desc())):
                after = standing.get(row_id)
                before = None if action == ChangeKind.INSERT else _before(table, after, image)
                pairs[change_id] = (before, after)
                standing[row_id] = before
        told = [change_id for change_id in pairs if change_id in wanted]
        rows = [pairs[change_id] for change_id in told]
        found |= zip(told, closed_periods.altered_unit_months_by_change(session, table, rows), strict=True)
    return found


def _standing(session: Session, table: Any, ids: list[int]) -> dict[int, dict | None]:
    """The counted part of rows as they are now."""
    columns = _columns(table)
    query = select(table.id, *(getattr(table, column) for column in columns)).where(table.id.in_(ids))
    return {row[0]: dict(zip(("id", *columns), row, strict=True)) for row in session.exec(query)}


def _columns(table: Any) -> list[str]:
    how = COUNTED[table]
    known = [name for name in table.model_fields if name not in how.aside and name not in ("id", "code")]
    return (
        known if how.counts == ALL else [name for name in known if name in how.deciding_columns or name == "member_id"]
    )


def _before(table: Any, after: dict | None, image: str | None) -> dict:
    """The counted part of a row before a change."""
    kept, columns = undo_steps.decode_row(table, image), _columns(table)
    return {"id": None} | (after or {}) | {name: value for name, value in kept.items() if name in columns}


def _amended(
    session: Session,
    viewer: Viewer,
    change_id: int,
    places: list[CountedMonths],
    units: Collection[int] | None,
    closed: Closings,
) -> Iterator[tuple[UnitMonth, Closing]]:
    """Places where a change came after the closing that applies."""
    months = {month for _, month in closed}
    counted = {(place.unit_id, month) for place in places for month in months if place.contains(month)}
    for unit_id, month in counted:
        if unit_id is not None and (units is None or unit_id in units):
            closing = closings_in_force.applicable_closing(viewer, unit_tree.ancestors(session, unit_id), month, closed)
            if closing and closing.change_id < change_id:
                yield (unit_id, month), closing


def _amendment(action: Any, rows: list[_Candidate], found: dict[int, list[tuple[UnitMonth, Closing]]]) -> Amendment:
    read = [row for row in rows if row.is_told]
    told = [each for row in rows for each in found[row.id]]
    places = {place for place, _ in told}
    closing = max((closing for _, closing in told), key=lambda closing: closing.change_id)
    return Amendment(
        action.id,
        action.at,
        action.who if read else "",
        action.deed,
        action.reason if read else "",
        frozenset(unit_id for unit_id, _ in places),
        tuple(sorted({month for _, month in places})),
        tuple(row.id for row in read),
        closing.closed_at,
        closing.unit_id,
    )


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    ids = list(ids)
    return (ids[start : start + PART] for start in range(0, len(ids), PART))
