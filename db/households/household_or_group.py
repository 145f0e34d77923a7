"""A household or group identified by its code, on a day on which it existed."""

from datetime import date

from sqlmodel import Session, func, select

from db.errors import Invalid
from db.kernel import row_access
from db.models import CellGroup, Household, HouseholdVisit


def require_household_or_group(session: Session, unit_id: int, code: str, day: date) -> CellGroup | Household:
    """The household or group with a code in a cell.

    Raises NotAllowed if the viewer may not see it, Invalid if it belongs to another cell or did not exist on the day.
    """
    group = session.exec(select(CellGroup).where(CellGroup.code == code)).first()
    place = group or row_access.require_by_code(session, Household, code)
    if place.unit_id != unit_id:
        raise Invalid("group_of_another_cell")
    if place.valid_from and place.valid_from > day:
        raise Invalid("visit_before_known", name=place.name, day=place.valid_from)
    if place.valid_to and place.valid_to < day:
        raise Invalid("visit_after_end", name=place.name, day=place.valid_to)
    return place


def refuse_visited_later(session: Session, place: CellGroup | Household, day: date) -> None:
    """Raise Invalid if a visit after a day is recorded: what was visited existed then."""
    at = HouseholdVisit.group_id if isinstance(place, CellGroup) else HouseholdVisit.household_id
    latest = session.exec(select(func.max(HouseholdVisit.visited_on)).where(at == place.id)).one()
    if latest and latest > day:
        raise Invalid("visited_later", name=place.name, day=latest)
