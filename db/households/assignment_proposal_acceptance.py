"""Accepting proposed assignments, one suggestion or all, in one action that can be undone as a whole."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import not_ended_on
from db.errors import Invalid, NotAllowed
from db.households import assignee_availability, assignment_decisions, groups, household_queries
from db.households.assignee_availability import CellPresences
from db.households.assignment_proposals import Suggestion
from db.kernel import bulk, row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import Assignment, CellGroup, GroupKind, Household, HouseholdCount, Member
from db.vietnamese import fold

DAY = timedelta(days=1)


def accept(
    viewer: Viewer,
    unit_id: int,
    suggestions: Sequence[Suggestion],
    since: date | None,
    paper: str | None = None,
    group_name: str = "Nhóm hộ {number}",
    token: str | None = None,
) -> int:
    """Put everybody in charge as suggested from a day on, ending earlier charges the day before; return how many.

    If somebody is to be in charge from a later day on, that plan is kept and the new charge ends the day before it.
    Households divided from a cluster become a group under the next free `group_name`. Raises Invalid if somebody is not
    available on that day, others were put in charge meanwhile, or a cluster has too few households left.
    """
    with writing(viewer, "accept_proposal", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        if since is None:
            raise Invalid("day_missing")
        if not suggestions:
            raise Invalid("nothing_chosen")
        validation.event_day(since)
        assignment_decisions.require_assigning(session, unit_id, since)
        writer = _Writer(session, unit_id, since, validation.optional_text(paper, 200), group_name)
        bulk.insert(session, Assignment, [writer.place(each) for each in suggestions])
        writer.check()
        return len(suggestions)


class _Writer:
    """One acceptance, with the cell's data read once."""

    def __init__(self, session: Session, unit_id: int, since: date, paper: str | None, group_name: str) -> None:
        self.session, self.unit_id, self.since, self.paper, self.group_name = session, unit_id, since, paper, group_name
        self.people: CellPresences = assignee_availability.load_presences(session, unit_id)
        held = Assignment.unit_id == unit_id, not_ended_on(Assignment, since)
        self.standing = list(session.exec(select(Assignment).where(*held)).all())
        self.groups = {row.id: row for row in session.exec(select(CellGroup).where(CellGroup.unit_id == unit_id)).all()}
        self.names = {fold(row.name) for row in self.groups.values() if row.kind in household_queries.KINDS}
        self.divided: dict[int, CellGroup] = {}

    def place(self, one: Suggestion) -> dict:
        """The new charge; the one that it replaces ends."""
        member = row_access.require_row(self.session, Member, one.member_id)
        if self.people.hindrance_on(member.id, self.since):
            raise Invalid("proposal_person_gone", name=member.name, day=self.since)
        place = self._place(one)
        if place.unit_id != self.unit_id:
            raise NotAllowed()
        if place.valid_to and place.valid_to < self.since:
            raise Invalid("group_closing", name=place.name, day=place.valid_to)
        if place.valid_from and self.since < place.valid_from:
            raise Invalid("household_not_yet", name=place.name, day=place.valid_from)
        charges, planned = self._charges(one)
        others = [row for row in charges if row.id not in one.ends]
        if acting := [row.member_id for row in others if not self.people.hindrance_on(row.member_id, self.since)]:
            names = self.session.exec(select(Member.name).where(Member.id.in_(acting)).order_by(Member.sort_key))
            raise Invalid("assigned_meanwhile", name=place.name, people=list(names))
        for row in charges if not one.divides else ():
            row.valid_to, row.end_reason = validation.end_day(self.since - DAY, row.valid_from), "handed_over"
        target = self._divide(place, one.households) if one.divides else place
        of = {"household_id": None, "group_id": target.id}
        if isinstance(target, Household):
            of = {"household_id": target.id, "group_id": None}
        until = {"valid_to": target.valid_to, "end_reason": "household_closed" if target.valid_to else None}
        if planned and not one.divides:
            until = {"valid_to": min(planned) - DAY, "end_reason": "handed_over"}
        row = {"unit_id": self.unit_id, "member_id": member.id, "valid_from": self.since, "paper": self.paper}
        return {**row, **of, **until}

    def check(self) -> None:
        """Raise Invalid if more was taken out of a cluster than it has."""
        for cluster in self.divided.values():
            groups.require_capacity(self.session, cluster, self.since)

    def _place(self, one: Suggestion) -> CellGroup | Household:
        if one.household_id is not None:
            return row_access.require_row(self.session, Household, one.household_id)
        group = self.groups.get(one.group_id or 0)
        if group is None or group.kind not in household_queries.KINDS:
            raise NotAllowed()
        return group

    def _charges(self, one: Suggestion) -> tuple[list[Assignment], list[date]]:
        """Current charges on it and those made since, and the later days from which others are planned."""
        place = one.group_id, one.household_id
        rows = [row for row in self.standing if (row.group_id, row.household_id) == place]
        last = max(self.since, clock.today())
        begun = [row for row in rows if row.valid_from is None or row.valid_from <= last]
        return begun, [row.valid_from for row in rows if row.valid_from and row.valid_from > last]

    def _divide(self, cluster: CellGroup, households: int) -> CellGroup:
        """Create a group of this many households in a cluster."""
        if cluster.kind != GroupKind.CLUSTER:
            raise Invalid("group_in_group")
        places = [row.place for row in self.groups.values() if row.parent_id == cluster.id]
        numbers = range(1, len(self.names) + 2)
        name = next(name for name in map(self._name, numbers) if fold(name) not in self.names)
        row = CellGroup(unit_id=self.unit_id, kind=GroupKind.HOUSEHOLDS, name=name, parent_id=cluster.id)
        row.place, row.valid_from = max(places, default=0) + 1, self.since
        self.session.add(row)
        self.session.flush()
        self.session.add(
            HouseholdCount(unit_id=self.unit_id, group_id=row.id, households=households, valid_from=self.since)
        )
        self.names.add(fold(name))
        self.groups[row.id], self.divided[cluster.id] = row, cluster
        return row

    def _name(self, number: int) -> str:
        return self.group_name.format(number=number)
