"""Repeated calls: contact members called to several meetings, so that figures about people count each person once.

People of meetings reported by totals cannot be recognised.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlmodel import Session, case, func, select

from db.kernel import row_access
from db.models import Attendance, Expectation, MembershipKind, Outcome


class ExtraCalls(NamedTuple):
    """How many times beyond the first a person was called, and how many times beyond the first the person came."""

    called: int
    came: int


def by_cell(session: Session, meeting_ids: Collection[int]) -> list[tuple[int, ExtraCalls]]:
    """People whom one cell called to several of these meetings, with that cell."""
    query = _called(meeting_ids).add_columns(Attendance.unit_id)
    rows = _several(session, query.group_by(Attendance.unit_id, Attendance.member_id)) if meeting_ids else []
    return [(unit_id, ExtraCalls(called - 1, max(0, came - 1))) for called, came, unit_id in rows]


def by_person(session: Session, meeting_ids: Collection[int], unit_ids: Collection[int]) -> list[ExtraCalls]:
    """People called to several of these meetings by any of these cells."""
    query = _called(meeting_ids).where(Attendance.unit_id.in_(unit_ids)).group_by(Attendance.member_id)
    return [ExtraCalls(called - 1, max(0, came - 1)) for called, came in _several(session, query)]


def _called(meeting_ids: Collection[int]):
    came = func.sum(case((Attendance.outcome == Outcome.PRESENT, 1), else_=0))
    return select(func.count(Attendance.id), came).where(
        Attendance.meeting_id.in_(meeting_ids),
        Attendance.kind == MembershipKind.CONTACT,
        Attendance.expectation == Expectation.EXPECTED,
    )


def _several(session: Session, query) -> list:
    """Return people whom a query finds more than once, regardless of the viewer; the answer holds no names."""
    with row_access.reading_as_system(session):
        return session.exec(query.having(func.count(Attendance.id) > 1)).all()
