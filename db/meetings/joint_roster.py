"""Who is called to a commune's meeting:
cells and kinds of people chosen on its sheet, and people invited individually.

Somebody called twice counts once, as a member of their own cell first.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.calendar.validity import valid_on
from db.drafts.drafts import DraftField
from db.errors import Invalid
from db.kernel import unit_tree
from db.kernel.scope import Viewer
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.meetings import roster
from db.meetings.roster import RosterPerson
from db.meetings.sheet import INVITED, MEETING
from db.models import Expectation, Member, Membership, MembershipKind, Role, Unit, UnitKind
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from db.units.units import names_on

OWN, CONTACT = MeetingAudience.OWN, MeetingAudience.CONTACT
AUDIENCES = (OWN, CONTACT)  # somebody in both is called as the first


class JointCall(NamedTuple):
    """The cells called as a whole, the kinds of people called, and individual invitations."""

    cells: list[int]
    audiences: list[MeetingAudience]
    invited: list[int]

    def audience_of(self, unit_id: int, kind: MembershipKind) -> MeetingAudience:
        """How a cell's people are counted: for contact members called as such it is their meeting; for own members, and
        people invited individually, it is not a meeting of their cell.
        """
        contact = kind == MembershipKind.CONTACT and self.calls(unit_id, kind)
        return CONTACT if contact else MeetingAudience.INVITED

    def calls(self, unit_id: int, kind: MembershipKind) -> bool:
        """Whether a cell is called with all its people of a kind, rather than some individually."""
        return unit_id in self.cells and (CONTACT if kind == MembershipKind.CONTACT else OWN) in self.audiences


def is_joint(session: Session, unit_id: int) -> bool:
    """Whether a unit's meetings are joint ones of several cells; never for viewers who see one cell only."""
    viewer: Viewer = context_of(session).viewer
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        return False
    return session.exec(_KIND, params={"unit": unit_id}).first() == UnitKind.AREA


def parse_call(audience: MeetingAudience, typed: Mapping[DraftField, str | None]) -> JointCall:
    """Who is called according to the sheet; contact meetings call contact members only."""
    cells = typed.get(DraftField(MEETING, "cells")) or ""
    kinds = (typed.get(DraftField(MEETING, "kinds")) or OWN).split()
    invited = [int(where.removeprefix("m")) for (where, name), value in typed.items() if name == INVITED and value]
    return JointCall(
        [int(one) for one in re.findall("[0-9]+", cells)],
        [CONTACT] if audience == CONTACT else [each for each in AUDIENCES if each in kinds],
        invited,
    )


def people_called_on(session: Session, area_id: int, call: JointCall, day: date) -> list[RosterPerson]:
    """Return everybody called, each once with a cell; cells that no longer belong here call nobody."""
    cells = _cells_within(session, area_id, call.cells)
    names = names_on(session, cells, day)
    found: dict[int, RosterPerson] = {}
    for audience in call.audiences:
        for cell in cells:
            for person in roster.people_called_on(session, cell, audience, day):
                found.setdefault(person.member_id, person._replace(unit_id=cell, group=names[cell]))
    for person in _invited(session, area_id, call.invited, day):
        found.setdefault(person.member_id, person)
    return list(found.values())


def check_invitation(session: Session, area_id: int, member: Member, day: date, people: Iterable[RosterPerson]) -> None:
    """Raise Invalid for somebody without a cell here that day, or already called."""
    if any(person.member_id == member.id for person in people):
        raise Invalid("called_already", name=member.name)
    if not _invited(session, area_id, [member.id or 0], day):
        raise Invalid("of_no_cell", name=member.name, day=day)


def _invited(session: Session, area_id: int, member_ids: list[int], day: date) -> list[RosterPerson]:
    if not member_ids:
        return []
    rows = session.exec(_MEMBERS_ON.where(Member.id.in_(member_ids), Unit.kind.in_(CELLS), valid_on(Membership, day)))
    return _people(session, area_id, rows.all(), day)


def _people(session: Session, area_id: int, rows: Iterable, day: date) -> list[RosterPerson]:
    """Return each member once, the own cell before others; nobody from cells elsewhere."""
    rows = sorted(rows, key=lambda row: row.kind != MembershipKind.OWN)
    within = set(_cells_within(session, area_id, {row.unit_id for row in rows}))
    names = names_on(session, within, day)
    found: dict[int, RosterPerson] = {}
    for row in rows:
        if row.unit_id in within:
            person = RosterPerson(*row[:6], Expectation.EXPECTED, False, names[row.unit_id], None, row.unit_id)
            found.setdefault(person.member_id, person)
    return list(found.values())


def _cells_within(session: Session, area_id: int, unit_ids: Iterable[int]) -> list[int]:
    viewer: Viewer = context_of(session).viewer
    return [
        unit_id for unit_id in unit_ids
        if viewer.reaches(unit_id) and area_id in unit_tree.ancestors(session, unit_id)[1:]
    ]  # fmt: skip


_KIND = prepared_statement(select(Unit.kind).where(Unit.id == bindparam("unit")))
_MEMBERS_ON = (
    select(
        Member.id,
        Membership.roster_number,
        Member.name,
        Member.search_key,
        Member.born,
        Membership.kind,
        Membership.unit_id,
    )
    .join(Membership, Membership.member_id == Member.id)
    .join(Unit, Unit.id == Membership.unit_id)
    .order_by(Member.sort_key, Member.id)
)
