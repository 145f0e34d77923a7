"""The history of a group or household, latest first: numbers, classes, places, members in charge,
and what is planned.
"""

from datetime import date
from typing import NamedTuple

from sqlmodel import select

from db.calendar import clock
from db.households import assignee_availability
from db.households.assignee_availability import Assignee
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import CellGroup, Household, HouseholdClass, HouseholdCount, HouseholdPlace


class CountEntry(NamedTuple):
    """A number of households from a day on."""

    households: int
    since: date | None


class ClassEntry(NamedTuple):
    """A household's class in a year and the paper that decided it."""

    year: int
    rating: str
    paper: str | None


class GroupStay(NamedTuple):
    """A time in a group."""

    group: str
    since: date | None
    until: date | None


class UpcomingHousehold(NamedTuple):
    """A household that will be followed by name from a later day."""

    code: str
    name: str
    since: date


class HouseholdHistory(NamedTuple):
    """The history and its cell; a group has no classes and places, a household no numbers."""

    unit_id: int
    code: str
    name: str
    assignees: list[Assignee]
    numbers: list[CountEntry]
    classes: list[ClassEntry]
    places: list[GroupStay]
    since: date | None
    until: date | None
    reason: str | None


def load_group_history(viewer: Viewer, code: str) -> HouseholdHistory:
    """The history of a cluster or group. Raises NotAllowed if the viewer may not see it."""
    with reading(viewer) as session:
        row = row_access.require_by_code(session, CellGroup, code)
        query = select(HouseholdCount.households, HouseholdCount.valid_from).where(HouseholdCount.group_id == row.id)
        numbers = session.exec(
            query.order_by(
                HouseholdCount.valid_from.is_(None), HouseholdCount.valid_from.desc(), HouseholdCount.id.desc()
            )
        )
        own = _carers(session, row.unit_id, "group_id", row.id)
        return HouseholdHistory(
            row.unit_id,
            row.code,
            row.name,
            own,
            [CountEntry(*each) for each in numbers],
            [],
            [],
            row.valid_from,
            row.valid_to,
            None,
        )


def list_upcoming_households(viewer: Viewer, unit_id: int) -> list[UpcomingHousehold]:
    """Households of a cell followed by name from a later day on, soonest first."""
    with reading(viewer) as session:
        query = select(Household.code, Household.name, Household.valid_from).where(
            Household.unit_id == unit_id, Household.valid_from > clock.today()
        )
        return [
            UpcomingHousehold(*row)
            for row in session.exec(query.order_by(Household.valid_from, Household.sort_key, Household.id))
        ]


def load_household_history(viewer: Viewer, code: str) -> HouseholdHistory:
    """The history of a named household. Raises NotAllowed if the viewer may not see it."""
    with reading(viewer) as session:
        row = row_access.require_by_code(session, Household, code)
        rated = select(HouseholdClass.year, HouseholdClass.rating, HouseholdClass.paper).where(
            HouseholdClass.household_id == row.id
        )
        stood = select(CellGroup.name, HouseholdPlace.valid_from, HouseholdPlace.valid_to).join(
            CellGroup, CellGroup.id == HouseholdPlace.group_id
        )
        stood = stood.where(HouseholdPlace.household_id == row.id).order_by(
            HouseholdPlace.valid_from.is_(None), HouseholdPlace.valid_from.desc()
        )
        classes = [ClassEntry(*each) for each in session.exec(rated.order_by(HouseholdClass.year.desc()))]
        places = [GroupStay(*each) for each in session.exec(stood)]
        own = _carers(session, row.unit_id, "household_id", row.id)
        return HouseholdHistory(
            row.unit_id, row.code, row.name, own, [], classes, places, row.valid_from, row.valid_to, row.end_reason
        )


def _carers(session, unit_id: int, column: str, target: int) -> list[Assignee]:
    found = assignee_availability.assignees_of_cell(
        session, unit_id, clock.today(), assignee_availability.load_presences(session, unit_id)
    )
    return [carer for carer in found if getattr(carer, column) == target][::-1]
