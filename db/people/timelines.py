"""Timelines of one member, latest first: cells, exemptions, posts, groups, households, introductions, standings."""

from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.kernel import row_access
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.models import (
    Assignment,
    CellGroup,
    Exemption,
    ExemptionClass,
    GroupKind,
    GroupMember,
    GroupRole,
    Household,
    Introduction,
    Membership,
    MembershipKind,
    Office,
    Standing,
    StandingKind,
)
from db.units.units import names_on


class MembershipSpan(NamedTuple):
    """A stay in a cell."""

    id: int
    unit_id: int
    unit: str
    kind: MembershipKind
    since: date | None
    until: date | None
    number: int | None
    arrival: str | None
    arrival_paper: str | None
    departure: str | None
    departure_paper: str | None


class ExemptionSpan(NamedTuple):
    """An exemption."""

    id: int
    unit_id: int
    unit: str
    kind: ExemptionClass
    since: date | None
    until: date | None
    reason: str | None
    paper: str | None


class OfficeSpan(NamedTuple):
    """A term in a post."""

    id: int
    unit_id: int
    unit: str
    post: str
    since: date | None
    until: date | None


class GroupSpan(NamedTuple):
    """A time in a group of the cell."""

    group: str
    kind: GroupKind
    role: GroupRole
    since: date | None
    until: date | None


class AssignmentSpan(NamedTuple):
    """A time in charge of a group of households or a named household."""

    of: str
    since: date | None
    until: date | None


class IntroductionEntry(NamedTuple):
    """An introduction of the member by a workplace to a commune."""

    workplace: str
    commune: str
    state: str
    letter: str | None
    letter_date: date | None
    sent_on: date | None
    received_on: date | None
    placed_on: date | None
    ended_on: date | None


class StandingEntry(NamedTuple):
    """Probationary or full, from a day on."""

    kind: StandingKind
    since: date | None
    paper: str | None


class Timeline(NamedTuple):
    """All entries of a member's timeline."""

    stays: list[MembershipSpan]
    exemptions: list[ExemptionSpan]
    offices: list[OfficeSpan]
    groups: list[GroupSpan]
    assignments: list[AssignmentSpan]
    introductions: list[IntroductionEntry]
    standings: list[StandingEntry]


def load(viewer: Viewer, code: str) -> Timeline:
    """Return a member's timeline, as far as the viewer's units reach. Raises NotAllowed if the viewer
    may not see the member.
    """
    with reading(viewer) as session:
        member_id = row_access.require_member(session, code).id
        stays, leaves = _rows(session, Membership, member_id), _rows(session, Exemption, member_id)
        terms = _rows(session, Office, member_id)
        units = names_on(session, {row.unit_id for row in (*stays, *leaves, *terms)}, clock.today())
        return Timeline(
            [_stay(row, units) for row in stays],
            [
                ExemptionSpan(
                    row.id,
                    row.unit_id,
                    units.get(row.unit_id, ""),
                    row.kind,
                    row.valid_from,
                    row.valid_to,
                    row.reason,
                    row.paper,
                )
                for row in leaves
            ],
            [
                OfficeSpan(row.id, row.unit_id, units.get(row.unit_id, ""), row.post, row.valid_from, row.valid_to)
                for row in terms
            ],
            _parts(session, member_id),
            _cares(session, member_id) if viewer.reads(Audience.NAMES) else [],
            _introductions(session, member_id),
            [StandingEntry(row.kind, row.valid_from, row.paper) for row in _standings(session, member_id)],
        )


def _rows(session: Session, table: Any, member_id: int) -> list:
    query = select(table).where(table.member_id == member_id)
    return list(
        session.exec(
            query.order_by(table.valid_to.is_not(None), table.valid_to.desc(), table.valid_from.desc(), table.id.desc())
        )
    )


def _standings(session: Session, member_id: int) -> list[Standing]:
    return list(
        session.exec(
            select(Standing)
            .where(Standing.member_id == member_id)
            .order_by(Standing.valid_from.desc(), Standing.id.desc())
        )
    )


def _parts(session: Session, member_id: int) -> list[GroupSpan]:
    query = select(CellGroup.name, CellGroup.kind, GroupMember.role, GroupMember.valid_from, GroupMember.valid_to)
    query = query.join(CellGroup, CellGroup.id == GroupMember.group_id).where(GroupMember.member_id == member_id)
    return [
        GroupSpan(*row)
        for row in session.exec(
            query.order_by(GroupMember.valid_to.is_not(None), GroupMember.valid_to.desc(), GroupMember.id.desc())
        )
    ]


def _cares(session: Session, member_id: int) -> list[AssignmentSpan]:
    query = select(CellGroup.name, Household.name, Assignment.valid_from, Assignment.valid_to)
    query = query.outerjoin(CellGroup, CellGroup.id == Assignment.group_id).outerjoin(
        Household, Household.id == Assignment.household_id
    )
    rows = session.exec(
        query.where(Assignment.member_id == member_id).order_by(
            Assignment.valid_to.is_not(None), Assignment.valid_to.desc(), Assignment.id
        )
    )
    return [AssignmentSpan(group or household or "", since, until) for group, household, since, until in rows]


def _introductions(session: Session, member_id: int) -> list[IntroductionEntry]:
    """Return the introductions that the viewer may see; a cell sees the one that led to it."""
    query = select(Introduction).where(Introduction.member_id == member_id).order_by(Introduction.id.desc())
    rows = session.exec(query).all()
    units = {row.workplace_id for row in rows if row.workplace_id} | {row.commune_id for row in rows}
    names = names_on(session, units, clock.today())
    columns = IntroductionEntry._fields[2:]
    return [
        IntroductionEntry(
            names.get(row.workplace_id, ""), names.get(row.commune_id, ""), *(getattr(row, name) for name in columns)
        )
        for row in rows
    ]


def _stay(row: Membership, units: dict[int, str]) -> MembershipSpan:
    return MembershipSpan(
        row.id, row.unit_id, units.get(row.unit_id, ""), row.kind, row.valid_from, row.valid_to, row.roster_number,
        row.arrival, row.arrival_paper, row.departure, row.departure_paper,
    )  # fmt: skip
