"""What members did for households in a year: how many they are in charge of, visits, reports at meetings."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import Session, func, select

from db.households import household_board
from db.kernel.statements import prepared_statement
from db.models import HouseholdReport, HouseholdVisit


class MemberWork(NamedTuple):
    """A member's households on a day, recorded visits, and the rounds of household reports due and reported."""

    households: int = 0
    visits: int = 0
    reports: int = 0
    rounds: int = 0


def by_member(session: Session, unit_id: int, year: int, day: date) -> dict[int, MemberWork]:
    """Everybody in a cell who did something for households in a year; charges as of a day."""
    asked = {"unit": unit_id, "since": date(year, 1, 1), "until": date(year, 12, 31)}
    held = household_board.households_by_assignee(session, unit_id, day)
    visits = dict(session.exec(_VISITS, params=asked).all())
    reports = {row[0]: tuple(row[1:]) for row in session.exec(_REPORTS, params=asked)}
    return {
        each: MemberWork(held.get(each, 0), visits.get(each, 0), *reports.get(each, (0, 0)))
        for each in {*held, *visits, *reports}
    }


_UNIT: BindParameter[int] = bindparam("unit")
_SINCE, _UNTIL = bindparam("since", type_=Date), bindparam("until", type_=Date)
_VISITS = prepared_statement(
    select(HouseholdVisit.member_id, func.count(HouseholdVisit.id))
    .where(
        HouseholdVisit.unit_id == _UNIT,
        HouseholdVisit.visited_on.between(_SINCE, _UNTIL),
        HouseholdVisit.member_id.is_not(None),
    )
    .group_by(HouseholdVisit.member_id)
)
_REPORTS = prepared_statement(
    select(
        HouseholdReport.member_id,
        func.count(HouseholdReport.id).filter(HouseholdReport.reported),
        func.count(HouseholdReport.id),
    )
    .where(
        HouseholdReport.unit_id == _UNIT,
        HouseholdReport.reported_on.between(_SINCE, _UNTIL),
        HouseholdReport.member_id.is_not(None),
    )
    .group_by(HouseholdReport.member_id)
)
