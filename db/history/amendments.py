"""What was changed after its month had been closed: which actions, in which units and months, until it is closed again.

A change in a closed month is made with a reason, so that only actions with one are looked at.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar.months import months_between, months_of_period
from db.figures import unit_history
from db.figures.figures import FigureQuery
from db.history import closings, row_changes
from db.history.closings import Closing, Closings
from db.history.row_changes import RowChange
from db.kernel import unit_tree
from db.kernel.row_access import reading_as_system
from db.kernel.scope import TABLE_RULES, Viewer
from db.kernel.session import reading
from db.models import Batch, Change, ChangeKind, PeriodState

DATED: tuple[Any, ...] = tuple(
    table for table in TABLE_RULES if "period" in table.model_fields and table is not PeriodState
)
PLACE = ("unit_id", "period", "months")  # what says where a row counts
PART = 500  # rows asked for at once

Place = tuple[int, int]  # a unit and a month


class Amendment(NamedTuple):
    """An action that changed closed months, as far as its reader may see: who, when and why, of which units and months,
    and after which closing.
    """

    batch_id: int
    at: datetime
    who: str
    deed: str
    reason: str
    unit_ids: frozenset[int]
    months: tuple[int, ...]
    change_ids: tuple[int, ...]
    closed_at: datetime
    closed_by: int


def closed_stamp(viewer: Viewer, wanted: FigureQuery) -> tuple[int, ...]:
    """Which closings are in force of the months asked about: nothing is amended where there is none."""
    with reading(viewer) as session:
        query = select(PeriodState.id).where(PeriodState.period.in_(_months(wanted)), PeriodState.reopened_at.is_(None))
        return tuple(session.exec(query.order_by(PeriodState.id)))


def list_amendments(viewer: Viewer, wanted: FigureQuery) -> list[Amendment]:
    """The actions that changed what is asked about after it was closed, the latest first."""
    with reading(viewer) as session:
        closed = closings.in_force(session, _months(wanted))
        if not closed:
            return []
        actions, changes = _candidates(session, min(closing.batch_id for closing in closed.values()))
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
    """What an action changed of closed months, before and after, and how many rows more than are told."""
    told = amendment.change_ids[: row_changes.MOST]
    with reading(viewer) as session:
        changes: list[Change] = []
        for part in _parts(told):
            changes += session.exec(select(Change).where(Change.id.in_(part)).order_by(Change.id))
        rows = row_changes.rows(session, changes).get(amendment.batch_id, [])
    return rows, len(amendment.change_ids) - len(told)


def _months(wanted: FigureQuery) -> list[int]:
    return months_between(wanted.periods[0], months_of_period(wanted.periods[-1], wanted.step)[-1])


def _candidates(session: Session, since: int) -> tuple[dict[int, Any], list]:
    """The actions with a reason after an action, by id, and their changes of dated rows, as far as the viewer sees
    them; the two are narrowed apart.
    """
    query = select(Batch.id, Batch.at, Batch.who, Batch.deed, Batch.reason)
    actions = {row.id: row for row in session.exec(query.where(Batch.id > since, Batch.reason.is_not(None)))}
    names, changes = [table.__tablename__ for table in DATED], []
    for part in _parts(actions):
        found = select(Change.id, Change.table_name, Change.row_id, Change.batch_id)
        found = found.where(Change.batch_id.in_(part), Change.table_name.in_(names))
        changes += session.exec(found.order_by(Change.id))
    return actions, changes


def _units(session: Session, viewer: Viewer, unit_id: int | None) -> Collection[int] | None:
    """The units whose rows count in what is asked; None for all."""
    asked = unit_history.requested_unit(viewer, unit_id)
    if asked is None:
        return viewer.unit_ids
    line = unit_history.cell_lineage(session, asked)
    areas = set() if line else {span.area_id for span in unit_history.area_spans(session, asked)}
    cells = {stay.unit_id for stay in unit_history.cell_stays(session, viewer, asked)}
    return cells | areas | line


def _places(session: Session, changes: list) -> dict[int, set[Place]]:
    """By change where its row counted before and afterwards: told backwards from where it stands now."""
    wanted, found = {change.id for change in changes}, {}
    first = min(wanted)
    for table in DATED:
        name = table.__tablename__
        for ids in _parts(sorted({change.row_id for change in changes if change.table_name == name})):
            columns = [column for column in PLACE if column in table.model_fields]
            query = select(table.id, *(getattr(table, column) for column in columns)).where(table.id.in_(ids))
            standing = {row[0]: dict(zip(columns, row[1:], strict=True)) for row in session.exec(query)}
            later = select(Change.id, Change.row_id, Change.action, Change.before).where(
                Change.table_name == name, Change.row_id.in_(ids), Change.id >= first
            )
            for change_id, row_id, action, image in session.exec(later.order_by(Change.id.desc())):
                after = standing.get(row_id, {})
                before = _before(after, action, image, columns)
                if change_id in wanted:
                    found[change_id] = {*_counted(before), *_counted(after)}
                standing[row_id] = before
    return found


def _before(after: dict, action: ChangeKind, image: str | None, columns: list[str]) -> dict:
    if action == ChangeKind.INSERT:
        return {}
    kept = json.loads(image or "{}")
    return after | {column: kept[column] for column in columns if column in kept}


def _counted(row: dict) -> Iterator[Place]:
    if row.get("period"):
        yield from ((row["unit_id"], month) for month in months_of_period(row["period"], row.get("months") or 1))


def _amended(
    session: Session,
    viewer: Viewer,
    change_id: int,
    places: set[Place],
    units: Collection[int] | None,
    closed: Closings,
) -> Iterator[tuple[Place, Closing]]:
    """Where a change came after the closing that counts."""
    for unit_id, month in places:
        if units is None or unit_id in units:
            closing = closings.counting_for(viewer, unit_tree.ancestors(session, unit_id), month, closed)
            if closing and closing.change_id < change_id:
                yield (unit_id, month), closing


def _amendment(action: Any, rows: list, found: dict[int, list[tuple[Place, Closing]]]) -> Amendment:
    told = [each for row in rows for each in found[row.id]]
    places = {place for place, _ in told}
    closing = max((closing for _, closing in told), key=lambda closing: closing.change_id)
    return Amendment(
        action.id,
        action.at,
        action.who,
        action.deed,
        action.reason,
        frozenset(unit_id for unit_id, _ in places),
        tuple(sorted({month for _, month in places})),
        tuple(row.id for row in rows),
        closing.closed_at,
        closing.unit_id,
    )


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    ids = list(ids)
    return (ids[start : start + PART] for start in range(0, len(ids), PART))
