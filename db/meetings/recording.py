"""Recording a meeting: the sheet on the table becomes rows and tallies.

Saving counts as reporting. Only what differs from what is saved is written.
"""

from datetime import date, timedelta

from sqlmodel import Session, select

from db import bulk, clock, drafts, tree
from db.drafts import Field
from db.faults import Conflict, Invalid
from db.meetings import meetings, minutes, sheet
from db.meetings.meetings import Call, Opened
from db.meetings.sheet import Line
from db.models import AbsenceReason, Attendance, Meeting, MeetingState, Role, Tally
from db.scope import Viewer
from db.session import AlreadyDone, writing

EARLIEST = date(1990, 1, 1)
AROUND = timedelta(days=62)  # a month's meeting may be held some weeks before or after it, not years


def save(viewer: Viewer, call: Call, reason: str | None = None) -> str:
    """Save the meeting on the table and clear the table; the meeting's code.

    Raises AlreadyDone where it is saved and nothing is typed, Conflict("rivals") where two people differ and nobody chose,
    Invalid for a day to come or before its members came, for an empty sheet, or for a closed period without a reason.
    """
    with writing(viewer, "record_meeting", reason=reason, on_behalf_of=behalf_of(viewer, call.unit_id)) as session:
        opened = meetings.open_in(session, call)
        _check(opened)
        meeting = _write_meeting(session, opened)
        _write_people(session, meeting, opened)
        _write_tallies(session, meeting, opened)
        minutes.write_guests(session, meeting, opened)
        minutes.write_tasks(session, meeting, opened)
        drafts.discard(session, opened.place)
        return meeting.code


def behalf_of(viewer: Viewer, unit_id: int) -> int | None:
    """The cell for which the commune enters; none where the cell itself does."""
    return unit_id if viewer.role == Role.COMMUNE else None


def _check(opened: Opened) -> None:
    held = opened.meeting is not None and opened.meeting.state == MeetingState.HELD
    if held and not opened.typed.values:
        raise AlreadyDone("already_done")
    if opened.typed.rivals:
        raise Conflict("rivals", count=len(opened.typed.rivals))
    if opened.day > clock.today():
        raise Invalid("day_to_come", day=opened.day)
    if opened.day < EARLIEST:
        raise Invalid("day_too_early", day=opened.day)
    months = clock.months_from(opened.call.period, opened.months)
    first, last = (date(month // 100, month % 100, 1) for month in (months[0], months[-1]))
    if not first - AROUND <= opened.day <= last + AROUND:
        raise Invalid("day_far", day=opened.day)
    if not opened.sheet.lines:
        raise Invalid("nobody_expected")


def new(session: Session, opened: Opened) -> Meeting:
    """The row of a meeting of which nothing was said before."""
    call = opened.call
    above = tree.chain(session, call.unit_id)
    meeting = Meeting(
        unit_id=call.unit_id,
        area_id=above[1] if len(above) > 1 else None,
        type=call.type,
        audience=opened.audience,
        period=call.period,
        months=opened.months,
        state=MeetingState.HELD,
        planned_on=opened.day,
    )
    session.add(meeting)
    return meeting


def _write_meeting(session: Session, opened: Opened) -> Meeting:
    meeting = opened.meeting or new(session, opened)
    meeting.state, meeting.held_on, meeting.named = MeetingState.HELD, opened.day, True
    meeting.first_saved_at = meeting.first_saved_at or clock.now()
    minutes.write_texts(meeting, opened)
    session.add(meeting)
    session.flush()
    return meeting


def _write_people(session: Session, meeting: Meeting, opened: Opened) -> None:
    standing = {row.member_id: row for row in session.exec(select(Attendance).where(Attendance.meeting_id == meeting.id))}
    new = [line for line in opened.sheet.lines if line.person.member_id not in standing]
    ids = bulk.insert(session, Attendance, [_row(meeting, line) for line in new])
    known = {line.person.member_id: row_id for line, row_id in zip(new, ids, strict=True)}
    changed = []
    for line in opened.sheet.lines:
        if row := standing.get(line.person.member_id):
            known[line.person.member_id] = row.id
            changed.append({"id": row.id, "outcome": line.outcome, "expectation": line.expectation, "spoke": line.spoke})
    bulk.update(session, Attendance, changed)
    _write_reasons(session, meeting, opened, known)


def _row(meeting: Meeting, line: Line) -> dict:
    return {
        "meeting_id": meeting.id,
        "unit_id": meeting.unit_id,
        "member_id": line.person.member_id,
        "period": meeting.period,
        "kind": line.person.kind,
        "expectation": line.expectation,
        "outcome": line.outcome,
        "spoke": line.spoke,
    }


def _write_reasons(session: Session, meeting: Meeting, opened: Opened, known: dict[int, int]) -> None:
    """Only reasons that were typed: the commune does not see those of the cell and must not wipe them."""
    typed = [line for line in opened.sheet.lines if Field(sheet.part(line.person.member_id), "reason") in opened.typed.values]
    rows = {row.member_id: row for row in session.exec(select(AbsenceReason).where(AbsenceReason.attendance_id.in_(known.values())))}
    viewer: Viewer = session.info["viewer"]
    for line in typed:
        member_id, row = line.person.member_id, rows.get(line.person.member_id)
        if row and line.reason:
            row.reason = line.reason
        elif row:
            session.delete(row)
        elif line.reason:
            behalf = viewer.unit_id if viewer.role == Role.COMMUNE else None
            session.add(AbsenceReason(attendance_id=known[member_id], member_id=member_id, unit_id=meeting.unit_id, reason=line.reason, on_behalf_of=behalf))


def _write_tallies(session: Session, meeting: Meeting, opened: Opened) -> None:
    standing = {row.kind: row for row in session.exec(select(Tally).where(Tally.meeting_id == meeting.id, Tally.unit_id == meeting.unit_id))}
    shared = {name: getattr(meeting, name) for name in ("unit_id", "area_id", "period", "months", "type", "audience")}
    for kind, sums in opened.sheet.tallies().items():
        tally = standing.get(kind) or Tally(meeting_id=meeting.id, kind=kind, **shared)
        for name, value in sums.items():
            setattr(tally, name, value)
        tally.named, tally.type = True, meeting.type
        session.add(tally)
