"""Correcting a saved meeting where a question asks for it: noted on its sheet, done when it is saved."""

from typing import NamedTuple

from sqlmodel import select

from db import deeds, drafts
from db.drafts import Field
from db.meetings import meetings, sheet
from db.meetings.meetings import Opened
from db.models import Meeting, Member, Question
from db.scope import Viewer
from db.session import reading


class Noted(NamedTuple):
    """A correction on the sheet: whom it is about, and how the meeting is to list him."""

    member_id: int
    name: str
    ought: str


def noted(viewer: Viewer, opened: Opened) -> list[Noted]:
    """The corrections that are noted on a meeting's sheet, in Vietnamese order."""
    people = sheet.corrected(opened.typed.values)
    if not people:
        return []
    with reading(viewer) as session:
        rows = session.exec(select(Member.id, Member.name).where(Member.id.in_(list(people))).order_by(Member.sort_key, Member.id))
        return [Noted(*row, people[row.id]) for row in rows]


def take_up(viewer: Viewer, question_id: int) -> None:
    """Put on the meeting's sheet what a question asks for. The question is answered when the meeting is saved. Raises NotAllowed outside the viewer's cells."""
    with reading(viewer) as session:
        question = deeds.row(session, Question, question_id)
        code, member_id, asks = deeds.row(session, Meeting, question.meeting_id).code, question.member_id, question.asks
    _put(viewer, code, member_id, asks)


def leave(viewer: Viewer, code: str, member_id: int) -> None:
    """Take such a correction off the sheet again."""
    _put(viewer, code, member_id, None)


def _put(viewer: Viewer, code: str, member_id: int, ought: str | None) -> None:
    opened = meetings.opened(viewer, meetings.call_of(viewer, code))
    field = Field(sheet.part(member_id), sheet.CALLED)
    drafts.put(viewer, opened.place, {field: ought}, {field: opened.typed.values.get(field)})
