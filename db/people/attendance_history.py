"""One member's attendance at the meetings that called the member, month by month."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, or_, select

from db.calendar import clock
from db.calendar.months import add_months, first_day, month_of, months_between
from db.calendar.spans import is_valid_on
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings.roster import KINDS_CALLED
from db.models import Attendance, Expectation, Meeting, MeetingAudience, MeetingState, Membership, Outcome

MONTHS = 24


class AttendanceEntry(NamedTuple):
    """One meeting for one member; with neither expectation nor outcome, nothing was recorded about the member."""

    meeting: str
    type: str
    audience: MeetingAudience
    held_on: date
    expectation: Expectation | None
    outcome: Outcome | None


def latest_by_month(viewer: Viewer, code: str, months: int = MONTHS) -> dict[int, list[AttendanceEntry]]:
    """Meetings by month (yyyymm), latest first, months without a meeting included.

    Raises NotAllowed for roles that may not read names.
    """
    today = clock.today()
    wanted = months_between(add_months(month_of(today), 1 - months), month_of(today))
    found: dict[int, list[AttendanceEntry]] = {month: [] for month in reversed(wanted)}
    with reading(viewer) as session:
        for presence in _presences(session, row_access.require_member(session, code).id, first_day(wanted[0]), today):
            found[month_of(presence.held_on)].append(presence)
    return found


def _presences(session: Session, member_id: int, since: date, until: date) -> list[AttendanceEntry]:
    query = select(Attendance.meeting_id, Attendance.expectation, Attendance.outcome).where(
        Attendance.member_id == member_id
    )
    earliest = add_months(month_of(since), -12)
    recorded = {row.meeting_id: row for row in session.exec(query.where(Attendance.period >= earliest))}
    query = select(Membership.unit_id, Membership.kind, Membership.valid_from, Membership.valid_to)
    stays = session.exec(query.where(Membership.member_id == member_id)).all()
    query = select(Meeting.id, Meeting.code, Meeting.unit_id, Meeting.type, Meeting.audience, Meeting.held_on)
    query = query.where(or_(Meeting.unit_id.in_({stay.unit_id for stay in stays}), Meeting.id.in_(list(recorded))))
    meetings = session.exec(
        query.where(Meeting.state == MeetingState.HELD, Meeting.held_on.between(since, until)).order_by(
            Meeting.held_on, Meeting.id
        )
    )
    return [
        _presence(meeting, recorded.get(meeting.id))
        for meeting in meetings
        if meeting.id in recorded or _called(meeting, stays)
    ]


def _presence(meeting, row) -> AttendanceEntry:
    known = (row.expectation, row.outcome) if row else (None, None)
    return AttendanceEntry(meeting.code, meeting.type, meeting.audience, meeting.held_on, *known)


def _called(meeting, stays) -> bool:
    """Return whether the member belonged that day to those called to the meeting."""
    return any(
        stay.unit_id == meeting.unit_id
        and stay.kind in KINDS_CALLED.get(meeting.audience, ())
        and is_valid_on(stay, meeting.held_on)
        for stay in stays
    )
