"""Changes of the groups of one kind in a cell from one day on: the steps that actions on groups consist of."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from sqlmodel import Session, func, select

from db.calendar import clock
from db.calendar.validity import not_ended_on
from db.errors import Invalid
from db.kernel import row_access, validation
from db.models import CellGroup, GroupKind, GroupMember, GroupRole, PartyGroupCluster
from db.people import group_board
from db.people.group_board import GroupBoard, GroupPerson
from db.vietnamese import fold

ONE_DAY = timedelta(days=1)
LEADING = (GroupRole.LEADER, GroupRole.DEPUTY)


class GroupChange:
    """A change of the groups of one kind in a cell from one day on."""

    def __init__(self, session: Session, unit_id: int, kind: GroupKind, since: date | None) -> None:
        if since is None:
            raise Invalid("day_missing")
        validation.event_day(since)
        self.session, self.unit_id, self.kind, self.since = session, unit_id, GroupKind(kind), since
        self.board: GroupBoard = group_board.load_in(session, unit_id, max(since, clock.today()))
        self.people = {person.code: person for person in self.board.people(self.kind)}
        self.standing: dict[int, list[GroupMember]] = defaultdict(list)
        query = select(GroupMember).join(CellGroup, CellGroup.id == GroupMember.group_id)
        here = CellGroup.unit_id == unit_id, CellGroup.kind == self.kind, not_ended_on(GroupMember, since)
        for row in session.exec(query.where(*here).order_by(GroupMember.id)).all():
            self.standing[row.member_id].append(row)

    def require_person(self, code: str) -> GroupPerson:
        """Return a person of the cell. Raises Invalid for somebody who cannot be in this kind of group."""
        if code not in self.people:
            raise Invalid("group_person_elsewhere")
        return self.people[code]

    def require_group(self, code: str | None) -> CellGroup:
        """Return a current group of this cell and kind."""
        row = row_access.require_by_code(self.session, CellGroup, code or "")
        if (row.unit_id, row.kind) != (self.unit_id, self.kind):
            raise Invalid("group_of_another_cell")
        if row.valid_to and row.valid_to < max(self.since, clock.today()):
            raise Invalid("group_closed", day=row.valid_to)
        if row.valid_from and row.valid_from > self.since:
            raise Invalid("day_before_start", day=row.valid_from)
        return row

    def group_by_code_or_name(self, code: str | None, name: str) -> CellGroup:
        """Return the group with this code, renamed if needed; without a code, a new one."""
        row = (
            self.require_group(code)
            if code
            else CellGroup(
                unit_id=self.unit_id, kind=self.kind, name="", place=self._next_place(), valid_from=self.since
            )
        )
        row.name = self.require_free_name(name, row.id)
        self.session.add(row)
        self.session.flush()
        return row

    def require_free_name(self, typed: str, own_id: int | None) -> str:
        """Return the typed name if no other group of the kind has it from that day on."""
        name = validation.optional_text(typed, 120)
        if not name:
            raise Invalid("people_group_name_missing")
        with self.session.no_autoflush:
            query = select(CellGroup.id, CellGroup.name).where(
                CellGroup.unit_id == self.unit_id, CellGroup.kind == self.kind, not_ended_on(CellGroup, self.since)
            )
            if any(fold(row.name) == fold(name) and row.id != own_id for row in self.session.exec(query)):
                raise Invalid("group_name_taken", name=name)
        return name

    def move_to_group(self, person: GroupPerson, group: CellGroup | None, role: GroupRole | None) -> None:
        """Move a person into this group and out of others; without a role, the person keeps the current one in it."""
        rows, first = (
            [row for row in self.standing[person.member_id] if row.role != GroupRole.IN_CHARGE],
            self._first(person),
        )
        if later := next((row for row in rows if row.valid_from and row.valid_from > first), None):
            raise Invalid("group_changed_later", name=person.name, day=later.valid_from)
        here = next((row for row in rows if group and row.group_id == group.id), None)
        role = role or (here.role if here else GroupRole.MEMBER)
        if role in LEADING:
            self._check_able(person)
        if here and (here.role, here.valid_to) == (role, person.until):
            return
        if group and role in LEADING:
            self._step_down(group, role, person.member_id)
        for row in rows:
            if group and row.valid_from == first:  # corrected on the same day
                row.group_id, row.role, row.valid_to = group.id, role, person.until
                return
            self._close(row, first)
        if group:
            self._add(group, person, role)

    def appoint(self, group: CellGroup, role: GroupRole, code: str | None) -> None:
        """Appoint somebody, or nobody, to a role in a group."""
        if code:
            self.move_to_group(self.require_person(code), group, role)
        else:
            self._step_down(group, role, None)

    def put_in_charge(self, group: CellGroup, code: str | None) -> None:
        """Put an own member in charge of a group, replacing the previous one."""
        person = next((person for person in self.board.own if person.code == code), None)
        if code and person is None:
            raise Invalid("group_person_elsewhere")
        if person:
            self._check_able(person)
        for row in self._rows(group, GroupRole.IN_CHARGE):
            if person and row.member_id == person.member_id:
                return
            self._close(row, self.since)
        if person:
            self._add(group, person, GroupRole.IN_CHARGE)

    def set_answering_clusters(self, group: CellGroup, codes: Collection[str], instead: bool = False) -> None:
        """Make a group responsible for clusters; with `instead`, for these only."""
        query = select(PartyGroupCluster).where(
            PartyGroupCluster.group_id == group.id, not_ended_on(PartyGroupCluster, self.since)
        )
        standing = {row.cluster_id: row for row in self.session.exec(query)}
        wanted = {self._cluster(code).id for code in codes}
        for cluster_id, row in standing.items():
            if instead and cluster_id not in wanted:
                row.valid_to = max(self.since - ONE_DAY, row.valid_from or self.since - ONE_DAY)
        self.session.add_all(
            PartyGroupCluster(unit_id=self.unit_id, group_id=group.id, cluster_id=cluster_id, valid_from=self.since)
            for cluster_id in sorted(wanted - set(standing))
        )

    def people_inside(self, group: CellGroup) -> list[GroupPerson]:
        """Return the people in a group on that day or later."""
        ids = {row.member_id for rows in self.standing.values() for row in rows if row.group_id == group.id}
        return [person for person in self.people.values() if person.member_id in ids]

    def end(self, group: CellGroup) -> None:
        """End a group the day before. Raises Invalid while it has people."""
        rows, here = self._rows(group), {person.member_id for person in self.people.values()}
        left = {row.member_id for row in rows if row.role != GroupRole.IN_CHARGE} & here
        if left:
            raise Invalid("people_group_not_empty", name=group.name, count=len(left))
        for row in rows:
            self._close(row, self.since)
        self.set_answering_clusters(group, (), instead=True)
        group.valid_to = max(self.since - ONE_DAY, group.valid_from or self.since - ONE_DAY)

    def _cluster(self, code: str) -> CellGroup:
        row = row_access.require_by_code(self.session, CellGroup, code)
        if (row.unit_id, row.kind) != (self.unit_id, GroupKind.CLUSTER):
            raise Invalid("group_of_another_cell")
        return row

    def _check_able(self, person: GroupPerson) -> None:
        if person.exempt:
            raise Invalid("leader_exempt", name=person.name)

    def _step_down(self, group: CellGroup, role: GroupRole, but: int | None) -> None:
        """Turn holders of a role into plain members from then on."""
        for row in self._rows(group, role):
            if row.member_id == but:
                continue
            person = next((person for person in self.people.values() if person.member_id == row.member_id), None)
            first = self._first(person) if person else self.since
            if person and row.valid_from == first:
                row.role = GroupRole.MEMBER
                continue
            self._close(row, first)
            if person:
                self._add(group, person, GroupRole.MEMBER)

    def _rows(self, group: CellGroup, role: GroupRole | None = None) -> list[GroupMember]:
        return [
            row
            for rows in self.standing.values()
            for row in list(rows)
            if row.group_id == group.id and (role is None or row.role == role)
        ]

    def _first(self, person: GroupPerson) -> date:
        """Return the first day of a new row for somebody who joined the cell later."""
        return max(self.since, person.since or self.since)

    def _add(self, group: CellGroup, person: GroupPerson, role: GroupRole) -> None:
        row = GroupMember(
            unit_id=self.unit_id, group_id=group.id, member_id=person.member_id, role=role,
            valid_from=self._first(person), valid_to=person.until,
        )  # fmt: skip
        self.standing[person.member_id].append(row)
        self.session.add(row)

    def _close(self, row: GroupMember, first: date) -> None:
        """End a row the day before, or on the same day if it began then."""
        row.valid_to = max(first - ONE_DAY, row.valid_from or first - ONE_DAY)
        self.standing[row.member_id].remove(row)

    def _next_place(self) -> int:
        query = select(func.max(CellGroup.place)).where(CellGroup.unit_id == self.unit_id, CellGroup.kind == self.kind)
        return (self.session.exec(query).one() or 0) + 1
