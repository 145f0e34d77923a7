"""A commune's joint meeting as seen by one of its cells: when and where it was, and which of its own people came."""

from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings import sittings
from db.models import Attendance, Expectation, Meeting, MeetingState, Member, MembershipKind, Outcome, Sitting


class MemberAttendance(NamedTuple):
    """One of the cell's people at the meeting; `sittings` are the numbers of the sittings attended, if
    there are several.
    """

    name: str
    kind: MembershipKind
    expectation: Expectation
    outcome: Outcome | None
    sittings: list[int]


class JointMeeting(NamedTuple):
    """The meeting, and the people of one cell at it."""

    unit_id: int
    type: str
    period: int
    months: int
    held_on: date | None
    place: str | None
    people: list[MemberAttendance]

    def count_expected(self, *outcomes: Outcome) -> int:
        """How many expected people have this outcome."""
        return sum(one.expectation == Expectation.EXPECTED and one.outcome in outcomes for one in self.people)


def load(viewer: Viewer, code: str, cell_id: int) -> JointMeeting:
    """The meeting with the people of a cell. Raises NotAllowed if the viewer may not see it, or nobody of the cell was
    called.
    """
    with reading(viewer) as session:
        meeting = session.exec(select(Meeting).where(Meeting.code == code)).first()
        if meeting is None or meeting.state != MeetingState.HELD:
            raise NotAllowed()
        query = select(Member.name, Attendance.kind, Attendance.expectation, Attendance.outcome, Sitting.number,
                       Attendance.later_sittings)  # fmt: skip
        query = query.select_from(Attendance).join(Member, Member.id == Attendance.member_id)
        query = query.join(Sitting, Sitting.id == Attendance.sitting_id, isouter=True)
        where = Attendance.meeting_id == meeting.id, Attendance.unit_id == cell_id
        rows = session.exec(query.where(*where).order_by(Member.sort_key))
        people = [MemberAttendance(*row[:4], sorted(sittings.attended_sitting_numbers(*row[4:]))) for row in rows]
        if not people:
            raise NotAllowed()
        told = (meeting.unit_id, meeting.type, meeting.period, meeting.months, meeting.held_on, meeting.place)
        return JointMeeting(*told, people)
