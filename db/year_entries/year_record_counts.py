"""The year's record of everybody in a cell as counts: attendance, speaking, entries.

Attendance is counted from the rows of the meetings, never entered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from operator import add
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, func, or_, select

from db.calendar import clock
from db.calendar.spans import is_valid_on
from db.calendar.validity import begun_on, not_ended_on, valid_on
from db.errors import NotAllowed
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.meetings.roster import KINDS_EXEMPTED
from db.models import (
    Attendance,
    Exemption,
    Expectation,
    Meeting,
    MeetingAudience,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Tally,
    Unit,
    YearEntry,
)

HALF_YEAR = 6  # months


class RecordCounts(NamedTuple):
    """A person's year as counts.

    `expected` and `attended` are meetings; somebody exempt who came attended one without being expected. `half_years`
    says for each half-year's contact meeting, by its first month, whether the person came; half-years without a meeting
    that called the person are left out.
    """

    expected: int
    attended: int
    spoke: int
    half_years: Mapping[int, bool]
    entries: Mapping[str, int]  # by kind
    excused: int = 0  # absent from a meeting where expected, with a reason
    unexcused: int = 0
    unknown: int = 0  # absent for a reason not known yet


NOTHING = RecordCounts(0, 0, 0, MappingProxyType({}), MappingProxyType({}))


class YearRecord(NamedTuple):
    """A person of a cell with the person's `RecordCounts`."""

    member_id: int
    code: str
    name: str
    number: int | None
    kind: MembershipKind
    here: bool  # at the end of the year, or today in the current year
    exempt: bool  # exempt from meetings at that time
    expected: int
    attended: int
    spoke: int
    half_years: Mapping[int, bool]
    entries: Mapping[str, int]
    excused: int
    unexcused: int
    unknown: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is recorded about the person."""
        return not (self.attended or self.spoke or self.entries)


class _Attended(NamedTuple):
    """A year's meetings of one person of a kind, counted by the database.

    For each half-year: the number of contact meetings that called the person, and the number attended.
    """

    expected: int
    attended: int
    spoke: int
    excused: int
    unexcused: int
    unknown: int
    called_first: int
    came_first: int
    called_second: int
    came_second: int

    def half_years(self, year: int) -> dict[int, bool]:
        """Return whether the person came, for each half-year whose contact meeting called the person,
        by its first month.
        """
        told = ((1, self.called_first, self.came_first), (1 + HALF_YEAR, self.called_second, self.came_second))
        return {year * 100 + month: came > 0 for month, called, came in told if called}


def list_records(viewer: Viewer, unit_code: str, year: int, kind: MembershipKind | None = None) -> list[YearRecord]:
    """Everybody who was in a cell in that year, or those of one kind, by number.

    Raises NotAllowed outside the viewer's units and for roles that read no entries.
    """
    with reading(viewer) as session:
        unit_id = session.exec(_UNIT, params={"code": unit_code}).first()
        if unit_id is None or not (viewer.reaches(unit_id) and viewer.reads(Audience.ENTRIES)):
            raise NotAllowed()
        return records_in(session, unit_id, year, kind)


def records_in(session: Session, unit_id: int, year: int, kind: MembershipKind | None = None) -> list[YearRecord]:
    """Like `list_records`, within the caller's session; four statements, however many people there are."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    day = max(first, min(last, clock.today()))
    exempt = set(session.exec(_EXEMPT, params={"unit": unit_id, "day": day}).all())
    counted = counts_in(session, [unit_id], year)
    found: dict[tuple[int, bool], YearRecord] = {}
    for row in session.exec(_PEOPLE, params={"unit": unit_id, "first": first, "last": last}):
        key = row.id, row.kind == MembershipKind.CONTACT
        free = any(row.kind in KINDS_EXEMPTED[each] for member_id, each in exempt if member_id == row.id)
        here = is_valid_on(row, day)
        if kind in (None, row.kind) and (here or key not in found):
            told = (row.id, row.code, row.name, row.roster_number, row.kind, here, free)
            found[key] = YearRecord(*told, *counted.get((unit_id, *key), NOTHING))
    return list(found.values())


