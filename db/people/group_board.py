"""The groups of a cell with their people, leaders, members in charge, and problems with these."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.meetings.roster import GROUPS_CALLED, KINDS_CALLED
from db.models import (
    CellGroup,
    ExemptionClass,
    GroupKind,
    GroupRole,
    MembershipKind,
    PartyGroupCluster,
)
from db.people import group_statements, member_search
from db.vietnamese import unit_sort_key

# The people that each kind of group is for.
KINDS_GROUPED: dict[GroupKind, tuple[MembershipKind, ...]] = {
    kind: KINDS_CALLED[audience] for audience, kind in GROUPS_CALLED.items()
}


class GroupProblem(StrEnum):
    """A problem with a group's leader, or with the member in charge of it."""

    NO_LEADER = "no_leader"
    LEADER_EXEMPT = "leader_exempt"
    IN_CHARGE_EXEMPT = "in_charge_exempt"
    IN_CHARGE_LEFT = "in_charge_left"


class GroupPerson(NamedTuple):
    """A person in the cell; if in a group, with the role there."""

    member_id: int
    code: str
    name: str
    search_key: str
    sort_key: str
    number: int | None
    born: str | None
    address: str | None
    kind: MembershipKind
    since: date | None
    until: date | None
    exempt: ExemptionClass | None
    role: GroupRole | None = None


class GroupLine(NamedTuple):
    """A group on a day; `clusters` are the codes and names of those it is responsible for."""

    id: int
    code: str
    kind: GroupKind
    name: str
    since: date | None
    until: date | None
    people: tuple[GroupPerson, ...] = ()
    in_charge: GroupPerson | None = None
    clusters: tuple[tuple[str, str], ...] = ()
    charge_left: bool = False  # the last member in charge is no longer in the cell

    def holder(self, role: GroupRole) -> GroupPerson | None:
        """The holder of a role in the group, or the member in charge of it."""
        if role == GroupRole.IN_CHARGE:
            return self.in_charge
        return next((person for person in self.people if person.role == role), None)

    @property
    def problem(self) -> GroupProblem | None:
        leader = self.holder(GroupRole.LEADER)
        if leader is None:
            return GroupProblem.NO_LEADER
        if leader.exempt:
            return GroupProblem.LEADER_EXEMPT
        if self.in_charge and self.in_charge.exempt:
            return GroupProblem.IN_CHARGE_EXEMPT
        return GroupProblem.IN_CHARGE_LEFT if self.charge_left else None


class GroupBoard(NamedTuple):
    """All groups of a cell on a day, and people without one, by the kind of group they would belong to."""

    unit_id: int
    day: date
    groups: list[GroupLine]
    ungrouped: dict[GroupKind, list[GroupPerson]]
    own: list[GroupPerson]  # people who may be in charge

    def of(self, kind: GroupKind) -> list[GroupLine]:
        return [group for group in self.groups if group.kind == kind]

    def find(self, code: str | None) -> GroupLine | None:
        return next((group for group in self.groups if group.code == code), None)

    def people(self, kind: GroupKind) -> list[GroupPerson]:
        """Everybody of the kind, by number."""
        grouped = [person for group in self.of(kind) for person in group.people]
        return sorted([*grouped, *self.ungrouped[kind]], key=sort_key)


def load(viewer: Viewer, unit_id: int, day: date | None = None) -> GroupBoard:
    """Return the groups of a cell. Raises NotAllowed outside the viewer's units."""
    with reading(viewer) as session:
        if not viewer.reaches(unit_id):
            raise NotAllowed()
        return load_in(session, unit_id, day or clock.today())


def list_people(viewer: Viewer, unit_id: int) -> list[GroupPerson]:
    """Return everybody in a cell today: own members first, then contact members, by number.

    Raises NotAllowed outside the viewer's units.
    """
    with reading(viewer) as session:
        if not viewer.reaches(unit_id):
            raise NotAllowed()
        people = _people(session, unit_id, clock.today())
    return sorted(people, key=lambda person: (person.kind == MembershipKind.CONTACT, *sort_key(person)))


def load_in(session: Session, unit_id: int, day: date) -> GroupBoard:
    """Like `load`, within the caller's session."""
    roles = session.exec(group_statements.ROLES, params={"unit": unit_id, "day": day}).all()
    people = _people(session, unit_id, day)
    return _board(session, unit_id, day, people, roles, _clusters(session, unit_id, day))


