"""Members without an entry this year, counted by cell, from the month named in a setting."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, and_, case, func, or_, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.meetings.roster import KINDS_EXEMPTED
from db.models import (
    Attendance,
    Exemption,
    MeetingAudience,
    Membership,
    MembershipKind,
    Outcome,
    Tally,
    YearEntry,
)
from db.models.units import CELLS
from db.settings import settings
from db.units import units
from db.units.units import UnitName

SETTING = "unnoted_from"


class MembersWithoutEntries(NamedTuple):
    """A cell with the number of contact and own members without an entry, except exempt ones."""

    cell: UnitName
    contact: int
    own: int


def list_cells(viewer: Viewer) -> list[MembersWithoutEntries]:
    """The viewer's cells with such members, in Vietnamese order; none before the month set for each, nor for roles that
    read no entries.
    """
    if not viewer.reads(Audience.ENTRIES):
        return []
    today = clock.today()
    cells = {unit.id: unit for unit in units.in_reach(viewer).values() if unit.kind in CELLS}
    with reading(viewer) as session:
        begin = settings.values_for_units(session, SETTING, cells, today)
        asked = [unit_id for unit_id in cells if begin[unit_id] <= today.month]
        counts = _count(session, asked, today) if asked else {}
    return [MembersWithoutEntries(cell, *counts[unit_id]) for unit_id, cell in cells.items() if unit_id in counts]


def _count(session: Session, unit_ids: list[int], today: date) -> dict[int, tuple[int, int]]:
    year = {"since": today.year * 100 + 1, "until": today.year * 100 + 12}
    rows = session.exec(_UNNOTED, params={"units": unit_ids, "day": today, **year})
    return {unit_id: (contact, people - contact) for unit_id, people, contact in rows}


_CONTACT = Membership.kind == MembershipKind.CONTACT
_DAY = bindparam("day", type_=Date)
_SINCE: BindParameter[int] = bindparam("since")
_UNTIL: BindParameter[int] = bindparam("until")
_ENTERED = select(YearEntry.id).where(
    YearEntry.member_id == Membership.member_id,
    YearEntry.unit_id == Membership.unit_id,
    YearEntry.period.between(_SINCE, _UNTIL),
)
# People who came to a meeting of their kind: for contact members, or for the cell's own.
_CAME = (
    select(Attendance.id)
    .join(
        Tally,
        (Tally.meeting_id == Attendance.meeting_id)
        & (Tally.unit_id == Attendance.unit_id)
        & (Tally.kind == Attendance.kind),
    )
    .where(
        Attendance.member_id == Membership.member_id,
        Attendance.unit_id == Membership.unit_id,
        Attendance.period.between(_SINCE, _UNTIL),
        Attendance.outcome == Outcome.PRESENT,
        or_(
            and_(_CONTACT, Attendance.kind == MembershipKind.CONTACT, Tally.audience == MeetingAudience.CONTACT),
            and_(~_CONTACT, Attendance.kind != MembershipKind.CONTACT, Tally.audience == MeetingAudience.OWN),
        ),
    )
)
_EXEMPT = select(Exemption.id).where(
    Exemption.member_id == Membership.member_id,
    Exemption.unit_id == Membership.unit_id,
    valid_on(Exemption, _DAY),
    or_(*((Exemption.kind == each) & Membership.kind.in_(kinds) for each, kinds in KINDS_EXEMPTED.items())),
)
_UNNOTED = prepared_statement(
    select(
        Membership.unit_id,
        func.count(Membership.id),
        func.sum(case((_CONTACT, 1), else_=0)),
    )
    .where(
        Membership.unit_id.in_(bindparam("units", expanding=True)),
        valid_on(Membership, _DAY),
        ~_ENTERED.exists(),
        ~_CAME.exists(),
        ~_EXEMPT.exists(),
    )
    .group_by(Membership.unit_id)
)
