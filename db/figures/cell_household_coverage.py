"""Household coverage of each cell, counted from rows without names: looked after, visited, not visited for long."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, select

from db.calendar.validity import valid_on
from db.households import cover_count, household_queries, recent_visits
from db.households.cover_count import AssignedTargets, Cover, GroupCount
from db.kernel.statements import prepared_statement
from db.models import Assignment, Exemption, Membership


class CellCovers(NamedTuple):
    """A cell's coverage, the load of each member in charge, households visited in the month, and households not visited
    for long.
    """

    covers: dict[int, Cover]
    loads: dict[int, list[int]]
    visited: Counter[int]
    unvisited: Counter[int]


class _Standing(NamedTuple):
    """The groups of cells with their households, who is in charge of which, and what is covered of each group."""

    rows: Sequence
    groups: list[GroupCount]
    named: dict[int, list[int]]
    charges: Sequence
    covers: dict[int, Cover]


def load_in(session: Session, cells: list[int], asked: list[int] | None, day: date) -> CellCovers:
    """The coverage of each requested cell (default: all in sight), by members who are present."""
    rows, groups, named, charges, covers = _standing(session, asked, day)
    outermost = {group.id for group in cover_count.outermost_groups(groups)}
    targets = recent_visits.visited_targets(session, day, cells, asked, rows)
    month, recent = (cover_count.cover_by_group(groups, named, some) for some in (targets.month, targets.recent))
    found: dict[int, list[Cover]] = defaultdict(list)
    visited: Counter[int] = Counter()
    unvisited: Counter[int] = Counter()
    for row in rows:
        if row.id in outermost:
            found[row.unit_id].append(covers[row.id])
            visited[row.unit_id] += month[row.id].covered
            unvisited[row.unit_id] += recent[row.id].uncovered if row.unit_id in targets.telling else 0
    by_cell = {unit_id: cover_count.total(some) for unit_id, some in found.items()}
    return CellCovers(by_cell, _loads(charges, covers, groups, named), visited, unvisited)


def member_loads_in(session: Session, asked: list[int] | None, day: date) -> dict[int, list[int]]:
    """The load of each present member in charge, by requested cell (default: all in sight)."""
    _, groups, named, charges, covers = _standing(session, asked, day)
    return _loads(charges, covers, groups, named)


def _standing(session: Session, asked: list[int] | None, day: date) -> _Standing:
    rows, told, named = (
        household_queries.list_groups(session, day, asked),
        household_queries.household_counts(session, day, asked),
        household_queries.households_by_group(session, day, asked),
    )
    groups, charges = household_queries.to_group_counts(rows, told), session.exec(_CHARGED, params={"day": day}).all()
    charged = AssignedTargets({row.group_id for row in charges}, {row.household_id for row in charges})
    return _Standing(rows, groups, named, charges, cover_count.cover_by_group(groups, named, charged))


def _loads(charges: Sequence, covers: dict, groups: list[GroupCount], named: dict) -> dict[int, list[int]]:
    parents = {group.id: group.parent_id for group in groups}
    homes = {home: group_id for group_id, some in named.items() for home in some}
    by_cell: dict[int, list] = defaultdict(list)
    for row in charges:
        by_cell[row.unit_id].append(row)
    return {
        unit_id: list(cover_count.member_loads(some, covers, parents, homes).values())
        for unit_id, some in by_cell.items()
    }


def stays_on_day(day: date | BindParameter):
    """Stays of the members in charge in the cell of their charge, on a day."""
    return select(Membership.id).where(
        Membership.member_id == Assignment.member_id,
        Membership.unit_id == Assignment.unit_id,
        valid_on(Membership, day),
    )


def absences_on_day(table: type, day: date | BindParameter):
    """Exemptions and absences in its cell of the member that a row is about, on a day."""
    return select(Exemption.id).where(
        Exemption.member_id == table.member_id, Exemption.unit_id == table.unit_id, valid_on(Exemption, day)
    )


# Run by every cell's first page; prepared once, since building it costs more than running it.
_DAY = bindparam("day", type_=Date)
_CHARGED = prepared_statement(
    select(Assignment.unit_id, Assignment.member_id, Assignment.group_id, Assignment.household_id).where(
        valid_on(Assignment, _DAY), stays_on_day(_DAY).exists(), ~absences_on_day(Assignment, _DAY).exists()
    )
)
