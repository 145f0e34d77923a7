"""Tasks: who does what by when, raised in a meeting or outside one, and their results."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, bindparam
from sqlmodel import Session, select

from db.calendar import clock, months
from db.calendar.validity import valid_on
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Conflict, Invalid
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.statements import prepared_statement
from db.meetings import roster
from db.meetings.roster import RosterPerson
from db.models import CellGroup, GroupKind, Meeting, MeetingAudience, Member, Task
from db.settings import settings
from db.vietnamese import clean

LONGEST, LATEST = 500, 30
KINDS = "task_kinds"  # the catalogue
PLANNED = (1, 3, 12)  # months that a task may be planned for


class TaskInput(NamedTuple):
    """A task as typed, for a member, a Party group, or others by name; otherwise for the whole cell.

    `kind` is a key of the catalogue, whose words are used if no others are typed. `period` and `months` are the month,
    quarter or year it is planned for, on whose last day it is due unless another day is given.
    """

    text: str = ""
    member_id: int | None = None
    who: str | None = None
    due: date | None = None
    kind: str | None = None
    group_id: int | None = None
    period: int | None = None
    months: int | None = None


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
    period: int | None
    months: int | None

    @property
    def overdue(self) -> bool:
        """Whether it is past its due day without a result."""
        return self.done is None and self.due is not None and self.due < clock.today()


def list_open(viewer: Viewer, unit_id: int | None = None) -> list[TaskLine]:
    """Open tasks of a cell, or of all in reach, by due day.

    Raises NotAllowed for roles that may not read names.
    """
    return _lines(viewer, _OPEN if unit_id is None else _OPEN_OF_UNIT, unit_id)


def open_tasks_of_cell(session: Session, unit_id: int) -> list[TaskLine]:
    """The open tasks of a cell, within the caller's session."""
    return _told(session.exec(_OPEN_OF_UNIT, params={"unit": unit_id}))


def list_closed(viewer: Viewer, unit_id: int) -> list[TaskLine]:
    """The latest closed tasks of a cell."""
    return _lines(viewer, _CLOSED_OF_UNIT, unit_id)


def list_closed_between(viewer: Viewer, unit_id: int, since: date, until: date) -> list[TaskLine]:
    """Tasks of a cell closed between two days, latest first."""
    query = _LINES.where(Task.done.is_not(None), Task.unit_id == unit_id, Task.closed_on.between(since, until))
    return _lines(viewer, query.order_by(Task.closed_on.desc(), Task.id.desc()), None)


def people_to_give_tasks(viewer: Viewer, unit_id: int) -> list[RosterPerson]:
    """People who may be given a task of a cell: its own members first, then its contact members."""
    with reading(viewer) as session:
        return _people(session, unit_id)


def groups_to_give_tasks(viewer: Viewer, unit_id: int) -> dict[int, str]:
    """The Party groups of a cell that may be given a task, by name."""
    with reading(viewer) as session:
        return _groups(session, unit_id)


def create(
    viewer: Viewer,
    unit_id: int,
    typed: TaskInput,
    members: Collection[int] = (),
    group_ids: Collection[int] = (),
    token: str | None = None,
) -> int:
    """Create a task outside a meeting for each selected member and group, or the one given; returns how many.

    Raises Invalid without a text, for somebody outside the cell, and for an impossible period or a day outside it;
    NotAllowed outside the viewer's cells.
    """
    with writing(viewer, "create_task", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.MEETINGS)
        if {*members, typed.member_id} - {None} - {person.member_id for person in _people(session, unit_id)}:
            raise Invalid("task_not_of_cell")
        each = [typed._replace(member_id=member_id, who=None) for member_id in dict.fromkeys(members)]
        each += [typed._replace(group_id=group_id, who=None) for group_id in dict.fromkeys(group_ids)]
        for one in each or [typed]:
            create_in(session, unit_id, one)
        return len(each) or 1


def close(
    viewer: Viewer,
    task_id: int,
    done: bool,
    result: str | None,
    token: str | None = None,
    draft: DraftKey | None = None,
) -> None:
    """Record that a task was done, or why not, and drop the form's draft.

    Raises Invalid if it was not done and there is no reason, Conflict("task_closed") if somebody closed it meanwhile.
    """
    with writing(viewer, "close_task", token=token) as session:
        task = row_access.require_row(session, Task, task_id)
        row_access.require_cell_work(session, task.unit_id, Work.MEETINGS)
        if task.done is not None:
            raise Conflict("task_closed")
        close_in(session, task, done, result)
        if draft:
            drafts.delete_in(session, draft)


