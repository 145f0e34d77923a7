"""Versions of the data behind figures: a version changes only when a row that the figures read has changed.

Only changes since the last check are examined, so that checking is cheap while nothing happens.
"""

import json
from collections.abc import Iterable, Set
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.months import month_of, months_of_period
from db.figures import unit_history
from db.figures.figures import FigureQuery
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import (
    Assessment,
    Batch,
    Change,
    Erasure,
    HouseholdReport,
    Meeting,
    Rule,
    Setting,
    Tally,
    Unit,
    UnitSuccession,
    UnitVersion,
)

MEETINGS = (Tally, Meeting)
FRAME = (Unit, UnitVersion, UnitSuccession, Setting, Rule)  # any figure may depend on these, wherever they change
DATED = {HouseholdReport: Meeting.period, Assessment: Assessment.year * 100 + 1}  # what gives the month of their rows
FIRST_MONTH = 190001  # the first month that figures may cover
MOST_JUDGED, MOST_KNOWN = 500, 20_000


class DataVersion(NamedTuple):
    """The random code of the last action that changed the data, the day, and the last erasure, which leaves no change
    behind.
    """

    action: str
    day: date
    erasure: int = 0


class _Look(NamedTuple):
    """The change up to which was checked, its author, and the last action that mattered."""

    change_id: int
    action: str
    mattered: str


class _Changed(NamedTuple):
    """A change that may matter: its action, and the units and months of the row before and after."""

    action: str
    units: frozenset[int | None]
    months: set[int | None]


_looks: dict[tuple, _Look] = {}


def data_version(viewer: Viewer, wanted: FigureQuery, tables: tuple[type, ...] = MEETINGS) -> DataVersion:
    """The version of the data in these tables, for the units and (where rows have months) the months of a query."""
    return data_versions(viewer, [wanted], tables)[0]


def whole_register_version(tables: tuple[type, ...]) -> DataVersion:
    """The version of the data in these tables, whichever unit changes them: for answers about people whom units out of
    the viewer's reach may change, too.
    """
    return data_version(SYSTEM, FigureQuery(FIRST_MONTH, month_of(clock.today())), tables)


def data_versions(
    viewer: Viewer, asked: Iterable[FigureQuery], tables: tuple[type, ...] = MEETINGS, dated: bool = False
) -> list[DataVersion]:
    """The versions for several queries about the same units, checked at once.

    Rows of `dated` tables count in their period only, though they do not store it: a household report in that of its
    meeting, an assessment in its year.
    """
    found, judged, today = [], _Judged(viewer, tables, dated), clock.today()
    with reading(SYSTEM) as session:
        *newest, erasure = session.exec(_NEWEST).first() or (0, "", 0)
        newest = tuple(newest)
        for wanted in asked:
            key = (viewer.role, viewer.unit_id, viewer.unit_ids, wanted, tables, dated)
            look = _looks.get(key)
            if look is None or (look[:2] != newest and not judged.follows(session, look, newest)):
                look = _Look(*newest, newest[1])  # never checked before, or another database
            elif look[:2] != newest:
                look = _Look(*newest, judged.mattering(session, wanted, look.change_id) or look.mattered)
            if len(_looks) >= MOST_KNOWN:
                _looks.clear()
            _looks[key] = look
            found.append(DataVersion(look.mattered, today, erasure or 0))
    return found


class _Judged:
    """Changes since a check, read once for all queries made together."""

    def __init__(self, viewer: Viewer, tables: tuple[type, ...], dated: bool) -> None:
        self.viewer, self.tables, self.dated = viewer, tables, dated
        self.since: dict[int, list[_Changed] | str | None] = {}
        self.known: dict[_Look, bool] = {}
        self.units: dict[int | None, set[int] | None] = {}

    def follows(self, session: Session, look: _Look, newest: tuple) -> bool:
        """Whether the newest change came after an earlier check of the same database."""
        if look not in self.known:
            self.known[look] = _follows(session, newest, look)
        return self.known[look]

    def mattering(self, session: Session, wanted: FigureQuery, since: int) -> str | None:
        """Return the last action since a change that affected the data; after very many changes, simply
        the last action.
        """
        if since not in self.since:
            self.since[since] = _changed(session, self.tables, since, self.dated)
        changed = self.since[since]
        if changed is None or isinstance(changed, str):
            return changed
        if wanted.unit_id not in self.units:
            self.units[wanted.unit_id] = _units(session, self.viewer, wanted)
        units, months = self.units[wanted.unit_id], _months(wanted)
        return next((row.action for row in changed if _any_in(row.units, units) and _any_in(row.months, months)), None)


