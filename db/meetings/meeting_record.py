"""Recording a meeting: the open sheet becomes rows and tallies.

Saving counts as reporting. Only what differs from the saved state is written.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.months import first_day, month_of, months_of_period
from db.drafts import drafts
from db.errors import Conflict, Invalid
from db.kernel import bulk, row_access, unit_tree
from db.kernel.scope import Viewer
from db.kernel.session import AlreadyDone, writing
from db.meetings import (
    absence_reason_writer,
    household_round_writer,
    meetings,
    minutes_writer,
    pasted_names,
    roster_questions,
    saved_people,
    sheet,
    sittings,
    tally_writer,
)
from db.meetings.meetings import MeetingRef, OpenMeeting
from db.meetings.roster import NOT_LISTED
from db.meetings.sheet import SheetLine
from db.meetings.sheet_snapshot import SheetSnapshot, refuse_changed
from db.models import AbsenceReason, Attendance, Meeting, MeetingState, Membership, Role
from db.teams import guest_visits
from db.vietnamese import clean

FEW = 10  # names in a sentence
EARLIEST = date(1990, 1, 1)
AROUND = timedelta(days=62)  # a month's meeting may be held weeks before or after it, not years


def save(
    viewer: Viewer,
    ref: MeetingRef,
    reason: str | None = None,
    token: str | None = None,
    shown: SheetSnapshot | None = None,
) -> str:
    """Save the open meeting as it was `shown` and clear its draft; returns the meeting's code.

    Raises Conflict("sheet_changed") if it has changed since, Conflict("same_day") if another of its type is recorded on
    its day, Invalid("other_month") for an unconfirmed day outside its period, AlreadyDone if it is saved and nothing is
    typed, Conflict("rivals") if two people differ and nobody chose, Conflict("said_not_held") if it was declared not
    held and nothing is typed, Invalid for pasted names that mark nobody yet, for a day in the future or before its
    members came, for an empty sheet, or for a closed period without a reason.
    """
    with writing(
        viewer, "record_meeting", reason=reason, on_behalf_of=cell_acted_for(viewer, ref.unit_id), token=token
    ) as session:
        opened = meetings.load_in(session, ref)
        refuse_changed(opened, shown)
        _check(opened)
        require_reason_if_closed(opened, reason)
        with _asking(session, opened):
            meeting = _write_meeting(session, opened)
        _write_people(session, meeting, opened, sittings.write_sittings(session, meeting, opened.sittings))
        absence_reason_writer.write_reasons(session, opened, meeting.id)
        roster_questions.close_corrected_questions(session, meeting.id, sheet.listing_corrections(opened.typed.values))
        tally_writer.write_tallies(session, meeting, opened)
        minutes_writer.write_guests(session, meeting, opened)
        if minutes_writer.has_guests_above(opened):
            guest_visits.write_visits(session, meeting)
        minutes_writer.write_tasks(session, meeting, opened)
        household_round_writer.write_round(session, meeting, opened)
        code = meeting.code
        drafts.delete_in(session, opened.place)
        return code


def discard_draft(viewer: Viewer, ref: MeetingRef, shown: SheetSnapshot | None = None) -> None:
    """Discard unsaved input.

    Raises Conflict("sheet_changed") if more has been typed than was `shown`.
    """
    with writing(viewer, "type") as session:
        opened = meetings.load_in(session, ref)
        refuse_changed(opened, shown)
        drafts.delete_in(session, opened.place)


def is_outside_period(opened: OpenMeeting) -> bool:
    """Return whether the meeting's day is outside its period without confirmation."""
    meeting, said = opened.meeting, opened.sheet.texts.get("another_month")
    stands = meeting is not None and opened.day in (meeting.held_on, meeting.postponed_to)
    return (
        month_of(opened.day) not in months_of_period(opened.ref.period, opened.months)
        and not stands
        and said != opened.day.isoformat()
    )


def _asking(session: Session, opened: OpenMeeting) -> AbstractContextManager:
    """Context manager around writing a meeting: if its day is corrected, questions are raised about people who should
    be listed differently on the new day.
    """
    meeting = opened.meeting
    if meeting is None or meeting.state != MeetingState.HELD or meeting.held_on == opened.day:
        return nullcontext()
    units = {person.unit_id for person in opened.sheet.people} if opened.joint else {meeting.unit_id}
    people: dict[int, set[int]] = {unit_id: set() for unit_id in units}
    query = select(Membership.unit_id, Membership.member_id).where(Membership.unit_id.in_(units))
    for unit_id, member_id in session.exec(query):
        people[unit_id].add(member_id)
    return roster_questions.ask_on_changes(session, people)


def is_near_period(opened: OpenMeeting, day: date) -> bool:
    """Whether a day is close enough to a meeting's period."""
    months = months_of_period(opened.ref.period, opened.months)
    return first_day(months[0]) - AROUND <= day <= first_day(months[-1]) + AROUND


def require_reason_if_closed(opened: OpenMeeting, reason: str | None) -> None:
    """Raise Invalid if the meeting's month is closed and no reason is given, whichever of its rows change."""
    if opened.closed and not clean(reason):
        raise Invalid("period_closed", month=opened.ref.period)


