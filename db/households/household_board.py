"""The board of a cell: its clusters, groups and named households, who looks after each, and what is uncovered."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.calendar.spans import any_contains, day_span
from db.households import (
    assignee_availability,
    assignment_decisions,
    assignment_spans,
    board_visits,
    cover_count,
    household_queries,
)
from db.households.assignee_availability import Assignee, CellPerson, CellPresences, UnavailabilityReason
from db.households.assignment_decisions import Decision
from db.households.board_visits import BoardVisits
from db.households.cover_count import AssignedTargets, Cover
from db.households.household_queries import AnsweringGroup, NamedHousehold
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import GroupKind
from db.settings import settings


class BoardRow(NamedTuple):
    """A cluster, group or named household with the members in charge of it on the day.

    `above` are those in charge of its cluster. `since` is the first day without anybody, if it is uncovered; None then
    means that it never was covered. `coming` will be in charge from a later day on. `answering` are the Party groups
    responsible for a cluster; `declined`: the cell resolved not to assign, so nobody is missing.
    """

    kind: GroupKind | None  # None for a household
    id: int
    code: str
    name: str
    parent_id: int | None
    cover: Cover
    assignees: list[Assignee]
    above: list[Assignee]
    looked_after: bool
    since: date | None
    household: NamedHousehold | None = None
    answering: Sequence[AnsweringGroup] = ()
    declined: bool = False
    coming: Sequence[Assignee] = ()

    @property
    def uncovered(self) -> bool:
        """Whether neither it nor everything in it is looked after, though it should be."""
        return not self.declined and not self.looked_after and (self.household is not None or self.cover.uncovered > 0)


class AssigneeLoad(NamedTuple):
    """A person in the cell, the person's charges, and the number of households."""

    who: CellPerson
    lines: list[BoardRow]
    households: int


class Board(NamedTuple):
    """The board on a day: each cluster followed by its contents.

    `decision` is the cell's latest; more than `most` households are too many for one member.
    """

    day: date
    lines: list[BoardRow]
    cover: Cover
    loads: list[AssigneeLoad]
    most: int
    visits: BoardVisits
    decision: Decision | None = None
    coming: Decision | None = None  # a decision that applies from a later day

    @property
    def declined(self) -> bool:
        """Whether the cell resolved not to assign."""
        return self.decision is not None and not self.decision.assigns

    @property
    def overloaded(self) -> list[AssigneeLoad]:
        """Members present with too many households, highest load first."""
        found = [load for load in self.loads if not load.who.hindered and load.households > self.most]
        return sorted(found, key=lambda load: -load.households)

    def find(self, code: str) -> BoardRow | None:
        """The row with a public code."""
        return next((line for line in self.lines if line.code == code), None)


class Charges(NamedTuple):
    """Who is in charge of which rows of the board on a day, and the last visit to each row by (is a group, id)."""

    day: date
    lines: list[BoardRow]
    loads: list[AssigneeLoad]  # of those in charge of anything
    last_visits: Mapping[tuple[bool, int], date | None]


def load_charges(viewer: Viewer, unit_id: int) -> Charges:
    """Who is in charge of what in a cell today; the rows say nothing of decisions and answering groups."""
    with reading(viewer) as session:
        day = clock.today()
        groups, _, named, people, lines = _standing(session, unit_id, day)
        in_charge = {carer.member_id for line in lines for carer in line.assignees}
        here = assignee_availability.people_on(session, unit_id, day, people, in_charge)
        last_visits = board_visits.last_days_in(session, unit_id, day, groups, named)
        return Charges(day, lines, _loads(here, lines), last_visits)


def load(viewer: Viewer, unit_id: int, day: date | None = None) -> Board:
    """The households of a cell as of a day (default: today)."""
    with reading(viewer) as session:
        return load_in(session, unit_id, day or clock.today())


def load_in(session: Session, unit_id: int, day: date) -> Board:
    """Like `load`, within the caller's session."""
    groups, told, named, people, lines = _standing(session, unit_id, day)
    here = assignee_availability.people_on(session, unit_id, day, people)
    answering, decision = (
        household_queries.answering_groups(session, unit_id, day),
        assignment_decisions.decision_on(session, unit_id, day),
    )
    last = assignment_decisions.decision_on(session, unit_id, date.max)
    most = settings.value_for_unit(session, "assignment_most", unit_id, day)
    declined = decision is not None and not decision.assigns
    lines = [
        line._replace(declined=declined, answering=answering.get(line.id, ()) if line.kind else ()) for line in lines
    ]
    outermost = cover_count.total(
        line.cover for line in lines if line.kind and line.parent_id not in {row.id for row in groups}
    )
    visits = board_visits.load_in(session, unit_id, day, groups, told, named)
    coming = last if last != decision else None
    return Board(day, lines, outermost, _loads(here, lines), most, visits, decision, coming)


