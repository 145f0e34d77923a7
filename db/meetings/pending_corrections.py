"""Corrections of a saved meeting that answer a question: noted on its sheet, applied when it is saved."""

from typing import NamedTuple

from sqlmodel import select

from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings import meetings, sheet
from db.meetings.meetings import OpenMeeting
from db.models import Meeting, Member, Question


class PendingCorrection(NamedTuple):
    """A correction on the sheet: the person, and how the meeting should list the person."""

    member_id: int
    name: str
    ought: str


def list_pending(viewer: Viewer, opened: OpenMeeting) -> list[PendingCorrection]:
    """The corrections noted on a meeting's sheet, in Vietnamese order."""
    people = sheet.listing_corrections(opened.typed.values)
    if not people:
        return []
    with reading(viewer) as session:
        rows = session.exec(
            select(Member.id, Member.name).where(Member.id.in_(list(people))).order_by(Member.sort_key, Member.id)
        )
        return [PendingCorrection(*row, people[row.id]) for row in rows]


def add_from_question(viewer: Viewer, question_id: int) -> None:
    """Note the correction that a question asks for on the meeting's sheet; the question is answered when the meeting is
    saved.

    Raises NotAllowed outside the viewer's cells.
    """
    with reading(viewer) as session:
        question = row_access.require_row(session, Question, question_id)
        code, member_id, asks = (
            row_access.require_row(session, Meeting, question.meeting_id).code,
            question.member_id,
            question.asks,
        )
    _put(viewer, code, member_id, asks)


def withdraw(viewer: Viewer, code: str, member_id: int) -> None:
    """Remove a correction from the sheet."""
    _put(viewer, code, member_id, None)


def _put(viewer: Viewer, code: str, member_id: int, ought: str | None) -> None:
    opened = meetings.load(viewer, meetings.ref_of(viewer, code))
    field = DraftField(sheet.draft_part(member_id), sheet.CALLED)
    drafts.save_values(viewer, opened.place, {field: ought}, {field: opened.typed.values.get(field)})
