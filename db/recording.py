"""Recording a meeting: the sheet on the table becomes rows and tallies, or it is said why there was none.

Saving counts as reporting. Only what differs from what is saved is written.
"""

from datetime import date

from sqlmodel import Session, select

from db import bulk, clock, drafts, meetings, sheet, tree
from db.drafts import Field
from db.faults import Conflict, Invalid
from db.meetings import Call, Opened
from db.models import AbsenceReason, Attendance, Guest, Meeting, MeetingState, Role, Tally, Task
from db.names import clean
from db.scope import Viewer
from db.session import AlreadyDone, writing
from db.sheet import Line

TEXTS = ("form", "place", "starts_at", "ends_at", "agenda")  # meeting fields typed as they are kept
EARLIEST = date(1990, 1, 1)


def save(viewer: Viewer, call: Call, reason: str | None = None) -> str:
    """Save the meeting on the table and clear the table; the meeting's code.

    Raises AlreadyDone where it is saved and nothing is typed, Conflict("rivals") where two people differ and nobody chose,
    Invalid for a day to come or before its members came, for an empty sheet, or for a closed period without a reason.
    """
    with writing(viewer, "record_meeting", reason=reason, on_behalf_of=_behalf(viewer, call.unit_id)) as session:
        opened = meetings.open_in(session, call)
        _check(opened)
        meeting = _write_meeting(session, opened)
        _write_people(session, meeting, opened)
        _write_tallies(session, meeting, opened)
        _write_guests(session, meeting, opened)
        _write_tasks(session, meeting, opened)
        drafts.discard(session, opened.place)
        return meeting.code


def declare(viewer: Viewer, call: Call, state: MeetingState, why: str, postponed_to: date | None = None) -> str:
    """Say that a meeting is not held, or postponed to a day; the meeting's code. Raises Invalid without a reason or without that day."""
    if not clean(why):
        raise Invalid("reason_missing")
    if state == MeetingState.POSTPONED and postponed_to is None:
        raise Invalid("day_missing")
    with writing(viewer, f"declare_{state}", on_behalf_of=_behalf(viewer, call.unit_id)) as session:
        opened = meetings.open_in(session, call)
        if opened.meeting and opened.meeting.state == MeetingState.HELD:
            raise Conflict("already_recorded")
        meeting = opened.meeting or _new(session, opened)
        meeting.state, meeting.reason, meeting.postponed_to = state, clean(why)[:200], postponed_to
        meeting.planned_on = meeting.planned_on or opened.day
        session.add(meeting)
        return meeting.code


def cancel(viewer: Viewer, code: str) -> None:
    """Take back a meeting entered by mistake: its people and tallies go, the line that it was entered stays."""
    call = meetings.call_of(viewer, code)
    with writing(viewer, "cancel_meeting", on_behalf_of=_behalf(viewer, call.unit_id)) as session:
        opened = meetings.open_in(session, call)
        meeting = opened.meeting
        rows = list(session.exec(select(Attendance.id).where(Attendance.meeting_id == meeting.id)))
        reasons = list(session.exec(select(AbsenceReason.id).where(AbsenceReason.attendance_id.in_(rows))))
        bulk.delete(session, AbsenceReason, reasons)
        bulk.delete(session, Attendance, rows)
        bulk.delete(session, Tally, list(session.exec(select(Tally.id).where(Tally.meeting_id == meeting.id))))
        drafts.discard(session, opened.place)
        session.get_one(Meeting, meeting.id).state = MeetingState.CANCELLED


def _behalf(viewer: Viewer, unit_id: int) -> int | None:
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
    if not opened.sheet.lines:
        raise Invalid("nobody_expected")


def _new(session: Session, opened: Opened) -> Meeting:
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
    meeting, texts = opened.meeting or _new(session, opened), opened.sheet.texts
    meeting.state, meeting.held_on, meeting.named = MeetingState.HELD, opened.day, True
    meeting.first_saved_at = meeting.first_saved_at or clock.now()
    if texts.get("type") in opened.types:
        meeting.type = texts["type"]
    for name in TEXTS:
        if name in texts:
            setattr(meeting, name, texts[name])
    for name, kind in (("chair", int), ("minute_taker", int)):
        if name in texts:
            setattr(meeting, f"{name}_id", kind(texts[name]))
    if "score" in texts:
        meeting.score = float(texts["score"])
    if "minutes_dated" in texts:
        meeting.minutes_dated = date.fromisoformat(texts["minutes_dated"])
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


def _write_guests(session: Session, meeting: Meeting, opened: Opened) -> None:
    """One line a guest: name, then his post after a comma. Lines taken out go, lines that stay are left alone."""
    for name, from_above in (("guests_above", True), ("guests_unlisted", False)):
        if Field(sheet.MEETING, name) not in opened.typed.values:
            continue
        wanted = [clean(line)[:320] for line in opened.typed.values[Field(sheet.MEETING, name)].splitlines() if clean(line)]
        standing = {guest_line(guest): guest for guest in opened.guests if guest.from_above == from_above}
        for line in set(standing) - set(wanted):
            session.delete(session.get_one(Guest, standing[line].id))
        for line in dict.fromkeys(wanted):
            if line not in standing:
                person, _, post = line.partition(",")
                session.add(Guest(meeting_id=meeting.id, unit_id=meeting.unit_id, name=person[:120], position=clean(post)[:200] or None, from_above=from_above))


def guest_line(guest: Guest) -> str:
    """A guest as he is typed."""
    return f"{guest.name}, {guest.position}" if guest.position else guest.name


def _write_tasks(session: Session, meeting: Meeting, opened: Opened) -> None:
    values = opened.typed.values
    for task in opened.tasks:
        if values.get(Field(f"close{task.id}", "done")) == "1":
            standing = session.get_one(Task, task.id)
            standing.closed_in, standing.result = meeting.id, values.get(Field(f"close{task.id}", "result"))
    for where in sorted({where for where, name in values if where.startswith("task")}):
        text = clean(values.get(Field(where, "text")))
        if text:
            until = values.get(Field(where, "due"))
            who = clean(values.get(Field(where, "who")))[:120] or None
            session.add(Task(unit_id=meeting.unit_id, raised_in=meeting.id, text=text[:500], who=who, due=date.fromisoformat(until) if until else None))
