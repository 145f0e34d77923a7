"""Contact members to look into: introduced but never came, or on the lists of several cells.

A practice cell appears in no list but its own.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import case, func, or_, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.figures import unit_history
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
    """Somebody placed in a cell who was expected at its contact meetings but came to none."""

    code: str
    name: str
    born: str | None
    workplace: str | None
    cell: str
    placed_on: date | None
    expected: int


class InSeveralCells(NamedTuple):
    """A contact member on the lists of several cells, with their names."""

    code: str
    name: str
    born: str | None
    cells: list[str]


def list_never_came(viewer: Viewer, day: date | None = None) -> list[NeverCame]:
    """Placed members expected at a contact meeting since their placement and by a day (default: today) who came to
    none.

    Raises NotAllowed for roles that read no attendance by name.
    """
    day = day or clock.today()
    came = func.sum(case((Attendance.outcome == Outcome.PRESENT, 1), else_=0))
    expected = func.sum(case((Attendance.expectation == Expectation.EXPECTED, 1), else_=0))
    person = (Member.code, Member.name, Member.born)
    query = (
        select(*person, Introduction.workplace_id, Membership.unit_id, Introduction.placed_on, expected)
        .join(Introduction, Introduction.member_id == Member.id)
        .join(Membership, Membership.id == Introduction.membership_id)
        .join(
            Attendance,
            (Attendance.member_id == Introduction.member_id) & (Attendance.unit_id == Membership.unit_id),
        )
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Introduction.state == IntroductionState.PLACED,
            valid_on(Membership, day),
            Attendance.kind == MembershipKind.CONTACT,
            Meeting.held_on <= day,
            or_(Introduction.placed_on.is_(None), Meeting.held_on >= Introduction.placed_on),
        )
        .group_by(Introduction.id, Member.id, Membership.id)
        .having(came == 0, expected > 0)
    )
    with reading(viewer) as session:
        practice = unit_history.practice_units_of_others(session)
        query = query.where(Membership.unit_id.not_in(practice)) if practice else query
        rows = session.exec(query.order_by(Member.sort_key, Member.id)).all()
        names = names_on(session, {unit_id for row in rows for unit_id in row[3:5] if unit_id}, day)
    return [
        NeverCame(*person, names.get(workplace), names[cell], placed, missed)
        for *person, workplace, cell, placed, missed in rows
    ]


def list_in_several_cells(viewer: Viewer, day: date | None = None) -> list[InSeveralCells]:
    """Contact members on the lists of several visible cells on a day (default: today), in Vietnamese order."""
    day = day or clock.today()
    with reading(viewer) as session:
        practice = unit_history.practice_units_of_others(session)
        other = aliased(Membership)
        again = select(other.id).where(
            other.member_id == Membership.member_id, other.unit_id != Membership.unit_id, *_listed(other, day, practice)
        )
        query = select(Member.code, Member.name, Member.born, Membership.unit_id).join(
            Membership, Membership.member_id == Member.id
        )
        query = query.where(*_listed(Membership, day, practice), again.exists())
        rows = session.exec(query.order_by(Member.sort_key, Member.id, Membership.unit_id)).all()
        names = names_on(session, {row.unit_id for row in rows}, day, with_area=True)
    found: dict[str, InSeveralCells] = {}
    for code, name, born, unit_id in rows:
        found.setdefault(code, InSeveralCells(code, name, born, [])).cells.append(names[unit_id])
    return list(found.values())


def _listed(stay, day: date, practice: set[int]) -> list:
    """Return the condition for being on a cell's list of contact members on a day, except for these cells."""
    standing = [stay.kind == MembershipKind.CONTACT, valid_on(stay, day)]
    return [*standing, stay.unit_id.not_in(practice)] if practice else standing