def _board(
    session: Session,
    unit_id: int,
    day: date,
    people: list[GroupPerson],
    roles: Sequence,
    clusters: dict[int, list[tuple[str, str]]],
) -> GroupBoard:
    places, charged = (
        _by_person(roles),
        {row.group_id: row.member_id for row in roles if row.role == GroupRole.IN_CHARGE},
    )
    grouped: dict[int, list[GroupPerson]] = defaultdict(list)
    ungrouped: dict[GroupKind, list[GroupPerson]] = {kind: [] for kind in KINDS_GROUPED}
    for person in people:
        kind = next(kind for kind, kinds in KINDS_GROUPED.items() if person.kind in kinds)
        if place := places.get((person.member_id, kind)):
            grouped[place[0]].append(person._replace(role=place[1]))
        else:
            ungrouped[kind].append(person)
    own = [person for person in people if person.kind == MembershipKind.OWN]
    by_id = {person.member_id: person for person in own}
    last = _last_in_charge(session, unit_id, day)
    lines = [
        line._replace(
            people=tuple(grouped[line.id]),
            in_charge=by_id.get(charged.get(line.id, 0)),
            clusters=tuple(clusters.get(line.id, ())),
            charge_left=line.id in last and last[line.id] not in by_id,
        )
        for line in _groups(session, unit_id, day)
    ]
    return GroupBoard(unit_id, day, lines, ungrouped, own)


def with_problems(viewer: Viewer, unit_id: int) -> list[GroupLine]:
    """Return the groups of a cell without a leader, or whose leader left or is exempt.

    Of their people, only the holders of roles are included.
    """
    today = clock.today()
    with reading(viewer) as session:
        roles = session.exec(group_statements.HOLDERS, params={"unit": unit_id, "day": today}).all()
        people = _people(session, unit_id, today, {row.member_id for row in roles})
        return [line for line in _board(session, unit_id, today, people, roles, {}).groups if line.problem]


def sort_key(person: GroupPerson) -> tuple:
    """Return the key that sorts people as on the sheet."""
    return person.number is None, person.number or 0, person.sort_key


def _groups(session: Session, unit_id: int, day: date) -> list[GroupLine]:
    rows = session.exec(group_statements.GROUPS, params={"unit": unit_id, "day": day}).all()
    return sorted((GroupLine(*row) for row in rows), key=lambda line: (line.kind, unit_sort_key(line.name)))


def _people(session: Session, unit_id: int, day: date, member_ids: Collection[int] | None = None) -> list[GroupPerson]:
    """Return everybody in the cell by number, or only these members."""
    asked = {"unit": unit_id, "day": day, "kinds": [kind for kinds in KINDS_GROUPED.values() for kind in kinds]}
    if member_ids is None:
        rows = session.exec(group_statements.PEOPLE, params=asked).all()
    else:
        rows = session.exec(group_statements.AMONG, params={**asked, "members": member_ids}).all()
    exempt = member_search.exemptions_on(session, [row.id for row in rows], day)
    found = {(row.id, row.kind): GroupPerson(*row, exempt=exempt.get((row.id, unit_id, row.kind))) for row in rows}
    return sorted(found.values(), key=sort_key)


def _by_person(roles: Sequence) -> dict[tuple[int, GroupKind], tuple[int, GroupRole]]:
    """Return each person's group and role by kind of group."""
    return {(row.member_id, row.kind): (row.group_id, row.role) for row in roles if row.role != GroupRole.IN_CHARGE}


def _last_in_charge(session: Session, unit_id: int, day: date) -> dict[int, int]:
    """Return the current or last member in charge of each group."""
    return dict(session.exec(group_statements.LAST_IN_CHARGE, params={"unit": unit_id, "day": day}).all())


def _clusters(session: Session, unit_id: int, day: date) -> dict[int, list[tuple[str, str]]]:
    query = select(PartyGroupCluster.group_id, CellGroup.code, CellGroup.name).join(
        CellGroup, CellGroup.id == PartyGroupCluster.cluster_id
    )
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = session.exec(
        query.where(PartyGroupCluster.unit_id == unit_id, valid_on(PartyGroupCluster, day), valid_on(CellGroup, day))
    ).all()
    for group_id, code, name in sorted(rows, key=lambda row: unit_sort_key(row.name)):
        found[group_id].append((code, name))
    return found
