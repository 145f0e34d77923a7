"""Members in charge of households who have not reported on them at a meeting for a long time.

The interval is a setting of the cell. Members who have been in charge for less than that are left out, and so are cells
without a recorded round of reports by the start of the interval.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, func, select

from db.calendar.months import months_before
from db.calendar.validity import valid_on
from db.households import household_queries
from db.kernel.statements import prepared_statement
from db.models import Assignment, Exemption, HouseholdReport, Membership, MembershipKind
from db.settings import settings

MONTHS = "report_months"


class SilentMember(NamedTuple):
    """A member in charge who has not reported for a long time, with the cell."""

    unit_id: int
    member_id: int


def list_silent(
    session: Session, day: date, cells: Collection[int], asked: Collection[int] | None
) -> set[SilentMember]:
    """Return the cells' own members who are present and in charge on a day and have not reported for a long time.

    `asked` are these cells, or None if all in sight are read at once.
    """
    found: set[SilentMember] = set()
    by_start: dict[date, set[int]] = {}
    for unit_id, months in settings.values_for_units(session, MONTHS, cells, day).items():
        by_start.setdefault(months_before(day, months), set()).add(unit_id)
    for start, units in by_start.items():
        found |= _silent(session, day, start, units, None if asked is None else units)
    return found


def last_reports(session: Session, unit_id: int, day: date) -> dict[int, date]:
    """The last report of each member in charge in a cell, by a day."""
    return dict(session.exec(_LAST, params={"unit": unit_id, "day": day}).all())


def _silent(
    session: Session, day: date, start: date, units: set[int], asked: Collection[int] | None
) -> set[SilentMember]:
    telling = units & set(household_queries.execute_for_units(session, _TELLING, asked, since=start))
    if not telling:
        return set()
    heard = set(map(tuple, household_queries.execute_for_units(session, _HEARD, asked, since=start, day=day)))
    charged = household_queries.execute_for_units(session, _CHARGED, asked, since=start, day=day)
    return {SilentMember(*row) for row in charged if row.unit_id in telling and tuple(row) not in heard}


# Run by every board; prepared once, since building them costs more than running them.
_DAY, _SINCE = bindparam("day", type_=Date), bindparam("since", type_=Date)
_LAST = prepared_statement(
    select(HouseholdReport.member_id, func.max(HouseholdReport.reported_on))
    .where(
        HouseholdReport.unit_id == bindparam("unit"),
        HouseholdReport.reported_on <= _DAY,
        HouseholdReport.reported,
        HouseholdReport.member_id.is_not(None),
    )
    .group_by(HouseholdReport.member_id)
)
_TELLING = household_queries.prepare_for_units(
    HouseholdReport, select(HouseholdReport.unit_id).where(HouseholdReport.reported_on <= _SINCE).distinct()
)
_HEARD = household_queries.prepare_for_units(
    HouseholdReport,
    select(HouseholdReport.unit_id, HouseholdReport.member_id)
    .where(
        HouseholdReport.reported,
        HouseholdReport.reported_on > _SINCE,
        HouseholdReport.reported_on <= _DAY,
    )
    .distinct(),
)
_CHARGED = household_queries.prepare_for_units(
    Assignment,
    select(Assignment.unit_id, Assignment.member_id)
    .where(
        valid_on(Assignment, _DAY),
        select(Membership.id)
        .where(
            Membership.member_id == Assignment.member_id,
            Membership.unit_id == Assignment.unit_id,
            Membership.kind == MembershipKind.OWN,
            valid_on(Membership, _DAY),
        )
        .exists(),
        ~select(Exemption.id)
        .where(
            Exemption.member_id == Assignment.member_id,
            Exemption.unit_id == Assignment.unit_id,
            valid_on(Exemption, _DAY),
        )
        .exists(),
    )
    .group_by(Assignment.unit_id, Assignment.member_id)
    .having(func.min(func.coalesce(Assignment.valid_from, date.min)) <= _SINCE),
)
