"""Visits to a cell's households and reports on them at meetings, as shown on its board."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, func, select

from db.households import cover_count, household_queries, recent_visits, silent_members
from db.households.cover_count import AssignedTargets, Cover, GroupCount
from db.households.household_queries import NamedHousehold
from db.kernel.statements import prepared_statement
from db.models import HouseholdVisit
from db.settings import settings


class LineVisits(NamedTuple):
    """The last visit, and the number of households not visited for long."""

    last: date | None = None
    unvisited: int = 0


class BoardVisits(NamedTuple):
    """A cell on a day: households visited in its month, and those not visited for long (None if that cannot be told
    yet); the last report of each member, and members in charge who have not reported for long; the number of months
    that counts as long.
    """

    month: Cover
    unvisited: int | None
    lines: Mapping[tuple[bool, int], LineVisits]  # by (is a group, id)
    reports: Mapping[int, date]  # by member id
    silent: Collection[int]
    visit_months: int
    report_months: int

    def of_line(self, is_group: bool, id_: int) -> LineVisits:
        """Visits of a group, or of a named household."""
        return self.lines.get((is_group, id_), LineVisits())


def load_in(
    session: Session, unit_id: int, day: date, groups: list, stated: dict[int, int], named: list[NamedHousehold]
) -> BoardVisits:
    """Load it within a session that has already read the cell's groups and households."""
    targets = recent_visits.visited_targets(session, day, [unit_id], [unit_id], groups)
    counts, inside = household_queries.to_group_counts(groups, stated), _by_group(named)
    month = cover_count.cover_by_group(counts, inside, targets.month)
    recent = cover_count.cover_by_group(counts, inside, targets.recent)
    telling, parents = unit_id in targets.telling, {row.id: row.parent_id for row in groups}
    last = last_days_in(session, unit_id, day, groups, named)
    lines = {
        (True, row.id): LineVisits(last[True, row.id], recent[row.id].uncovered if telling else 0) for row in groups
    }
    for home in named:
        above = cover_count.with_groups_above(home.group_id, parents)
        lines[False, home.id] = LineVisits(
            last[False, home.id], int(telling and not _is_recent(home.id, above, targets.recent))
        )
    silent = silent_members.list_silent(session, day, [unit_id], [unit_id])
    return BoardVisits(
        _whole(month, counts),
        _whole(recent, counts).uncovered if telling else None,
        lines,
        silent_members.last_reports(session, unit_id, day),
        {one.member_id for one in silent},
        settings.value_for_unit(session, recent_visits.MONTHS, unit_id, day),
        settings.value_for_unit(session, silent_members.MONTHS, unit_id, day),
    )


def last_days_in(
    session: Session, unit_id: int, day: date, groups: list, named: list[NamedHousehold]
) -> dict[tuple[bool, int], date | None]:
    """The last visit to each group and named household by a day, by (is a group, id)."""
    last, parents = _last_days(session, unit_id, day), {row.id: row.parent_id for row in groups}
    inside = [
        *((True, row.id, row.parent_id) for row in groups),
        *((False, home.id, home.group_id) for home in named),
    ]
    return {
        (is_group, id_): last.latest((is_group, id_), cover_count.with_groups_above(parent_id, parents))
        for is_group, id_, parent_id in inside
    }


def _by_group(named: list[NamedHousehold]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for home in named:
        found.setdefault(home.group_id, []).append(home.id)
    return found


def _whole(covers: dict[int, Cover], counts: list[GroupCount]) -> Cover:
    return cover_count.total(covers[group.id] for group in cover_count.outermost_groups(counts))


def _is_recent(household_id: int, above: list[int], recent: AssignedTargets) -> bool:
    return household_id in recent.households or bool(set(above) & set(recent.groups))


class _LastDays(NamedTuple):
    """The last visit to each household and group itself, and the last to all of a group."""

    own: dict[tuple[bool, int], date]
    whole: dict[int, date]

    def latest(self, key: tuple[bool, int], above: list[int]) -> date | None:
        """The last visit to it, or to all of a group that contains it."""
        days = [self.own.get(key), *(self.whole.get(up) for up in above)]
        return max(filter(None, days), default=None)


def _last_days(session: Session, unit_id: int, day: date) -> _LastDays:
    own: dict[tuple[bool, int], date] = {}
    whole: dict[int, date] = {}
    for row in session.exec(_LAST, params={"unit": unit_id, "day": day}):
        key = (row.group_id is not None, row.group_id or row.household_id)
        own[key] = max(row.last, own.get(key, row.last))
        if row.group_id and row.households is None:
            whole[row.group_id] = row.last
    return _LastDays(own, whole)


_LAST = prepared_statement(
    select(
        HouseholdVisit.group_id,
        HouseholdVisit.household_id,
        HouseholdVisit.households,
        func.max(HouseholdVisit.visited_on).label("last"),
    )
    .where(HouseholdVisit.unit_id == bindparam("unit"), HouseholdVisit.visited_on <= bindparam("day", type_=Date))
    .group_by(HouseholdVisit.group_id, HouseholdVisit.household_id, HouseholdVisit.households)
)
