"""Declaring a meeting not held, with the reason, postponed to a day, or entered by mistake."""

from datetime import date

from sqlmodel import Session, or_, select

from db.drafts import drafts
from db.errors import Conflict, Invalid
from db.kernel import bulk, row_access
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.meetings import meetings, roster_questions
from db.meetings.meeting_record import cell_acted_for, get_or_add_meeting, is_near_period, require_reason_if_closed
from db.meetings.meetings import MeetingRef
from db.meetings.sheet_snapshot import SheetSnapshot, refuse_changed
from db.models import (
    AbsenceReason,
    Attendance,
    ErasedAttendance,
    Guest,
    HouseholdNote,
    HouseholdReport,
    Meeting,
    MeetingState,
    Sitting,
    Tally,
    Task,
)
from db.vietnamese import clean


def declare_not_held(
    viewer: Viewer,
    ref: MeetingRef,
    state: MeetingState,
    why: str,
    postponed_to: date | None = None,
    reason: str | None = None,
    shown: SheetSnapshot | None = None,
) -> str:
    """Declare a meeting not held, or postponed to a day; returns its code.

    Its draft is dropped. Raises Conflict("sheet_changed") if it is no longer as it was `shown`, Invalid without a
    reason, without a new day or with one far from its month, and for a closed period without a `reason`.
    """
    if not clean(why):
        raise Invalid("reason_missing")
    if state == MeetingState.POSTPONED and postponed_to is None:
        raise Invalid("day_missing")
    with writing(
        viewer, f"declare_{state}", reason=reason, on_behalf_of=cell_acted_for(viewer, ref.unit_id)
    ) as session:
        opened = meetings.load_in(session, ref)
        refuse_changed(opened, shown)
        require_reason_if_closed(opened, reason)
        if postponed_to and not is_near_period(opened, postponed_to):
            raise Invalid("day_far", day=postponed_to)
        if opened.meeting and opened.meeting.state == MeetingState.HELD:
            raise Conflict("already_recorded")
        meeting = get_or_add_meeting(session, opened)
        meeting.state, meeting.reason, meeting.postponed_to = state, clean(why)[:200], postponed_to
        meeting.planned_on = meeting.planned_on or opened.day
        session.add(meeting)
        drafts.delete_in(session, opened.place)
        return meeting.code


def cancel_meeting(viewer: Viewer, code: str, reason: str | None = None, shown: SheetSnapshot | None = None) -> None:
    """Cancel a meeting entered by mistake: its people, tallies, guests and tasks are deleted and what it closed
    reopens; the row saying that it was entered stays.

    Raises Conflict("sheet_changed") if it is no longer as it was `shown`, Invalid for a closed period without a
    `reason`.
    """
    call = meetings.ref_of(viewer, code)
    with writing(viewer, "cancel_meeting", reason=reason, on_behalf_of=cell_acted_for(viewer, call.unit_id)) as session:
        opened = meetings.load_in(session, call)
        refuse_changed(opened, shown)
        require_reason_if_closed(opened, reason)
        _clear(session, opened.meeting.id)
        roster_questions.close_questions(session, opened.meeting.id)
        drafts.delete_in(session, opened.place)
        session.get_one(Meeting, opened.meeting.id).state = MeetingState.CANCELLED


def _clear(session: Session, meeting_id: int) -> None:
    """Delete a meeting's dependent rows, including reasons that the cell keeps to itself."""
    with row_access.as_system(session):
        rows = list(session.exec(select(Attendance.id).where(Attendance.meeting_id == meeting_id)))
        bulk.delete(
            session,
            AbsenceReason,
            list(session.exec(select(AbsenceReason.id).where(AbsenceReason.attendance_id.in_(rows)))),
        )
        for table in (Attendance, ErasedAttendance, Tally, Guest, Sitting, HouseholdReport, HouseholdNote):
            bulk.delete(session, table, list(session.exec(select(table.id).where(table.meeting_id == meeting_id))))
        for task in session.exec(select(Task).where(or_(Task.raised_in == meeting_id, Task.closed_in == meeting_id))):
            if task.closed_in == meeting_id:
                task.closed_in = task.closed_on = task.done = task.result = None
            if task.raised_in == meeting_id and task.done is None:
                session.delete(task)
