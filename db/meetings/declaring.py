"""What is said of a meeting that was not held: why not, or until when it is put off; or that it was entered by mistake."""

from datetime import date

from sqlmodel import select

from db import bulk, drafts
from db.faults import Conflict, Invalid
from db.meetings import meetings
from db.meetings.meetings import Call
from db.meetings.recording import behalf_of, new
from db.models import AbsenceReason, Attendance, Meeting, MeetingState, Tally
from db.names import clean
from db.scope import Viewer
from db.session import writing


def declare(viewer: Viewer, call: Call, state: MeetingState, why: str, postponed_to: date | None = None) -> str:
    """Say that a meeting is not held, or postponed to a day; the meeting's code. Raises Invalid without a reason or without that day."""
    if not clean(why):
        raise Invalid("reason_missing")
    if state == MeetingState.POSTPONED and postponed_to is None:
        raise Invalid("day_missing")
    with writing(viewer, f"declare_{state}", on_behalf_of=behalf_of(viewer, call.unit_id)) as session:
        opened = meetings.open_in(session, call)
        if opened.meeting and opened.meeting.state == MeetingState.HELD:
            raise Conflict("already_recorded")
        meeting = opened.meeting or new(session, opened)
        meeting.state, meeting.reason, meeting.postponed_to = state, clean(why)[:200], postponed_to
        meeting.planned_on = meeting.planned_on or opened.day
        session.add(meeting)
        return meeting.code


def cancel(viewer: Viewer, code: str) -> None:
    """Take back a meeting entered by mistake: its people and tallies go, the line that it was entered stays."""
    call = meetings.call_of(viewer, code)
    with writing(viewer, "cancel_meeting", on_behalf_of=behalf_of(viewer, call.unit_id)) as session:
        opened = meetings.open_in(session, call)
        meeting = opened.meeting
        rows = list(session.exec(select(Attendance.id).where(Attendance.meeting_id == meeting.id)))
        reasons = list(session.exec(select(AbsenceReason.id).where(AbsenceReason.attendance_id.in_(rows))))
        bulk.delete(session, AbsenceReason, reasons)
        bulk.delete(session, Attendance, rows)
        bulk.delete(session, Tally, list(session.exec(select(Tally.id).where(Tally.meeting_id == meeting.id))))
        drafts.discard(session, opened.place)
        session.get_one(Meeting, meeting.id).state = MeetingState.CANCELLED