def cell_acted_for(viewer: Viewer, unit_id: int) -> int | None:
    """The cell on whose behalf the commune enters; None if the cell itself does, or for the commune's own meetings."""
    return unit_id if viewer.role == Role.COMMUNE and unit_id != viewer.unit_id else None


def _check(opened: OpenMeeting) -> None:
    held = opened.meeting is not None and opened.meeting.state == MeetingState.HELD
    said = any(value is not None for value in opened.typed.values.values())
    if held and not opened.typed.values:
        raise AlreadyDone("already_done")
    if opened.meeting and opened.meeting.state == MeetingState.NOT_HELD and not said:
        raise Conflict("said_not_held")
    if opened.typed.conflicts:
        raise Conflict("rivals", count=len(opened.typed.conflicts))
    if names := pasted_names.list_open(opened.sheet):
        raise Invalid("pasted_names_open", people=names[:FEW] + ["…"] * (len(names) > FEW))
    if opened.day > clock.today():
        raise Invalid("day_to_come", day=opened.day)
    if opened.day < EARLIEST:
        raise Invalid("day_too_early", day=opened.day)
    if not is_near_period(opened, opened.day):
        raise Invalid("day_far", day=opened.day)
    if is_outside_period(opened):
        raise Invalid("other_month", day=opened.day)
    if any(other.held_on == opened.day for other in opened.others):
        raise Conflict("same_day", day=opened.day)
    if opened.joint and not opened.sheet.lines:
        raise Invalid("nobody_called")
    if not opened.sheet.lines:
        raise Invalid("nobody_expected")


def get_or_add_meeting(session: Session, opened: OpenMeeting) -> Meeting:
    """The row of the open meeting; a new one if nothing was recorded before."""
    return session.get_one(Meeting, opened.meeting.id) if opened.meeting else _new_meeting(session, opened)


def _new_meeting(session: Session, opened: OpenMeeting) -> Meeting:
    call = opened.ref
    meeting = Meeting(
        unit_id=call.unit_id,
        area_id=unit_tree.parent_on(session, call.unit_id, opened.day),
        type=call.type,
        audience=opened.audience,
        period=call.period,
        months=opened.months,
        state=MeetingState.HELD,
        planned_on=opened.day,
    )
    session.add(meeting)
    return meeting


def _write_meeting(session: Session, opened: OpenMeeting) -> Meeting:
    meeting = get_or_add_meeting(session, opened)
    meeting.state, meeting.held_on, meeting.named = MeetingState.HELD, opened.day, True
    meeting.reason = meeting.postponed_to = None
    meeting.first_saved_at = meeting.first_saved_at or clock.now()
    minutes_writer.write_texts(meeting, opened)
    session.add(meeting)
    session.flush()
    return meeting


def _write_people(session: Session, meeting: Meeting, opened: OpenMeeting, sitting_ids: dict[int, int]) -> None:
    standing = {row.member_id: row for row in session.exec(saved_people.ATTENDANCES, params={"meeting": meeting.id})}
    new = [line for line in opened.sheet.lines if line.person.member_id not in standing]
    bulk.insert(session, Attendance, [_row(meeting, line, sitting_ids) for line in new])
    lines = {line.person.member_id: line for line in opened.sheet.lines}
    bulk.update(session, Attendance, [
        {"id": row.id, "outcome": line.outcome, "expectation": line.expectation, "spoke": line.spoke,
         **sittings.attendance_columns(line.sittings, sitting_ids)}
        for row in standing.values() if (line := lines.get(row.member_id))
    ])  # fmt: skip
    struck = {
        member_id for member_id, ought in sheet.listing_corrections(opened.typed.values).items() if ought == NOT_LISTED
    }
    _strike_off(session, [row.id for member_id, row in standing.items() if member_id in struck])
    if opened.meeting is not None:  # a new meeting has nothing else
        standing_sittings = list(session.exec(meetings.SITTINGS, params={"meeting": meeting.id}))
        sittings.delete_others(session, standing_sittings, sitting_ids)


def _strike_off(session: Session, row_ids: list[int]) -> None:
    """Remove people who should not be on the sheet, with the notes on them."""
    if not row_ids:
        return
    with row_access.as_system(session):
        bulk.delete(
            session,
            AbsenceReason,
            list(session.exec(select(AbsenceReason.id).where(AbsenceReason.attendance_id.in_(row_ids)))),
        )
        bulk.delete(session, Attendance, row_ids)


def _row(meeting: Meeting, line: SheetLine, sitting_ids: dict[int, int]) -> dict:
    return {
        "meeting_id": meeting.id,
        "unit_id": line.person.unit_id,
        "member_id": line.person.member_id,
        "period": meeting.period,
        "kind": line.person.kind,
        "expectation": line.expectation,
        "outcome": line.outcome,
        **sittings.attendance_columns(line.sittings, sitting_ids),
        "spoke": line.spoke,
        "group_id": line.person.group_id,
    }
