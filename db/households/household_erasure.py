"""Erasure of households closed long ago, with their cards, places, assignments, notes and every copy in the history.
Counts remain: their classes as anonymous rows, visits as visits to a household of the group.
"""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, or_, select

from db import config
from db.calendar import clock
from db.kernel import bulk, change_log
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.kernel.session_context import context_of
from db.maintenance import raw_connection
from db.models import (
    Assignment,
    Batch,
    Change,
    Draft,
    DraftValue,
    Erasure,
    ExcludedPair,
    Household,
    HouseholdCause,
    HouseholdClass,
    HouseholdHelp,
    HouseholdNote,
    HouseholdPlace,
    HouseholdVisit,
    PetitionOrigin,
    Task,
)
from db.settings import settings

YEARS = "household_years"
MASK = "[đã xóa]"
GONE = (HouseholdNote, HouseholdCause, HouseholdHelp, Assignment, ExcludedPair)  # deleted with the household
KEPT = (HouseholdVisit, PetitionOrigin, HouseholdClass)  # kept without the household
ABOUT = (*GONE, *KEPT, HouseholdPlace)

RowKey = tuple[str, int]  # a table and a row id


def erase_closed() -> int:
    """Erase households closed longer ago than their unit's setting; returns how many. Run by the nightly job."""
    with writing(SYSTEM, "erase_households") as session:
        if not (homes := _due(session)):
            return 0
        with bulk.without_history(session):
            rows = _erase(session, homes)
        session.add(Erasure(at=clock.now(), ground=YEARS, rows=rows))
        context_of(session).action.erased = True
        change_log.open_batch(session)
    raw_connection.purge(config.database_url())
    return len(homes)


def years_before(day: date, years: int) -> date:
    """Return the same day this many years earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _due(session: Session) -> dict[int, Row]:
    """Ids of the households to erase."""
    today = clock.today()
    columns = (Household.id, Household.code, Household.unit_id, Household.name, Household.valid_to)
    homes = session.exec(select(*columns).where(Household.valid_to < years_before(today, 1))).all()
    years = settings.values_for_units(session, YEARS, {home.unit_id for home in homes}, today)
    return {home.id: home for home in homes if home.valid_to < years_before(today, years[home.unit_id])}


def _erase(session: Session, homes: dict[int, Row]) -> int:
    """Erase dependent rows up to the households; returns how many rows were deleted or changed."""
    about = {table: _about(session, table, list(homes)) for table in ABOUT}
    rows = _mask_tasks(session, about[HouseholdNote], homes) + _erase_copies(session, about, homes)
    rows += _erase_drafts(session, [home.code for home in homes.values()])
    rows += sum(_delete(session, table, about[table]) for table in GONE)
    rows += _keep_visits(session, about[HouseholdVisit], _last_groups(about[HouseholdPlace]))
    rows += _delete(session, HouseholdPlace, about[HouseholdPlace])
    asked = about[PetitionOrigin]
    rows += _delete(session, PetitionOrigin, [row for row in asked if row.member_id is None])
    rows += _clear(session, PetitionOrigin, [row for row in asked if row.member_id is not None])
    rows += _clear(session, HouseholdClass, about[HouseholdClass], paper=None)
    bulk.delete(session, Household, list(homes))
    return rows + len(homes)


def _about(session: Session, table: Any, ids: list[int]) -> list[Any]:
    """The rows of a table about these households."""
    columns = [getattr(table, name) for name in table.model_fields]
    return list(session.exec(select(*columns).where(table.household_id.in_(ids)).order_by(table.id)))


def _delete(session: Session, table: Any, rows: list[Any]) -> int:
    bulk.delete(session, table, [row.id for row in rows])
    return len(rows)


def _clear(session: Session, table: Any, rows: list[Any], **values: Any) -> int:
    bulk.update(session, table, [{"id": row.id, "household_id": None, **values} for row in rows])
    return len(rows)


def _last_groups(places: list[Any]) -> dict[int, int]:
    """The last group of each household."""
    order = sorted(places, key=lambda row: (row.valid_from is not None, row.valid_from or date.min, row.id))
    return {row.household_id: row.group_id for row in order}


def _keep_visits(session: Session, visits: list[Any], groups: dict[int, int]) -> int:
    """Turn visits into visits to a household of the group; delete those of households without one."""
    moved = [row for row in visits if row.household_id in groups]
    changed = [
        {"id": row.id, "household_id": None, "group_id": groups[row.household_id], "households": 1} for row in moved
    ]
    bulk.update(session, HouseholdVisit, changed)
    return len(moved) + _delete(session, HouseholdVisit, [row for row in visits if row.household_id not in groups])


def _mask_tasks(session: Session, notes: list[Any], homes: dict[int, Row]) -> int:
    """Mask the household's name in follow-up tasks."""
    named = {row.task_id: homes[row.household_id].name for row in notes if row.task_id}
    tasks = session.exec(select(Task.id, Task.text).where(Task.id.in_(named))).all()
    changed = [{"id": row.id, "text": row.text.replace(named[row.id], MASK)} for row in tasks]
    bulk.update(session, Task, changed)
    return len(changed)


