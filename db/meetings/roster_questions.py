"""Questions: a change of somebody's dates touches a saved meeting; the meeting stays as it is and somebody is asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.spans import is_valid_on
from db.kernel import row_access
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.meetings.roster import KINDS_CALLED, NOT_LISTED, expectation
from db.models import Attendance, Exemption, Expectation, Meeting, MeetingAudience, MeetingState, Membership, Question

KEEP, CORRECT, MOOT = "keep", "correct", "moot"


class OpenQuestion(NamedTuple):
    """A question on a saved meeting that nobody has answered yet."""

    id: int
    member_id: int
    meeting: str
    type: str
    unit_id: int
    held_on: date
    asks: str
    raised_at: datetime


def unanswered(viewer: Viewer, member_id: int | None = None, limit: int = 200) -> list[OpenQuestion]:
    """Open questions about one member or about all in the viewer's cells, the latest meeting first."""
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


def keep_meetings(viewer: Viewer, question_ids: list[int]) -> None:
    """Answer that the meetings stay as they are. Raises NotAllowed outside the viewer's cells."""
    with writing(viewer, "answer_question") as session:
        for question_id in question_ids:
            row = row_access.require_row(session, Question, question_id)
            row_access.require_cell_work(session, row.unit_id, Work.MEETINGS)
            row.answer = row.answer or KEEP


def close_corrected(session: Session, meeting_id: int, member_ids: Iterable[int]) -> None:
    """Within the saving of a meeting that was corrected about these people:
    what was asked about them there is answered.
    """
    if not (corrected := list(member_ids)):
        return
    with row_access.as_system(session):
        query = select(Question).where(
            Question.meeting_id == meeting_id, Question.member_id.in_(corrected), Question.answer.is_(None)
        )
        for row in session.exec(query):
            row.answer = CORRECT


def close_moot(session: Session, meeting_id: int) -> None:
    """Within the taking back of a meeting: nothing is asked about it any more."""
    with row_access.as_system(session):
        for row in session.exec(select(Question).where(Question.meeting_id == meeting_id, Question.answer.is_(None))):
            row.answer = MOOT


@contextmanager
def raise_on_change(session: Session, member_id: int, unit_id: int) -> Iterator[None]:
    """Around a change of somebody's dates:
    a question is raised on every saved meeting of the unit that would list him differently now.
    """
    with raise_on_changes(session, {unit_id: {member_id}}):
        yield


@contextmanager
def raise_on_changes(session: Session, people: dict[int, set[int]]) -> Iterator[None]:
    """The same about many people, by unit. Whoever is only made meanwhile may be added meanwhile."""
    with row_access.as_system(session):
        before = {unit_id: _called(session, unit_id, members) for unit_id, members in people.items()}
    yield
    with row_access.as_system(session):
        for unit_id, members in people.items():
            for member_id, after in _called(session, unit_id, members).items():
                was = before[unit_id].get(member_id, {})
                _ask(
                    session,
                    member_id,
                    unit_id,
                    {meeting_id: ought for meeting_id, ought in after.items() if was.get(meeting_id) != ought},
                )


def _called(session: Session, unit_id: int, members: set[int]) -> dict[int, dict[int, Expectation | None]]:
    """How each saved meeting of the unit ought to list these people by their dates as they stand."""
    meetings = session.exec(
        select(Meeting.id, Meeting.audience, Meeting.held_on).where(
            Meeting.unit_id == unit_id,
            Meeting.state == MeetingState.HELD,
            Meeting.named.is_(True),
            Meeting.held_on.is_not(None),
            Meeting.audience.in_(list(KINDS_CALLED)),
        )
    ).all()
    stays, exempt = _spans(session, Membership, unit_id, members), _spans(session, Exemption, unit_id, members)
    return {
        one: {row.id: _ought(row.audience, row.held_on, stays[one], exempt[one]) for row in meetings}
        for one in sorted(members)
    }


def _spans(
    session: Session, table: type[Membership] | type[Exemption], unit_id: int, members: set[int]
) -> dict[int, list]:
    """Memberships or exemptions of these people in a unit."""
    found = defaultdict(list)
    for row in session.exec(
        select(table.member_id, table.valid_from, table.valid_to, table.kind).where(table.unit_id == unit_id)
    ):
        if row.member_id in members:
            found[row.member_id].append(row)
    return found


def _ought(audience: MeetingAudience, day: date, stays, exempt) -> Expectation | None:
    kinds = [stay.kind for stay in stays if stay.kind in KINDS_CALLED[audience] and is_valid_on(stay, day)]
    return expectation(kinds[0], {span.kind for span in exempt if is_valid_on(span, day)}) if kinds else None


def _ask(session: Session, member_id: int, unit_id: int, ought: dict[int, Expectation | None]) -> None:
    """One open question per meeting; where the meeting agrees again, the question falls away."""
    if not ought:
        return
    query = select(Attendance.meeting_id, Attendance.expectation).where(
        Attendance.member_id == member_id, Attendance.meeting_id.in_(list(ought))
    )
    listed = dict(session.exec(query).all())
    query = select(Question).where(
        Question.member_id == member_id, Question.meeting_id.in_(list(ought)), Question.answer.is_(None)
    )
    open_questions = {row.meeting_id: row for row in session.exec(query)}
    for meeting_id, expected in ought.items():
        agrees, asks = _agrees(listed.get(meeting_id), expected), expected.value if expected else NOT_LISTED
        if standing := open_questions.get(meeting_id):
            standing.asks, standing.answer = asks, MOOT if agrees else None
        elif not agrees:
            session.add(
                Question(meeting_id=meeting_id, unit_id=unit_id, member_id=member_id, asks=asks, raised_at=clock.now())
            )


def _agrees(listed: Expectation | None, ought: Expectation | None) -> bool:
    """Somebody who came although he need not have is listed as one more, whether exempt or of another cell."""
    return ought != Expectation.EXPECTED if listed == Expectation.EXTRA else listed == ought