def create_in(session: Session, unit_id: int, typed: TaskInput, meeting: Meeting | None = None) -> None:
    """Create a task within the caller's action, in a meeting or outside one."""
    kind = settings.option_key(session, KINDS, typed.kind, unit_id)
    text = validation.optional_text(typed.text, LONGEST) or (_words(session, unit_id, kind) if kind else None)
    if not text:
        raise Invalid("task_text_missing")
    if typed.group_id and typed.group_id not in _groups(session, unit_id):
        raise Invalid("task_not_of_cell")
    session.add(
        Task(
            unit_id=unit_id,
            raised_in=meeting.id if meeting else None,
            text=text,
            kind=kind,
            member_id=typed.member_id,
            group_id=typed.group_id,
            who=None if typed.member_id or typed.group_id else clean(typed.who)[:120] or None,
            plan_period=typed.period,
            plan_months=typed.months,
            due=_due(typed),
        )
    )


def close_in(session: Session, task: Task, done: bool, result: str | None, meeting: Meeting | None = None) -> None:
    """Close a task within the caller's action, in a meeting or outside one."""
    told = validation.optional_text(result, LONGEST)
    if not done and not told:
        raise Invalid("task_reason_missing", begins=task.text[:60])
    task.done, task.result = done, told
    task.closed_in = meeting.id if meeting else None
    task.closed_on = meeting.held_on if meeting and meeting.held_on else clock.today()
    session.add(task)


def _due(typed: TaskInput) -> date | None:
    """The given day, or the last day of the period. Raises Invalid for an impossible period or a day outside it."""
    if typed.period is None and typed.months is None:
        return typed.due
    if typed.months not in PLANNED or typed.period not in _periods(typed.months):
        raise Invalid("task_period_unknown")
    first, last = months.first_day(typed.period), months.last_day_of_period(typed.period, typed.months)
    if typed.due and not first <= typed.due <= last:
        raise Invalid("task_due_outside", first=first, last=last)
    return typed.due or last


def _periods(length: int) -> list[int]:
    """Return the periods of this many months that tasks may be planned for: last year's to next year's."""
    year = clock.today().year
    return sorted(
        {
            months.period_of(month, length)
            for month in months.months_between((year - 1) * 100 + 1, (year + 1) * 100 + 12)
        }
    )


def _people(session: Session, unit_id: int) -> list[RosterPerson]:
    return [
        person
        for audience in (MeetingAudience.OWN, MeetingAudience.CONTACT)
        for person in roster.people_called_on(session, unit_id, audience, clock.today())
    ]


def _groups(session: Session, unit_id: int) -> dict[int, str]:
    query = select(CellGroup.id, CellGroup.name).where(
        CellGroup.unit_id == unit_id, CellGroup.kind == GroupKind.PARTY, valid_on(CellGroup, clock.today())
    )
    return dict(session.exec(query.order_by(CellGroup.place, CellGroup.id)).all())


def _words(session: Session, unit_id: int, kind: str) -> str:
    return next(row["vi"] for row in settings.value_for_unit(session, KINDS, unit_id) if row["key"] == kind)


def _lines(viewer: Viewer, question: Select, unit_id: int | None) -> list[TaskLine]:
    with reading(viewer) as session:
        return _told(session.exec(question, params={"unit": unit_id} if unit_id is not None else None))


def _told(rows: Iterable) -> list[TaskLine]:
    return [TaskLine(*row[:3], row.name or row.group or row.who or "", *row[6:]) for row in rows]


# Run in every run of a cell's first page; prepared once, since building them costs more than running them.
_LINES = (
    select(
        Task.id,
        Task.unit_id,
        Task.text,
        Member.name,
        CellGroup.name.label("group"),
        Task.who,
        Task.due,
        Task.done,
        Task.closed_on,
        Task.result,
        Meeting.held_on,
        Task.plan_period,
        Task.plan_months,
    )
    .select_from(Task)
    .join(CellGroup, CellGroup.id == Task.group_id, isouter=True)
    .join(Member, Member.id == Task.member_id, isouter=True)
    .join(Meeting, Meeting.id == Task.raised_in, isouter=True)
)
_OF_UNIT = Task.unit_id == bindparam("unit")
_OPEN = prepared_statement(_LINES.where(Task.done.is_(None)).order_by(Task.due.is_(None), Task.due, Task.id))
_OPEN_OF_UNIT = prepared_statement(_OPEN.where(_OF_UNIT))
_CLOSED_OF_UNIT = prepared_statement(
    _LINES.where(Task.done.is_not(None), _OF_UNIT).order_by(Task.closed_on.desc(), Task.id.desc()).limit(LATEST)
)