def _erase_copies(session: Session, about: dict, homes: dict[int, Row]) -> int:
    """Delete copies of current and former rows of the households; their changes cannot be undone any more."""
    keys = {(table.__tablename__, row.id) for table, rows in about.items() for row in rows}
    keys |= {(Household.__tablename__, each) for each in homes} | _former_rows(session, list(homes))
    copies = [row for table, ids in _by_table(keys).items() for row in _copies(session, table, ids)]
    named = _copies_of_tasks(session, homes)
    bulk.delete(session, Change, [row.id for row in copies])
    bulk.update(session, Change, [{"id": row.id, "before": before} for row, before in named])
    batches = {row.batch_id for row in copies} | {row.batch_id for row, _ in named}
    bulk.update(session, Batch, [{"id": batch_id, "erased": True} for batch_id in sorted(batches)])
    return len(copies) + len(named)


def _by_table(keys: set[RowKey]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for table, row_id in sorted(keys):
        found[table].append(row_id)
    return found


def _copies(session: Session, table: str, ids: list[int]) -> list[Any]:
    query = select(Change.id, Change.batch_id).where(Change.table_name == table, Change.row_id.in_(ids))
    return list(session.exec(query))


def _former_rows(session: Session, ids: list[int]) -> set[RowKey]:
    """Rows that were once about these households, according to a copy."""
    tables = [table.__tablename__ for table in ABOUT]
    query = select(Change.table_name, Change.row_id, Change.before).where(Change.table_name.in_(tables))
    found = session.exec(query.where(or_(*(Change.before.contains(f'"household_id": {each}') for each in ids))))
    return {(row.table_name, row.row_id) for row in found if json.loads(row.before).get("household_id") in ids}


def _copies_of_tasks(session: Session, homes: dict[int, Row]) -> list[tuple[Any, str]]:
    """Copies of tasks of their cells that name one of them, with the name masked."""
    names = {(home.unit_id, home.name) for home in homes.values()}
    query = select(Change.id, Change.batch_id, Change.unit_id, Change.before).where(
        Change.table_name == Task.__tablename__, Change.unit_id.in_({unit_id for unit_id, _ in names})
    )
    found = []
    for row in session.exec(query.where(or_(*(Change.before.contains(name, autoescape=True) for _, name in names)))):
        before = json.loads(row.before)
        for unit_id, name in names:
            if unit_id == row.unit_id and before.get("text"):
                before["text"] = before["text"].replace(name, MASK)
        found.append((row, json.dumps(before, ensure_ascii=False)))
    return found


def _erase_drafts(session: Session, codes: list[str]) -> int:
    """Delete drafts about a household."""
    held = or_(*(or_(DraftValue.value.contains(code), DraftValue.replaced.contains(code)) for code in codes))
    drafts = list(session.exec(select(Draft.id).where(or_(*(Draft.key.contains(code) for code in codes)))))
    values = list(session.exec(select(DraftValue.id).where(or_(held, DraftValue.draft_id.in_(drafts)))))
    bulk.delete(session, DraftValue, values)
    bulk.delete(session, Draft, drafts)
    return len(values) + len(drafts)
