"""Others saving:
what somebody else saves while a page of figures is open: a row that the page counts, of the latest month.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session, select

from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import Assessment, BookCheck, HouseholdVisit, Meeting, MembershipKind, Tally
from db.models.meetings import MeetingAudience

DAY = timedelta(days=1)


def saving(viewer: Viewer, tables: tuple[type, ...], audience: MeetingAudience) -> Callable[[], None] | None:
    """Return a save by somebody in the viewer's reach that changes a row of one of these tables; None if nobody saves
    anything of them from minute to minute.
    """
    table = table_saved(tables)
    if table is None:
        return None
    change = CHANGES[table]

    def save() -> None:
        with writing(SYSTEM, "benchmark") as session:
            change(session, viewer, audience)

    return save


def table_saved(tables: tuple[type, ...]) -> type | None:
    """Return the table of which a row is saved; None if nobody saves any of these from minute to minute."""
    return next((table for table in CHANGES if table in tables), None)


def _attendance(session: Session, viewer: Viewer, audience: MeetingAudience) -> None:
    """A meeting saved again with one more person who came."""
    kind = MembershipKind.CONTACT if audience == MeetingAudience.CONTACT else MembershipKind.OWN
    tally = _latest(session, viewer, Tally, Tally.period, Tally.audience == audience, Tally.kind == kind)
    if tally is not None:
        tally.expected, tally.present = tally.expected + 1, tally.present + 1
        _again(session, tally.meeting_id)


def _meeting(session: Session, viewer: Viewer, audience: MeetingAudience) -> None:
    meeting = _latest(session, viewer, Meeting, Meeting.period, Meeting.audience == audience)
    if meeting is not None:
        _again(session, meeting.id)


def _again(session: Session, meeting_id: int) -> None:
    meeting = session.get_one(Meeting, meeting_id)
    meeting.place = f"{meeting.place or ''}."[-200:]


def _visit(session: Session, viewer: Viewer, audience: MeetingAudience) -> None:
    visit = _latest(session, viewer, HouseholdVisit, HouseholdVisit.visited_on)
    if visit is not None:
        session.add(HouseholdVisit(**visit.model_dump(exclude={"id", "code"})))


def _assessment(session: Session, viewer: Viewer, audience: MeetingAudience) -> None:
    assessment = _latest(session, viewer, Assessment, Assessment.assessed_on)
    if assessment is not None:
        assessment.assessed_on -= DAY


def _check(session: Session, viewer: Viewer, audience: MeetingAudience) -> None:
    check = _latest(session, viewer, BookCheck, BookCheck.checked_on)
    if check is not None:
        check.checked_on -= DAY


def _latest(session: Session, viewer: Viewer, table, by, *conditions):
    """The latest row in the viewer's reach, None if there is none."""
    reach = [table.unit_id.in_(viewer.unit_ids)] if viewer.unit_ids is not None else []
    query = select(table).where(by.is_not(None), *conditions, *reach)
    return session.exec(query.order_by(by.desc(), table.id.desc()).limit(1)).first()


CHANGES: dict[type, Callable[[Session, Viewer, MeetingAudience], None]] = {
    Tally: _attendance,
    Meeting: _meeting,
    HouseholdVisit: _visit,
    Assessment: _assessment,
    BookCheck: _check,
}
