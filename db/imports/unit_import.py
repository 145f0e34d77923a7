"""The import kind for lists of units: communes, cells, workplaces and agency cells, and what it writes."""

import json
from datetime import date, timedelta

from sqlmodel import Session, select

from db.calendar import clock
from db.history.prepared_writes import PreparedRows
from db.imports import prepared_member_rows, read_options, unit_names, unit_snapshot
from db.imports.import_answers import ImportAnswers
from db.imports.import_kind import ImportKind, ReportPart
from db.imports.list_plan import ListContent, RowEffect
from db.imports.unit_plan import UnitOutcome, UnitPlan
from db.imports.unit_planner import UnitPlanner
from db.imports.unit_rows import UnitRow
from db.imports.unit_snapshot import MEETING_DAY
from db.kernel.scope import Work
from db.kernel.session_context import context_of
from db.models import Meeting, Setting, Unit, UnitKind, UnitSuccession, UnitVersion
from db.models.base import new_code
from db.settings import levels, settings
from db.vietnamese import fold, unit_sort_key


def _plan(session: Session, content: ListContent, answers: ImportAnswers, progress: ReportPart) -> UnitPlan:
    viewer = context_of(session).viewer
    remembered = settings.value_for_unit(session, unit_names.REMEMBERED, viewer.unit_id)
    known, met = unit_snapshot.load_units(session), unit_snapshot.last_meeting_days(session)
    rows = [row for row in content.rows if isinstance(row, UnitRow)]
    return UnitPlanner(viewer, known, answers, remembered, met, rows).plan()


def _prepare(ahead: PreparedRows, plan: UnitPlan, content: ListContent) -> None:
    created = [one for one in plan.outcomes if one.effect == RowEffect.CREATED]
    ids = _create(ahead, created)
    changed = [one for one in plan.outcomes if one.effect == RowEffect.CHANGED and one.unit]
    ahead.update(Unit, [{"id": one.unit.id, "reports": one.reports} for one in changed if one.reports is not None])
    _move(ahead, [one for one in changed if one.moves_on], ids)
    days = {ids[-one.row.number]: one for one in created if one.meeting_day}
    _choose_days(ahead, days | {one.unit.id: one for one in changed if one.meeting_day})
    prepared_member_rows.remember_answers(ahead, unit_names.REMEMBERED, plan.meanings_to_remember())
    prepared_member_rows.remember_answers(
        ahead, read_options.REMEMBERED, read_options.headings_to_remember(content.columns, read_options.UNITS)
    )


def _create(ahead: PreparedRows, created: list[UnitOutcome]) -> dict[int, int]:
    """Create units; returns their ids by negative row number."""
    of_rows = {-one.row.number: one for one in created}
    rows = [
        {
            "kind": one.kind,
            "level": _level(ahead.session, one, of_rows),
            "code": new_code(),
            "reports": one.reports is not False,
        }
        for one in created
    ]
    made = ahead.insert(Unit, rows)
    ids = {-one.row.number: unit_id for one, unit_id in zip(created, made, strict=True)}
    versions = [
        _version(unit_id, one.row.name, _parent(one, ids), _since(one))
        for one, unit_id in zip(created, made, strict=True)
    ]
    ahead.insert(UnitVersion, versions)
    return ids


def _level(session: Session, one: UnitOutcome, of_rows: dict[int, UnitOutcome]) -> str:
    """The level of a new unit: for an area the one below its parent's, which may be new as well."""
    kind, own = one.kind or UnitKind.CELL, context_of(session).viewer.unit_id
    parent_id = one.parent.id if one.parent else own
    if parent_id in of_rows:
        return levels.level_below(session, kind, own, _level(session, of_rows[parent_id], of_rows))
    return levels.level_of_new_unit(session, kind, session.get_one(Unit, parent_id))


def _move(ahead: PreparedRows, moved: list[UnitOutcome], ids: dict[int, int]) -> None:
    """Move a unit below another from the day on, keeping its name."""
    ahead.update(
        UnitVersion, [{"id": one.unit.version_id, "valid_to": one.moves_on - timedelta(days=1)} for one in moved]
    )
    ahead.insert(UnitVersion, [_version(one.unit.id, one.unit.name, _parent(one, ids), one.moves_on) for one in moved])


def _version(unit_id: int, name: str, parent_id: int | None, since: date | None) -> dict:
    keys = {"name": name, "search_key": fold(name), "sort_key": unit_sort_key(name)}
    return {"unit_id": unit_id, "parent_id": parent_id, "valid_from": since, **keys}


def _choose_days(ahead: PreparedRows, days: dict[int, UnitOutcome]) -> None:
    """Set meeting days: of a new unit from its beginning, of others from today on."""
    today = clock.today()
    query = select(Setting.unit_id, Setting.id).where(Setting.name == MEETING_DAY, Setting.valid_from == today)
    standing = dict(ahead.session.exec(query).all())
    values = {unit_id: json.dumps(one.meeting_day) for unit_id, one in days.items()}
    again = values.keys() & standing.keys()
    ahead.update(Setting, [{"id": standing[unit_id], "value": values[unit_id]} for unit_id in again])
    rows = [
        {
            "unit_id": unit_id,
            "name": MEETING_DAY,
            "value": values[unit_id],
            "valid_from": today if one.unit else _since(one) or settings.EARLIEST,
        }
        for unit_id, one in days.items()
        if unit_id not in standing
    ]
    ahead.insert(Setting, rows)


def _parent(one: UnitOutcome, ids: dict[int, int]) -> int | None:
    return ids.get(one.parent.id, one.parent.id) if one.parent else None


def _since(one: UnitOutcome) -> date | None:
    return date.fromisoformat(one.row.since) if one.row.since else None


def _write(session: Session, ahead: PreparedRows, plan: UnitPlan, ready: None) -> None:
    ahead.write(session)


UNITS = ImportKind(
    read_options.UNITS,
    "import_units",
    (Work.CELLS, Work.SETTINGS),
    (Unit, UnitVersion, UnitSuccession, Setting, Meeting),
    _plan,
    _prepare,
    _write,
)
