"""Questions raised when a change of somebody's dates affects a saved meeting:
the meeting stays, and somebody is asked.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.kernel import row_access
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.meetings import expectations
from db.meetings.expectations import SavedMeeting
from db.meetings.roster import NOT_LISTED
from db.models import Attendance, Expectation, Meeting, Question

KEEP, CORRECT, MOOT = "keep", "correct", "moot"


class OpenQuestion(NamedTuple):
    """An unanswered question about a saved meeting."""

    id: int
    member_id: int
    meeting: str
    type: str
    unit_id: int
    held_on: date
    asks: str
    raised_at: datetime


def list_unanswered(viewer: Viewer, member_id: int | None = None, limit: int = 200) -> list[OpenQuestion]:
    """Open questions about one member, or about all in the viewer's cells, latest meeting first."""
    with reading(viewer) as session:
        query = select(
            Question.id,
            Question.member_id,
            Meeting.code,
            Meeting.type,
            Question.unit_id,
            Meeting.held_on,
            Question.asks,
            Question.raised_at,
        ).join(Meeting, Meeting.id == Question.meeting_id)
        query = query.where(Question.answer.is_(None)).order_by(Meeting.held_on.desc(), Question.id).limit(limit)
        if member_id is not None:
            query = query.where(Question.member_id == member_id)
        return [OpenQuestion(*row) for row in session.exec(query)]


def keep_meetings_unchanged(viewer: Viewer, question_ids: list[int]) -> None:
    """Answer that the meetings stay as they are. Raises NotAllowed outside the viewer's cells."""
    with writing(viewer, "answer_question") as session:
        for question_id in question_ids:
            row = row_access.require_row(session, Question, question_id)
            if row.unit_id != viewer.unit_id:  # a commune's own meeting is recorded on nobody's behalf
                row_access.require_cell_work(session, row.unit_id, Work.MEETINGS)
            row.answer = row.answer or KEEP


def close_corrected_questions(session: Session, meeting_id: int, member_ids: Iterable[int]) -> None:
    """While saving a meeting corrected about these people: mark the questions about them there as answered."""
    if not (corrected := list(member_ids)):
        return
    with row_access.as_system(session):
        query = select(Question).where(
            Question.meeting_id == meeting_id, Question.member_id.in_(corrected), Question.answer.is_(None)
        )
        for row in session.exec(query):
            row.answer = CORRECT


def close_questions(session: Session, meeting_id: int) -> None:
    """While cancelling a meeting: close its questions."""
    with row_access.as_system(session):
        for row in session.exec(select(Question).where(Question.meeting_id == meeting_id, Question.answer.is_(None))):
            row.answer = MOOT


@contextmanager
def ask_on_change(session: Session, member_id: int, unit_id: int) -> Iterator[None]:
    """Context manager around a change of somebody's dates: raises a question on every saved meeting, of the unit or
    joint, that would now list the person differently.
    """
    with ask_on_changes(session, {unit_id: {member_id}}):
        yield


@contextmanager
def ask_on_changes(session: Session, people: dict[int, set[int]]) -> Iterator[None]:
    """Like `ask_on_change`, for many people by unit; people created meanwhile may be added meanwhile."""
    with row_access.as_system(session):
        before = expectations.load_in(session, people)
    yield
    with row_access.as_system(session):
        for member_id, after in expectations.load_in(session, people).items():
            was = before.get(member_id, {})
            _ask(session, member_id, {saved: ought for saved, ought in after.items() if was.get(saved) != ought})


def _ask(session: Session, member_id: int, expected: dict[SavedMeeting, Expectation | None]) -> None:
    """Keep one open question per meeting, and withdraw it once the meeting agrees again."""
    if not expected:
        return
    meeting_ids = [saved.id for saved in expected]
    query = select(Attendance.meeting_id, Attendance.expectation).where(
        Attendance.member_id == member_id, Attendance.meeting_id.in_(meeting_ids)
    )
    listed = dict(session.exec(query).all())
    query = select(Question).where(
        Question.member_id == member_id, Question.meeting_id.in_(meeting_ids), Question.answer.is_(None)
    )
    open_questions = {row.meeting_id: row for row in session.exec(query)}
    for saved, ought in expected.items():
        agrees, asks = _agrees(listed.get(saved.id), ought), ought.value if ought else NOT_LISTED
        if standing := open_questions.get(saved.id):
            standing.asks, standing.answer = asks, MOOT if agrees else None
        elif not agrees:
            question = {"meeting_id": saved.id, "unit_id": saved.unit_id, "member_id": member_id}
            session.add(Question(**question, asks=asks, raised_at=clock.now()))


def _agrees(listed: Expectation | None, ought: Expectation | None) -> bool:
    """Somebody who came although not required may be listed as extra, whether exempt or from another cell."""
    return ought != Expectation.EXPECTED if listed == Expectation.EXTRA else listed == ought
