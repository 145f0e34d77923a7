"""The part of a meeting's sums that stems from people erased since, as numbers."""

from sqlalchemy import bindparam
from sqlmodel import Session, func, select

from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.meetings import sheet
from db.models import ErasedAttendance, Expectation, Meeting, MembershipKind, Outcome


def sums_of_erased(session: Session, meeting: Meeting) -> dict[tuple[int, MembershipKind], dict[str, int]]:
    """Erased people counted in each tally of a meeting, by cell and kind, as columns of the tally."""
    found: dict[tuple[int, MembershipKind], dict[str, int]] = {}
    for row in session.exec(_ERASED, params={"meeting": meeting.id}):
        counted = found.setdefault((row.unit_id, row.kind), dict.fromkeys(sheet.SUMS, 0))
        for name in _columns(row.expectation, row.outcome, row.spoke):
            counted[name] += 1
    return found


def count_erased(viewer: Viewer, meeting_id: int) -> int:
    """How many people of a meeting were erased."""
    with reading(viewer) as session:
        return session.exec(_COUNT, params={"meeting": meeting_id}).one()


def _columns(expectation: Expectation, outcome: Outcome | None, spoke: bool) -> list[str]:
    told = ["expected", outcome.value] if expectation == Expectation.EXPECTED and outcome else [expectation.value]
    return told + (["spoke"] if spoke else [])


_ERASED = prepared_statement(
    select(
        ErasedAttendance.unit_id,
        ErasedAttendance.kind,
        ErasedAttendance.expectation,
        ErasedAttendance.outcome,
        ErasedAttendance.spoke,
    ).where(ErasedAttendance.meeting_id == bindparam("meeting"))
)


_COUNT = prepared_statement(
    select(func.count(ErasedAttendance.id)).where(ErasedAttendance.meeting_id == bindparam("meeting"))
)
