"""What is stored about a member in charge of households, for the data sheet."""

from typing import Any

from sqlmodel import Session, func, select

from db.models import (
    CellGroup,
    ExcludedPair,
    Household,
    HouseholdHelp,
    HouseholdReport,
    HouseholdVisit,
    Initiative,
    Meeting,
)


def list_excluded(session: Session, member_id: int) -> list[Any]:
    """Households and groups excluded for a member: name, from, to."""
    query = select(Household.name, CellGroup.name, ExcludedPair.valid_from, ExcludedPair.valid_to)
    query = query.select_from(ExcludedPair).outerjoin(Household, Household.id == ExcludedPair.household_id)
    query = query.outerjoin(CellGroup, CellGroup.id == ExcludedPair.group_id).where(ExcludedPair.member_id == member_id)
    found = session.exec(query.order_by(ExcludedPair.id.desc()))
    return [(household or group, since, until) for household, group, since, until in found]


def list_visits(session: Session, member_id: int) -> list[Any]:
    """Return the visits made: day and place."""
    query = select(HouseholdVisit.visited_on, func.coalesce(Household.name, CellGroup.name))
    query = query.select_from(HouseholdVisit).outerjoin(Household, Household.id == HouseholdVisit.household_id)
    query = query.outerjoin(CellGroup, CellGroup.id == HouseholdVisit.group_id)
    return list(session.exec(query.where(HouseholdVisit.member_id == member_id).order_by(HouseholdVisit.id.desc())))


def list_helped(session: Session, member_id: int) -> list[Any]:
    """Return the help given: day, household, kind."""
    query = select(HouseholdHelp.helped_on, Household.name, HouseholdHelp.kind)
    query = query.join(Household, Household.id == HouseholdHelp.household_id)
    return list(session.exec(query.where(HouseholdHelp.member_id == member_id).order_by(HouseholdHelp.id.desc())))


def list_led_initiatives(session: Session, member_id: int) -> list[Any]:
    """Return the initiatives led: name, from, to."""
    query = select(Initiative.name, Initiative.valid_from, Initiative.valid_to)
    return list(session.exec(query.where(Initiative.leader_id == member_id).order_by(Initiative.id.desc())))


def list_reports(session: Session, member_id: int) -> list[Any]:
    """Return the reports on households at meetings: day, type of meeting, whether the member reported."""
    query = select(Meeting.held_on, Meeting.type, HouseholdReport.reported)
    query = query.join(Meeting, Meeting.id == HouseholdReport.meeting_id)
    return list(session.exec(query.where(HouseholdReport.member_id == member_id).order_by(Meeting.held_on.desc())))
