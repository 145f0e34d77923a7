"""The people of a saved meeting as they were that day; later moves and exemptions do not change it."""

from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.kernel.plain_rows import PlainRow
from db.kernel.statements import prepared_statement
from db.meetings import roster, sittings
from db.meetings.roster import RosterPerson
from db.meetings.sheet import SavedAttendance
from db.models import (
    AbsenceReason,
    Attendance,
    CellGroup,
    Expectation,
    Member,
    Membership,
    MembershipKind,
)
from db.units.units import names_on


def load_in(
    session: Session, meeting: PlainRow, standing_sittings: list[PlainRow], joint: bool
) -> tuple[list[RosterPerson], dict[int, SavedAttendance]]:
    """The people listed, and the saved attendance of each."""
    rows = session.exec(ATTENDANCES, params={"meeting": meeting.id}).all()
    reasons = dict(session.exec(_REASONS, params={"rows": [row.id for row in rows]}).all())
    members = {row.id: row for row in session.exec(_MEMBERS, params={"members": [row.member_id for row in rows]})}
    held_on = meeting.held_on or date.min
    units = sorted({row.unit_id for row in rows} | {meeting.unit_id})
    numbers = {
        (unit_id, member_id, kind == MembershipKind.CONTACT): number
        for unit_id, member_id, kind, number in session.exec(_NUMBERS, params={"units": units})
    }
    groups = dict(session.exec(_GROUPS, params={"groups": list({row.group_id for row in rows} - {None})}).all())
    probationary = roster.probationary_among(session, list(members), held_on)
    cells = names_on(session, units, held_on) if joint else {}
    people = [
        _person(
            row,
            members[row.member_id],
            numbers.get((row.unit_id, row.member_id, row.kind == MembershipKind.CONTACT)),
            row.member_id in probationary,
            cells.get(row.unit_id, "") if joint else groups.get(row.group_id, ""),
        )
        for row in rows
        if row.member_id in members
    ]
    numbers_of = {sitting.id: sitting.number for sitting in standing_sittings}
    return people, {
        row.member_id: SavedAttendance(
            row.outcome,
            reasons.get(row.id),
            row.spoke,
            sittings.attended_sitting_numbers(numbers_of.get(row.sitting_id), row.later_sittings),
        )
        for row in rows
    }


def _person(row: PlainRow, member: PlainRow, number: int | None, probationary: bool, group: str) -> RosterPerson:
    expectation = Expectation.EXEMPT if row.expectation == Expectation.EXTRA else row.expectation
    return RosterPerson(
        member.id,
        number,
        member.name,
        member.search_key,
        member.born,
        row.kind,
        expectation,
        probationary,
        group,
        row.group_id,
        row.unit_id,
    )


# Run on every input in a sheet; prepared once, since building them costs more than running them.
ATTENDANCES = prepared_statement(
    select(
        Attendance.id,
        Attendance.unit_id,
        Attendance.member_id,
        Attendance.kind,
        Attendance.expectation,
        Attendance.outcome,
        Attendance.sitting_id,
        Attendance.later_sittings,
        Attendance.spoke,
        Attendance.group_id,
    ).where(Attendance.meeting_id == bindparam("meeting"))
)
_REASONS = prepared_statement(
    select(AbsenceReason.attendance_id, AbsenceReason.reason).where(
        AbsenceReason.attendance_id.in_(bindparam("rows", expanding=True))
    )
)
_MEMBERS = prepared_statement(
    select(Member.id, Member.name, Member.search_key, Member.born).where(
        Member.id.in_(bindparam("members", expanding=True))
    )
)
_GROUPS = prepared_statement(
    select(CellGroup.id, CellGroup.name).where(CellGroup.id.in_(bindparam("groups", expanding=True)))
)
_NUMBERS = prepared_statement(
    select(Membership.unit_id, Membership.member_id, Membership.kind, Membership.roster_number)
    .where(Membership.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(Membership.id)
)
