"""Lists to look at: contact members who were introduced and never came, and people on the lists of several cells."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, func, or_, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import (
    Attendance,
    Expectation,
    Introduction,
    IntroductionState,
    Meeting,
    Member,
    Membership,
    MembershipKind,
    Outcome,
)
from db.units.units import names_on


class NeverCame(NamedTuple):
    """Somebody placed in a cell who was expected at its contact meetings, and came to none."""

    code: str
    name: str
    born: str | None
    workplace: str | None
    cell: str
    placed_on: date | None
    expected: int


class InSeveralCells(NamedTuple):
    """Somebody on the lists of several cells as a contact member, with their names."""

    code: str
    name: str
    born: str | None
    cells: list[str]


def never_came(viewer: Viewer, day: date | None = None) -> list[NeverCame]:
    """Those placed who were expected at a contact meeting by a day (today) since they were placed, and came to none.

    Raises NotAllowed for whoever does not read attendance by name.
    """
    day = day or clock.today()
    present = _called(day).where(Attendance.outcome == Outcome.PRESENT)
    expected = _called(day).where(Attendance.expectation == Expectation.EXPECTED)
    query = (
        select(
            Introduction.id,
            Member.code,
            Member.name,
            Member.born,
            Introduction.workplace_id,
            Membership.unit_id,
            Introduction.placed_on,
        )
        .join(Member, Member.id == Introduction.member_id)
        .join(Membership, Membership.id == Introduction.membership_id)
        .where(Introduction.state == IntroductionState.PLACED, valid_on(Membership, day))
        .where(~present.exists(), expected.exists())
    )
    with reading(viewer) as session:
        rows = session.exec(query.order_by(Member.sort_key, Member.id)).all()
        missed = _missed(session, {row.id for row in rows}, day)
        names = names_on(session, {unit_id for row in rows for unit_id in row[4:6] if unit_id}, day)
    return [
        NeverCame(*person, names.get(workplace), names[cell], placed, missed[introduction])
        for introduction, *person, workplace, cell, placed in rows
    ]


def in_several_cells(viewer: Viewer, day: date | None = None) -> list[InSeveralCells]:
    """Contact members whom the lists of several cells in sight hold on a day (today), in Vietnamese order."""
    day = day or clock.today()
    other = aliased(Membership)
    again = select(other.id).where(
        other.member_id == Membership.member_id,
        other.kind == MembershipKind.CONTACT,
        valid_on(other, day),
        other.unit_id != Membership.unit_id,
    )
    query = select(Member.code, Member.name, Member.born, Membership.unit_id).join(
        Membership, Membership.member_id == Member.id
    )
    query = query.where(Membership.kind == MembershipKind.CONTACT, valid_on(Membership, day), again.exists())
    with reading(viewer) as session:
        rows = session.exec(query.order_by(Member.sort_key, Member.id, Membership.unit_id)).all()
        names = names_on(session, {row.unit_id for row in rows}, day, with_area=True)
    found: dict[str, InSeveralCells] = {}
    for code, name, born, unit_id in rows:
        found.setdefault(code, InSeveralCells(code, name, born, [])).cells.append(names[unit_id])
    return list(found.values())


def _missed(session: Session, introduction_ids: set[int], day: date) -> dict[int, int]:
    """How many contact meetings those introduced by these were expected at."""
    query = (
        select(Introduction.id, func.count(Attendance.id))
        .join(Membership, Membership.id == Introduction.membership_id)
        .join(Attendance, Attendance.member_id == Introduction.member_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Introduction.id.in_(introduction_ids), Attendance.expectation == Expectation.EXPECTED)
    )
    return dict(session.exec(query.where(*_since_placed(day)).group_by(Introduction.id)).all())


def _called(day: date):
    """What stands of somebody in his cell's contact meetings held by a day since he was placed there."""
    return select(Attendance.id).join(Meeting, Meeting.id == Attendance.meeting_id).where(*_since_placed(day))


def _since_placed(day: date) -> tuple:
    return (
        Attendance.member_id == Introduction.member_id,
        Attendance.unit_id == Membership.unit_id,
        Attendance.kind == MembershipKind.CONTACT,
        Meeting.held_on <= day,
        or_(Introduction.placed_on.is_(None), Meeting.held_on >= Introduction.placed_on),
    )
