"""Which households were visited in a month, and which have not been visited for long.

The interval is a setting of the cell. A household known for less than the interval is not overdue, nor is any in a cell
whose first recorded visit is that recent: nothing can be said there yet.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, func, select

from db.calendar.months import first_day, month_of, months_before
from db.households import household_queries
from db.households.cover_count import AssignedTargets
from db.models import HouseholdPlace, HouseholdVisit
from db.settings import settings

MONTHS = "visit_months"


class VisitedTargets(NamedTuple):
    """What was visited in the month of a day, what was visited or became known recently enough, and the cells about
    which this can be told.
    """

    month: AssignedTargets
    recent: AssignedTargets
    telling: Collection[int]


def visited_targets(
    session: Session, day: date, cells: Collection[int], asked: list[int] | None, groups: Iterable
) -> VisitedTargets:
    """What was visited in some cells; `asked` are these cells, or None if all in sight are read at once. `groups` are
    theirs, with the days since when they are known.
    """
    starts = {
        unit_id: months_before(day, months)
        for unit_id, months in settings.values_for_units(session, MONTHS, cells, day).items()
    }
    month = first_day(month_of(day))
    earliest = min([month, *starts.values()])
    rows = household_queries.execute_for_units(session, _VISITS, asked, since=earliest, day=day).all()
    firsts = dict(household_queries.execute_for_units(session, _FIRST, asked, day=day).all())
    known = household_queries.execute_for_units(session, _KNOWN, asked, since=earliest)
    recent = _targets([row for row in rows if row.visited_on > starts.get(row.unit_id, day)])
    new_groups = {row.id for row in groups if row.valid_from and row.valid_from > starts.get(row.unit_id, day)}
    new_homes = {row.household_id for row in known if row.since > starts.get(row.unit_id, day)}
    return VisitedTargets(
        _targets([row for row in rows if row.visited_on >= month]),
        recent._replace(groups={*recent.groups, *new_groups}, households={*recent.households, *new_homes}),
        {unit_id for unit_id, first in firsts.items() if unit_id in starts and first <= starts[unit_id]},
    )


def _targets(rows: list) -> AssignedTargets:
    parts: Counter[int] = Counter()
    for row in rows:
        if row.households:
            parts[row.group_id] += row.households
    groups = {row.group_id for row in rows if row.group_id and not row.households}
    return AssignedTargets(groups, {row.household_id for row in rows if row.household_id}, parts)


_DAY, _SINCE = bindparam("day", type_=Date), bindparam("since", type_=Date)
_VISITS = household_queries.prepare_for_units(
    HouseholdVisit,
    select(
        HouseholdVisit.unit_id,
        HouseholdVisit.household_id,
        HouseholdVisit.group_id,
        HouseholdVisit.households,
        HouseholdVisit.visited_on,
    ).where(HouseholdVisit.visited_on >= _SINCE, HouseholdVisit.visited_on <= _DAY),
)
_FIRST = household_queries.prepare_for_units(
    HouseholdVisit,
    select(HouseholdVisit.unit_id, func.min(HouseholdVisit.visited_on))
    .where(HouseholdVisit.visited_on <= _DAY)
    .group_by(HouseholdVisit.unit_id),
)
_KNOWN = household_queries.prepare_for_units(  # named households that have been known only recently
    HouseholdPlace,
    select(HouseholdPlace.unit_id, HouseholdPlace.household_id, func.min(HouseholdPlace.valid_from).label("since"))
    .group_by(HouseholdPlace.unit_id, HouseholdPlace.household_id)
    .having(
        func.min(func.coalesce(HouseholdPlace.valid_from, date.min)) > _SINCE,
    ),
)
