"""Notes on a household, from a meeting or a visit, and who follows up.

They stay in the cell. The person who follows up gets a task that names the household but not the note.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, func, or_, select

from db.kernel import row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import CellGroup, Household, HouseholdNote, HouseholdVisit, Meeting, MeetingState, Member, Task
from db.vietnamese import clean

LONGEST = 500


class NoteInput(NamedTuple):
    """The text typed about a household, and the id of the member who follows up."""

    text: str
    next: int | None = None

    @property
    def empty(self) -> bool:
        """Whether there is no text."""
        return not clean(self.text)


class NoteLine(NamedTuple):
    """A note in a list: its day, the type of its meeting or else a visit, who follows up and whether that is done."""

    day: date | None
    meeting: str | None
    text: str
    next: str | None
    done: bool | None


def list_notes(viewer: Viewer, code: str) -> list[NoteLine]:
    """Notes on a household, or on a group itself, that the viewer may read, latest first."""
    with reading(viewer) as session:
        return [NoteLine(*row[2:]) for row in session.exec(_ABOUT, params={"code": code})]


def latest_by_place(viewer: Viewer, unit_id: int) -> dict[tuple[bool, int], NoteLine]:
    """The latest note on each group (True) and household (False) of a cell, by id."""
    with reading(viewer) as session:
        rows = session.exec(_OF_CELL, params={"unit": unit_id}).all()
    return {(row.group_id is not None, row.group_id or row.household_id): NoteLine(*row[2:]) for row in rows[::-1]}


def add_note_in(session: Session, place: CellGroup | Household, note: NoteInput, **source: Any) -> None:
    """Store a note and its follow-up task within the caller's action; an empty note is skipped. `source` are the
    columns that tell a meeting from a visit, and whether the commune entered it.

    Raises Invalid if the text is too long.
    """
    if note.empty:
        return
    text = clean_text(note.text)
    task_id = _add_task(session, place, note.next, source.get("meeting_id")) if note.next else None
    target = {"group_id" if isinstance(place, CellGroup) else "household_id": place.id}
    session.add(HouseholdNote(unit_id=place.unit_id, text=text, task_id=task_id, **target, **source))


def clean_text(typed: str) -> str:
    """The text as it is stored. Raises Invalid("text_long")."""
    return validation.optional_text(typed, LONGEST) or ""


def delete_note_in(session: Session, note: HouseholdNote) -> None:
    """Delete a note within the caller's action, together with its task if that is still open."""
    task = session.get(Task, note.task_id) if note.task_id else None
    session.delete(note)
    session.flush()
    if task and task.done is None:
        session.delete(task)


def delete_of_visit(session: Session, visit: HouseholdVisit) -> None:
    """Delete the notes of a visit, whoever wrote them."""
    with row_access.as_system(session):
        for note in session.exec(select(HouseholdNote).where(HouseholdNote.visit_id == visit.id)).all():
            delete_note_in(session, note)


def _add_task(session: Session, place: CellGroup | Household, member_id: int, meeting_id: int | None) -> int | None:
    task = Task(unit_id=place.unit_id, raised_in=meeting_id, text=place.name, member_id=member_id)
    session.add(task)
    session.flush()
    return task.id


# What notes are about and what they say, latest first. Prepared, since building them costs more than running them.
_DAY = func.coalesce(Meeting.held_on, HouseholdVisit.visited_on)
_NOTES = (
    select(
        HouseholdNote.group_id,
        HouseholdNote.household_id,
        _DAY,
        Meeting.type,
        HouseholdNote.text,
        Member.name,
        Task.done,
    )
    .select_from(HouseholdNote)
    .outerjoin(Household, Household.id == HouseholdNote.household_id)
    .outerjoin(CellGroup, CellGroup.id == HouseholdNote.group_id)
    .outerjoin(Meeting, Meeting.id == HouseholdNote.meeting_id)
    .outerjoin(HouseholdVisit, HouseholdVisit.id == HouseholdNote.visit_id)
    .outerjoin(Task, Task.id == HouseholdNote.task_id)
    .outerjoin(Member, Member.id == Task.member_id)
    .where(or_(HouseholdNote.meeting_id.is_(None), Meeting.state == MeetingState.HELD))
    .order_by(_DAY.desc(), HouseholdNote.id.desc())
)
_CODE: BindParameter[str] = bindparam("code")
_ABOUT = prepared_statement(_NOTES.where(or_(Household.code == _CODE, CellGroup.code == _CODE)))
_OF_CELL = prepared_statement(_NOTES.where(HouseholdNote.unit_id == bindparam("unit")))
