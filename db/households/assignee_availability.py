"""Members in charge of groups and households, and whether they are available to look after them."""

from collections.abc import Container
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, select

from db.calendar.spans import DaySpan, any_contains, day_span, span_of
from db.calendar.validity import valid_on
from db.households import assignment_spans
from db.kernel.statements import prepared_statement
from db.models import Assignment, Exemption, ExemptionClass, Member, Membership, MembershipKind


class UnavailabilityReason(StrEnum):
    """Why somebody in charge cannot look after anything."""

    LEFT = "left"
    EXEMPT = "exempt"
    AWAY = "away"


class Assignee(NamedTuple):
    """A member in charge of a group or household, and what makes the member unavailable; `parts` are the spans without
    such obstacles.
    """

    id: int  # id of the assignment
    member_id: int
    code: str
    name: str
    group_id: int | None
    household_id: int | None
    since: date | None
    until: date | None
    reason: str | None
    paper: str | None
    hindered: UnavailabilityReason | None
    parts: list[DaySpan]


class CellPerson(NamedTuple):
    """A person in the cell by kind, number and name, and what prevents the person from looking after households."""

    member_id: int
    code: str
    number: int | None
    name: str
    search_key: str
    born: str | None
    kind: MembershipKind
    hindered: UnavailabilityReason | None


class CellPresences(NamedTuple):
    """Stays and absences, as stored, of everybody who is or was in a cell."""

    stays: dict[int, list[DaySpan]]
    leaves: dict[int, list[tuple[DaySpan, ExemptionClass]]]

    def hindrance_on(self, member_id: int, day: date) -> UnavailabilityReason | None:
        """What prevents somebody from looking after households on a day."""
        if not any_contains(self.stays.get(member_id, ()), day):
            return UnavailabilityReason.LEFT
        kinds = {kind for leave, kind in self.leaves.get(member_id, ()) if leave.contains(day)}
        return (
            (UnavailabilityReason.AWAY if kinds == {ExemptionClass.AWAY} else UnavailabilityReason.EXEMPT)
            if kinds
            else None
        )

    def is_there_from(self, member_id: int, day: date) -> bool:
        """Whether somebody is in the cell on a day or arrives later."""
        return any(stay.until >= day for stay in self.stays.get(member_id, ()))

    def spans_looked_after(self, member_id: int, charge: DaySpan) -> list[DaySpan]:
        """Return the spans in which a member really looked after a charge."""
        leaves = [leave for leave, _ in self.leaves.get(member_id, ())]
        return assignment_spans.effective_spans(charge, self.stays.get(member_id, ()), leaves)


def assignees_of_cell(session: Session, unit_id: int, day: date, people: CellPresences) -> list[Assignee]:
    """Everybody who is, was or will be in charge of anything in a cell, earliest first."""
    rows = session.exec(_ASSIGNED, params={"unit": unit_id})
    return [
        Assignee(
            *row,
            people.hindrance_on(row.member_id, day),
            people.spans_looked_after(row.member_id, span_of(row)),
        )
        for row in rows
    ]


def load_presences(session: Session, unit_id: int) -> CellPresences:
    """Stays, exemptions and absences of everybody in a cell."""
    stays: dict[int, list[DaySpan]] = {}
    for member_id, *stay in session.exec(_STAYS, params={"unit": unit_id}):
        stays.setdefault(member_id, []).append(day_span(*stay))
    leaves: dict[int, list[tuple[DaySpan, ExemptionClass]]] = {}
    for member_id, since, until, kind in session.exec(_LEAVES, params={"unit": unit_id}):
        leaves.setdefault(member_id, []).append((day_span(since, until), kind))
    return CellPresences(stays, leaves)


def people_on(
    session: Session, unit_id: int, day: date, people: CellPresences, among: Container[int] | None = None
) -> list[CellPerson]:
    """Everybody in a cell on a day, or those of `among`: own members first, by number, then in Vietnamese order."""
    found: dict[int, CellPerson] = {}
    for row in session.exec(_PEOPLE, params={"unit": unit_id, "day": day}):
        if among is not None and row.id not in among:
            continue
        if row.id not in found or found[row.id].kind == MembershipKind.CONTACT:
            found[row.id] = CellPerson(*row, people.hindrance_on(row.id, day))
    return sorted(found.values(), key=lambda one: one.kind == MembershipKind.CONTACT)


# Run by every page that names who is in charge; prepared once, since building them costs more than running them.
_UNIT: BindParameter[int] = bindparam("unit")
_ASSIGNED = prepared_statement(
    select(
        Assignment.id,
        Assignment.member_id,
        Member.code,
        Member.name,
        Assignment.group_id,
        Assignment.household_id,
        Assignment.valid_from,
        Assignment.valid_to,
        Assignment.end_reason,
        Assignment.paper,
    )
    .join(Member, Member.id == Assignment.member_id)
    .where(Assignment.unit_id == _UNIT)
    .order_by(Assignment.valid_from.is_not(None), Assignment.valid_from, Assignment.id)
)
_STAYS = prepared_statement(
    select(Membership.member_id, Membership.valid_from, Membership.valid_to).where(Membership.unit_id == _UNIT)
)
_LEAVES = prepared_statement(
    select(Exemption.member_id, Exemption.valid_from, Exemption.valid_to, Exemption.kind).where(
        Exemption.unit_id == _UNIT
    )
)
_PEOPLE = prepared_statement(
    select(
        Member.id,
        Member.code,
        Membership.roster_number,
        Member.name,
        Member.search_key,
        Member.born,
        Membership.kind,
    )
    .join(Membership, Membership.member_id == Member.id)
    .where(Membership.unit_id == _UNIT, valid_on(Membership, bindparam("day", type_=Date)))
    .order_by(Membership.roster_number.is_(None), Membership.roster_number, Member.sort_key, Member.id)
)
