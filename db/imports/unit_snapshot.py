"""Registered units before a list of units is imported."""

import json
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.imports.unit_names import simplify_name
from db.kernel import row_access
from db.kernel.session_context import context_of
from db.models import Meeting, MeetingState, Setting, Unit, UnitKind, UnitVersion
from db.vietnamese import fold

MEETING_DAY = "meeting_day"
CELLS = (UnitKind.CELL, UnitKind.AGENCY_CELL)


class RegisteredUnit(NamedTuple):
    """A unit as of today; `near`: it is in the viewer's reach; `meeting_day`: its own setting."""

    id: int
    code: str
    kind: UnitKind
    reports: bool
    name: str
    parent_id: int | None
    since: date | None
    version_id: int
    near: bool
    meeting_day: int | None
    plain: str  # its name without the words that lists omit

    @property
    def folded(self) -> str:
        return fold(self.name)


UnitsById = dict[int, RegisteredUnit]


def load_units(session: Session) -> UnitsById:
    """All units of today's tree."""
    viewer, chosen = context_of(session).viewer, _meeting_days(session)
    query = (
        select(
            Unit.id,
            Unit.code,
            Unit.kind,
            Unit.reports,
            UnitVersion.name,
            UnitVersion.parent_id,
            UnitVersion.valid_from,
            UnitVersion.id.label("version_id"),
        )
        .join(UnitVersion, UnitVersion.unit_id == Unit.id)
        .where(valid_on(UnitVersion, clock.today()))
        .order_by(UnitVersion.sort_key)
    )
    return {
        row.id: RegisteredUnit(*row, viewer.reaches(row.id), chosen.get(row.id), simplify_name(fold(row.name)))
        for row in session.exec(query)
    }


def last_meeting_days(session: Session) -> dict[int, date]:
    """Return the day of the last meeting of each unit; until then the unit was where the meeting counts."""
    query = select(Meeting.unit_id, func.max(Meeting.held_on)).where(
        Meeting.state == MeetingState.HELD, Meeting.held_on.is_not(None)
    )
    with row_access.as_system(session):
        return dict(iter(session.exec(query.group_by(Meeting.unit_id))))


def _meeting_days(session: Session) -> dict[int, int | None]:
    query = select(Setting.unit_id, Setting.value).where(
        Setting.name == MEETING_DAY, Setting.valid_from <= clock.today()
    )
    return {unit_id: json.loads(value) for unit_id, value in session.exec(query.order_by(Setting.valid_from))}
