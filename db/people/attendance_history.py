"""Presences: how one member came to the meetings he was called to, month by month."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, or_, select

from db.calendar import clock
from db.kernel import actions
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings.roster import KINDS_CALLED
from db.models import Attendance, Expectation, Meeting, MeetingAudience, MeetingState, Membership, Outcome

MONTHS = 24


class AttendanceEntry(NamedTuple):
    """One meeting as it concerns one member. Neither expectation nor outcome: nothing was recorded of him."""

    meeting: str
    type: str
    audience: MeetingAudience
    held_on: date
    expectation: Expectation | None
    outcome: Outcome | None


def latest_by_month(viewer: Viewer, code: str, months: int = MONTHS) -> dict[int, list[AttendanceEntry]]:
    """Month (yyyymm) by month, the latest first, months without a meeting left empty.

    Raises NotAllowed where names are not the viewer's to read.
    """
    today = clock.today()
    wanted = _months_to(today, months)
    found: dict[int, list[AttendanceEntry]] = {month: [] for month in reversed(wanted)}
    with reading(viewer) as session:
        for presence in _presences(
            session, actions.require_member(session, code).id, date(wanted[0] // 100, wanted[0] % 100, 1), today
        ):
            found[clock.month_of(presence.held_on)].append(presence)
    return found


def _presences(session: Session, member_id: int, since: date, until: date) -> list[AttendanceEntry]:
    query = select(Attendance.meeting_id, Attendance.expectation, Attendance.outcome).where(
        Attendance.member_id == member_id
    )
    recorded = {
        row.meeting_id: row for row in session.exec(query.where(Attendance.period >= clock.month_of(since) - 100))
    }
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
    """Whether he belonged to those whom the meeting called that day."""
    return any(
        stay.unit_id == meeting.unit_id
        and stay.kind in KINDS_CALLED.get(meeting.audience, ())
        and (stay.valid_from is None or stay.valid_from <= meeting.held_on)
        and (stay.valid_to is None or meeting.held_on <= stay.valid_to)
        for stay in stays
    )


def _months_to(day: date, count: int) -> list[int]:
    last = day.year * 12 + day.month - 1
    return [month // 12 * 100 + month % 12 + 1 for month in range(last - count + 1, last + 1)]