def households_by_assignee(session: Session, unit_id: int, day: date) -> dict[int, int]:
    """Return how many households each member present is in charge of on a day, for those in charge of any."""
    lines = _standing(session, unit_id, day).lines
    there = {
        carer.member_id for line in lines for carer in line.assignees if carer.hindered != UnavailabilityReason.LEFT
    }
    return {member_id: count for member_id, count in _household_counts(lines).items() if member_id in there}


class _Standing(NamedTuple):
    """Groups, households and stays of people of a cell on a day."""

    groups: list
    told: dict[int, int]
    named: list[NamedHousehold]
    people: CellPresences
    lines: list[BoardRow]


def _standing(session: Session, unit_id: int, day: date) -> _Standing:
    groups, told = (
        household_queries.list_groups(session, day, [unit_id]),
        household_queries.household_counts(session, day, [unit_id]),
    )
    named, people = (
        household_queries.list_households(session, unit_id, day),
        assignee_availability.load_presences(session, unit_id),
    )
    all_carers = assignee_availability.assignees_of_cell(session, unit_id, day, people)
    return _Standing(groups, told, named, people, _lines(groups, told, named, all_carers, day))


def is_in_charge(carer: Assignee, day: date) -> bool:
    """Whether somebody is in charge on a day, available or not."""
    return day_span(carer.since, carer.until).contains(day)


class _Book(NamedTuple):
    """The data from which the rows are built."""

    day: date
    groups: list
    named: list[NamedHousehold]
    covers: dict[int, Cover]
    parents: dict[int, int | None]
    of_group: dict[int, list[Assignee]]
    of_household: dict[int, list[Assignee]]


def _lines(
    groups: list, stated: dict[int, int], named: list[NamedHousehold], all_carers: list[Assignee], day: date
) -> list[BoardRow]:
    acting = [carer for carer in all_carers if any_contains(carer.parts, day)]
    charged = AssignedTargets({carer.group_id for carer in acting}, {carer.household_id for carer in acting})
    inside: dict[int, list[int]] = {}
    for home in named:
        inside.setdefault(home.group_id, []).append(home.id)
    covers, parents = (
        cover_count.cover_by_group(household_queries.to_group_counts(groups, stated), inside, charged),
        {row.id: row.parent_id for row in groups},
    )
    return _below(
        _Book(day, groups, named, covers, parents, _by(all_carers, "group_id"), _by(all_carers, "household_id")), None
    )


def _below(book: _Book, parent_id: int | None) -> list[BoardRow]:
    """The direct contents of a group (None: of the cell): named households, then each group with its contents."""
    lines = [
        _line(book, home, book.of_household.get(home.id, []), home.group_id, None)
        for home in book.named
        if home.group_id == parent_id
    ]
    for row in book.groups:
        if (row.parent_id if row.parent_id in book.parents else None) == parent_id:
            lines += [_line(book, row, book.of_group.get(row.id, []), row.parent_id, row.kind), *_below(book, row.id)]
    return lines


def _line(book: _Book, row, own: list[Assignee], parent_id: int | None, kind: GroupKind | None) -> BoardRow:
    above = [
        carer for up in cover_count.with_groups_above(parent_id, book.parents) for carer in book.of_group.get(up, ())
    ]
    parts = [part for carer in (*own, *above) for part in carer.parts]
    looked_after = any_contains(parts, book.day)
    covered = book.covers[row.id] if kind else Cover(1, int(looked_after))
    now, over = ([carer for carer in some if is_in_charge(carer, book.day)] for some in (own, above))
    since = None if looked_after else assignment_spans.uncovered_since(parts, book.day)
    household, coming = None if kind else row, [carer for carer in own if carer.since and carer.since > book.day]
    line = BoardRow(kind, row.id, row.code, row.name, parent_id, covered, now, over, looked_after, since, household)
    return line._replace(coming=coming)


def _loads(here: list[CellPerson], lines: list[BoardRow]) -> list[AssigneeLoad]:
    """Each member's charges and the number of households."""
    held: dict[int, list[BoardRow]] = {}
    for line in lines:
        for carer in line.assignees:
            held.setdefault(carer.member_id, []).append(line)
    counts = _household_counts(lines)
    return [AssigneeLoad(who, held.get(who.member_id, []), counts.get(who.member_id, 0)) for who in here]


def _household_counts(lines: list[BoardRow]) -> dict[int, int]:
    return cover_count.member_loads(
        [carer for line in lines for carer in line.assignees],
        {line.id: line.cover for line in lines if line.kind},
        {line.id: line.parent_id for line in lines if line.kind},
        {line.id: line.parent_id for line in lines if not line.kind},
    )


def _by(all_carers: list[Assignee], column: str) -> dict[int, list[Assignee]]:
    found: dict[int, list[Assignee]] = {}
    for carer in all_carers:
        if (key := getattr(carer, column)) is not None:
            found.setdefault(key, []).append(carer)
    return found