def _changes(*columns):
    return select(*columns).select_from(Change).join(Batch, Batch.id == Change.batch_id)


def _follows(session: Session, newest: tuple[int, str], look: _Look) -> bool:
    """Whether the newest change came after an earlier check of the same database."""
    if look.change_id == newest[0]:
        return look.action == newest[1]
    return (session.exec(_ACTION, params={"change": look.change_id}).first() or "") == look.action


def _changed(session: Session, tables: tuple[type, ...], since: int, dated: bool) -> list[_Changed] | str | None:
    """Changes of these tables since a change, latest first; only the last action if any figure may depend on it or
    there are very many.
    """
    names = {table.__tablename__: table for table in (*tables, *FRAME)}
    query = _changes(Change.table_name, Change.row_id, Change.unit_id, Change.before, Batch.code)
    query = query.where(Change.id > since, Change.table_name.in_(names)).order_by(Change.id.desc())
    found = session.exec(query.limit(MOST_JUDGED)).all()
    if len(found) == MOST_JUDGED or any(names[row.table_name] in FRAME for row in found):
        return found[0].code
    standing = {
        table.__tablename__: _standing(
            session, table, {row.row_id for row in found if row.table_name == table.__tablename__}, dated
        )
        for table in tables
    }
    changed = []
    for row in found:
        stood = json.loads(row.before or "{}")
        now_in, month = standing[row.table_name].get(row.row_id, (None, None))
        changed.append(
            _Changed(row.code, frozenset({row.unit_id, now_in, stood.get("unit_id")}), {month, stood.get("period")})
        )
    return changed


def _standing(session: Session, table: type, ids: set[int], dated: bool) -> dict[int, tuple[int, int | None]]:
    """The unit and month of rows as they are now."""
    columns = {name: getattr(table, name) for name in ("unit_id", "period") if name in table.model_fields}
    if dated and table in DATED:
        columns["period"] = DATED[table]
    query = select(table.id, *columns.values()).where(table.id.in_(ids))
    if dated and table is HouseholdReport:
        query = query.join(Meeting, Meeting.id == HouseholdReport.meeting_id)
    rows = [dict(zip(("id", *columns), row, strict=True)) for row in session.execute(query)] if ids else []
    return {row["id"]: (row.get("unit_id"), row.get("period")) for row in rows}


def _any_in(told: Set, wanted: Iterable | None) -> bool:
    """Whether one of these is wanted; an unknown one may be."""
    known = told - {None}
    return wanted is None or not known or not known.isdisjoint(wanted)


def _months(wanted: FigureQuery) -> range:
    return range(wanted.periods[0], months_of_period(wanted.periods[-1], wanted.step)[-1] + 1)


def _units(session: Session, viewer: Viewer, wanted: FigureQuery) -> set[int] | None:
    """The units whose rows can count in the query's figures; None for all."""
    asked = unit_history.requested_unit(viewer, wanted.unit_id)
    if asked is None and viewer.unit_ids is None:
        return None
    stays = unit_history.cell_stays(session, viewer, asked)
    under = {unit for stay in stays for unit in (stay.unit_id, stay.area_id)}
    return {*under, *(viewer.unit_ids or ()), viewer.unit_id, asked} - {None}


# Run at every check; prepared once, since building them costs more than running them.
_LAST_ERASURE = select(func.max(Erasure.id)).scalar_subquery()
_NEWEST = prepared_statement(_changes(Change.id, Batch.code, _LAST_ERASURE).order_by(Change.id.desc()).limit(1))
_ACTION = prepared_statement(_changes(Batch.code).where(Change.id == bindparam("change")))