def counts_in(session: Session, unit_ids: Iterable[int], year: int) -> dict[tuple[int, int, bool], RecordCounts]:
    """The year of the people of these cells, by cell, member, and whether as a contact member; two statements.

    People without anything recorded are left out.
    """
    asked = {"units": list(unit_ids), "since": year * 100 + 1, "until": year * 100 + 12, "half": year * 100 + HALF_YEAR}
    meetings: dict[tuple[int, int, bool], _Attended] = {}
    for unit_id, member_id, kind, *counts in session.exec(_ATTENDED, params=asked):
        key = unit_id, member_id, kind == MembershipKind.CONTACT
        known = meetings.get(key)  # the other kinds that are not contact members
        meetings[key] = _Attended(*map(add, known, counts)) if known else _Attended(*counts)
    entries: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for unit_id, member_id, kind, count in session.exec(_ENTERED, params=asked):
        entries[unit_id, member_id][kind] = count
    keys = {*meetings, *((*key, contact) for key in entries for contact in (True, False))}
    return {key: _counted(meetings.get(key), entries.get(key[:2], {}), year) for key in keys}


def _counted(came: _Attended | None, entries: dict[str, int], year: int) -> RecordCounts:
    if came is None:
        return NOTHING._replace(entries=entries)
    away = came.excused, came.unexcused, came.unknown
    return RecordCounts(came.expected, came.attended, came.spoke, came.half_years(year), entries, *away)


# Run for whole cells; prepared once, since building them costs more than running them.
_IN_UNIT: BindParameter[int] = bindparam("unit")
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_UNITS: BindParameter[int] = bindparam("units", expanding=True)
_SINCE: BindParameter[int] = bindparam("since")
_UNTIL: BindParameter[int] = bindparam("until")
_UNIT = prepared_statement(select(Unit.id).where(Unit.code == bindparam("code")))
_PEOPLE = prepared_statement(
    select(
        Member.id,
        Member.code,
        Member.name,
        Membership.roster_number,
        Membership.kind,
        Membership.valid_from,
        Membership.valid_to,
    )
    .join(Membership, Membership.member_id == Member.id)
    .where(Membership.unit_id == _IN_UNIT, begun_on(Membership, _LAST), not_ended_on(Membership, _FIRST))
    .order_by(Membership.roster_number.is_(None), Membership.roster_number, Member.sort_key, Membership.id)
)
_EXEMPT = prepared_statement(
    select(Exemption.member_id, Exemption.kind).where(
        Exemption.unit_id == _IN_UNIT, valid_on(Exemption, bindparam("day", type_=Date))
    )
)
_HALF: BindParameter[int] = bindparam("half")
_EXPECTED, _PRESENT = Attendance.expectation == Expectation.EXPECTED, Attendance.outcome == Outcome.PRESENT
# The half-year's contact meeting: the cell's own, or a joint one within it.
_CALLED = (
    (Attendance.kind == MembershipKind.CONTACT)
    & (Attendance.expectation != Expectation.EXEMPT)
    & ((Tally.months == HALF_YEAR) | (Meeting.audience == MeetingAudience.INVITED))
)


def _count(*conditions):
    return func.count(Attendance.id).filter(*conditions)


# For each cell and kind, a meeting's sums say whose meeting it was: their own, one for contact members, or neither.
_ATTENDED = prepared_statement(
    select(
        Attendance.unit_id,
        Attendance.member_id,
        Attendance.kind,
        _count(_EXPECTED),
        _count(_PRESENT),
        _count(Attendance.spoke),
        *(
            _count(_EXPECTED, Attendance.outcome == away)
            for away in (Outcome.EXCUSED, Outcome.UNEXCUSED, Outcome.UNKNOWN)
        ),
        _count(_CALLED, Attendance.period <= _HALF),
        _count(_CALLED, Attendance.period <= _HALF, _PRESENT),
        _count(_CALLED, Attendance.period > _HALF),
        _count(_CALLED, Attendance.period > _HALF, _PRESENT),
    )
    .join(
        Tally,
        (Tally.meeting_id == Attendance.meeting_id)
        & (Tally.unit_id == Attendance.unit_id)
        & (Tally.kind == Attendance.kind),
    )
    .join(Meeting, Meeting.id == Attendance.meeting_id)
    .where(
        Attendance.unit_id.in_(_UNITS),
        Attendance.period.between(_SINCE, _UNTIL),
        or_(
            (Attendance.kind == MembershipKind.CONTACT) & (Tally.audience == MeetingAudience.CONTACT),
            (Attendance.kind != MembershipKind.CONTACT) & (Tally.audience == MeetingAudience.OWN),
        ),
    )
    .group_by(Attendance.unit_id, Attendance.member_id, Attendance.kind)
)
_ENTERED = prepared_statement(
    select(YearEntry.unit_id, YearEntry.member_id, YearEntry.kind, func.count(YearEntry.id))
    .where(YearEntry.unit_id.in_(_UNITS), YearEntry.period.between(_SINCE, _UNTIL))
    .group_by(YearEntry.unit_id, YearEntry.member_id, YearEntry.kind)
)
