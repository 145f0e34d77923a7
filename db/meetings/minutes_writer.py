"""Writing the rest of the minutes: times, agenda, guests and tasks. Only what was typed is written."""

from sqlmodel import Session

from db.calendar import clock
from db.drafts.drafts import DraftField
from db.errors import Invalid
from db.kernel.plain_rows import PlainRow
from db.meetings import minutes_date, sheet, tasks
from db.meetings.meetings import OpenMeeting
from db.meetings.tasks import TaskInput
from db.models import Guest, Meeting, Task
from db.vietnamese import clean

TEXTS = ("form", "place", "starts_at", "ends_at", "agenda")  # meeting fields that are typed as they are stored
LONGEST = {"agenda": 5000, "place": 200}


def write_texts(meeting: Meeting, opened: OpenMeeting) -> None:
    """Write type, times, form, place, agenda, chair, minute taker, score and date of the minutes.

    Raises Invalid for a text too long, and for minutes dated before the meeting or in the future.
    """
    texts = opened.sheet.texts
    if texts.get("type") in opened.types:
        meeting.type = texts["type"]
    for name in TEXTS:
        if name in texts:
            setattr(meeting, name, _text(texts[name], LONGEST.get(name, 20)))
    people = {str(person.member_id): person.member_id for person in opened.sheet.people}
    for name in ("chair", "minute_taker"):
        if name in texts and (not texts[name] or texts[name] in people):
            setattr(meeting, f"{name}_id", people.get(texts[name]))
    if "score" in texts:
        meeting.score = float(texts["score"]) if texts["score"] else None
    if "minutes_dated" in texts:
        meeting.minutes_dated = clock.parse_day(texts["minutes_dated"])
    minutes_date.clean_date(meeting.minutes_dated, meeting.held_on)


def write_guests(session: Session, meeting: Meeting, opened: OpenMeeting) -> None:
    """Write the guests, one per line: name, then post after a comma.

    Removed guests are deleted; the others keep their rows.
    """
    for name, from_above in (("guests_above", True), ("guests_unlisted", False)):
        if DraftField(sheet.MEETING, name) not in opened.typed.values:
            continue
        wanted = dict(map(_guest, (opened.typed.values[DraftField(sheet.MEETING, name)] or "").splitlines()))
        wanted.pop("", None)
        standing = {
            guest.name: session.get_one(Guest, guest.id) for guest in opened.guests if guest.from_above == from_above
        }
        for person in set(standing) - set(wanted):
            session.delete(standing[person])
        for person, post in wanted.items():
            if person in standing:
                standing[person].position = post
            else:
                session.add(
                    Guest(
                        meeting_id=meeting.id,
                        unit_id=meeting.unit_id,
                        name=person,
                        position=post,
                        from_above=from_above,
                    )
                )


def has_guests_above(opened: OpenMeeting) -> bool:
    """Whether somebody from a level above came, according to what is typed or saved."""
    typed = DraftField(sheet.MEETING, "guests_above") in opened.typed.values
    return typed or any(guest.from_above for guest in opened.guests)


def _guest(line: str) -> tuple[str, str | None]:
    """Return a guest's name and post from a line; a single part is the name."""
    parts = [part for part in (clean(part) for part in line.split(",", 1)) if part]
    return (parts[0][:120] if parts else "", parts[1][:200] if len(parts) > 1 else None)


def format_guest(guest: PlainRow) -> str:
    """A guest as a typed line."""
    return f"{guest.name}, {guest.position}" if guest.position else guest.name


def write_tasks(session: Session, meeting: Meeting, opened: OpenMeeting) -> None:
    """Close earlier tasks and add new ones. Raises Invalid for a task not done without a reason."""
    values = opened.typed.values
    for task in opened.tasks:
        told = {name: values.get(DraftField(f"close{task.id}", name)) for name in ("done", "result")}
        if told["done"]:
            tasks.close_in(session, session.get_one(Task, task.id), told["done"] == "1", told["result"], meeting)
    people = {str(person.member_id): person.member_id for person in opened.sheet.people}
    for where in sorted({where for where, name in values if where.startswith("task")}):
        told = {name: values.get(DraftField(where, name)) for name in ("text", "who", "member", "due")}
        if clean(told["text"]):
            asked = TaskInput(
                told["text"] or "", people.get(told["member"] or ""), told["who"], clock.parse_day(told["due"])
            )
            tasks.create_in(session, meeting.unit_id, asked, meeting)


def _text(typed: str, limit: int) -> str | None:
    """A text as it is stored, keeping its line breaks."""
    if len(typed) > limit:
        raise Invalid("text_long", limit=limit, begins=clean(typed)[:30])
    return "\n".join(clean(line) for line in typed.splitlines()).strip() or None
