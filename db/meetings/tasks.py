"""Tasks: who does what by when, raised in a meeting or beside any, and what came of it."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, bindparam
from sqlmodel import Session, select

from db.calendar import clock
from db.errors import Conflict, Invalid
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.statements import prepared_statement
from db.meetings import roster
from db.meetings.roster import RosterPerson
from db.models import Meeting, MeetingAudience, Member, Task
from db.vietnamese import clean

LONGEST, LATEST = 500, 30


class TaskInput(NamedTuple):
    """A task as it is typed: what, and by whom: a member, or others by their name."""

    text: str
    member_id: int | None = None
    who: str | None = None
    due: date | None = None


class TaskLine(NamedTuple):
    """A task in a list. `done` is None while it is open."""

    id: int
    unit_id: int
    text: str
    who: str
    due: date | None
    done: bool | None
    closed_on: date | None
    result: str | None
    raised_on: date | None

    @property
    def overdue(self) -> bool:
        """Whether its day is over and nothing is said of it."""
        return self.done is None and self.due is not None and self.due < clock.today()


def list_open(viewer: Viewer, unit_id: int | None = None) -> list[TaskLine]:
    """Open tasks of a cell, or of all in the viewer's reach: those due first come first.

    Raises NotAllowed for whoever may not read names.
    """
    return _lines(viewer, _OPEN if unit_id is None else _OPEN_OF_UNIT, unit_id)


def list_closed(viewer: Viewer, unit_id: int) -> list[TaskLine]:
    """The tasks of a cell that were closed last."""
    return _lines(viewer, _CLOSED_OF_UNIT, unit_id)[:LATEST]


def people(viewer: Viewer, unit_id: int) -> list[RosterPerson]:
    """Who may be given a task of a cell: its own people first, then its contact members."""
    with reading(viewer) as session:
        return [
            person
            for audience in (MeetingAudience.OWN, MeetingAudience.CONTACT)
            for person in roster.on(session, unit_id, audience, clock.today())
        ]


def create(viewer: Viewer, unit_id: int, asked: TaskInput, token: str | None = None) -> None:
    """Raise a task beside any meeting. Raises Invalid without a text, NotAllowed outside the viewer's cells."""
    with writing(viewer, "create_task", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.MEETINGS)
        create_in(session, unit_id, asked)


def close(viewer: Viewer, task_id: int, done: bool, result: str | None, token: str | None = None) -> None:
    """Say that a task was done, or why not.

    Raises Invalid for one not done without a reason, Conflict("task_closed") where somebody closed it meanwhile.
    """
    with writing(viewer, "close_task", token=token) as session:
        task = row_access.require_row(session, Task, task_id)
        row_access.require_cell_work(session, task.unit_id, Work.MEETINGS)
        if task.done is not None:
            raise Conflict("task_closed")
        close_in(session, task, done, result)


def create_in(session: Session, unit_id: int, asked: TaskInput, meeting: Meeting | None = None) -> None:
    """The same within an action, in a meeting or beside any."""
    text = validation.optional_text(asked.text, LONGEST)
    if not text:
        raise Invalid("task_text_missing")
    who = None if asked.member_id else clean(asked.who)[:120] or None
    raised_in = meeting.id if meeting else None
    session.add(
        Task(unit_id=unit_id, raised_in=raised_in, text=text, member_id=asked.member_id, who=who, due=asked.due)
    )


def close_in(session: Session, task: Task, done: bool, result: str | None, meeting: Meeting | None = None) -> None:
    """The same within an action, in a meeting or beside any."""
    told = validation.optional_text(result, LONGEST)
    if not done and not told:
        raise Invalid("task_reason_missing", begins=task.text[:60])
    task.done, task.result = done, told
    task.closed_in = meeting.id if meeting else None
    task.closed_on = meeting.held_on if meeting and meeting.held_on else clock.today()
    session.add(task)


def _lines(viewer: Viewer, question: Select, unit_id: int | None) -> list[TaskLine]:
    with reading(viewer) as session:
        rows = session.exec(question, params={"unit": unit_id} if unit_id is not None else None).all()
    return [TaskLine(*row[:3], row.name or row.who or "", *row[5:]) for row in rows]


# Asked at every run of a cell's first page: made once, since making them costs more than asking.
_LINES = (
    select(
        Task.id,
        Task.unit_id,
        Task.text,
        Member.name,
        Task.who,
        Task.due,
        Task.done,
        Task.closed_on,
        Task.result,
        Meeting.held_on,
    )
    .select_from(Task)
    .join(Member, Member.id == Task.member_id, isouter=True)
    .join(Meeting, Meeting.id == Task.raised_in, isouter=True)
)
_OF_UNIT = Task.unit_id == bindparam("unit")
_OPEN = prepared_statement(_LINES.where(Task.done.is_(None)).order_by(Task.due.is_(None), Task.due, Task.id))
_OPEN_OF_UNIT = prepared_statement(_OPEN.where(_OF_UNIT))
_CLOSED_OF_UNIT = prepared_statement(
    _LINES.where(Task.done.is_not(None), _OF_UNIT).order_by(Task.closed_on.desc(), Task.id.desc())
)
