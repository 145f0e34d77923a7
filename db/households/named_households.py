"""Households known by name or pseudonym because they get help: entered, corrected, classified, moved and closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from db import vietnamese
from db.calendar import clock
from db.calendar.validity import not_ended_on
from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Invalid
from db.households import groups
from db.households.household_or_group import refuse_visited_later
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.models import Assignment, CellGroup, Household, HouseholdClass, HouseholdPlace
from db.settings import settings

FIRST_YEAR = 1993  # the first year in which the country counted poor households


@dataclass(frozen=True)
class RatingInput:
    """A class for a year with the paper that decided it: recorded, never computed."""

    year: int
    rating: str
    paper: str | None = None


def create(
    viewer: Viewer,
    group: str,
    name: str,
    address: str | None,
    since: date | None,
    rated: RatingInput | None = None,
    draft: DraftKey | None = None,
    token: str | None = None,
) -> str:
    """Enter a household of a group (by code) from a day on; returns its public code.

    The form's draft is dropped. Raises Invalid for a missing name, an impossible day, a class not on the list, and a
    group without room.
    """
    with writing(viewer, "enter_household", token=token) as session:
        place = groups.require_group(session, group, date.max)
        row = Household(
            unit_id=place.unit_id,
            **_named(session, place.unit_id, name),
            address=validation.optional_text(address, 200),
            valid_from=validation.event_day(since),
        )
        session.add(row)
        session.flush()
        session.add(HouseholdPlace(unit_id=row.unit_id, household_id=row.id, group_id=place.id, valid_from=since))
        groups.require_capacity(session, place, max(since or clock.today(), clock.today()))
        if rated:
            record_class_in(session, row, rated)
        if draft:
            drafts.delete_in(session, draft)
        return row.code


def correct(viewer: Viewer, code: str, name: str, address: str | None, seen: tuple[str, str | None]) -> None:
    """Correct a household's name and address.

    `seen` is what its author saw before: untouched fields keep changes made by others.
    """
    with writing(viewer, "correct_household") as session:
        row = require_household(session, code)
        if name != seen[0]:
            row.sqlmodel_update(_named(session, row.unit_id, name, row.id))
        if (address or None) != (seen[1] or None):
            row.address = validation.optional_text(address, 200)


def record_class(viewer: Viewer, code: str, rated: RatingInput) -> None:
    """Record a household's class for a year; an earlier one for that year is corrected, its paper only by another one.

    Raises Invalid for an impossible year or class.
    """
    with writing(viewer, "rate_household") as session:
        record_class_in(session, require_household(session, code), rated)


def delete_rating(viewer: Viewer, code: str, year: int, token: str | None = None) -> None:
    """Delete a class entered by mistake. Raises Invalid if there is none."""
    with writing(viewer, "withdraw_class", token=token) as session:
        if not delete_class_in(session, require_household(session, code), year):
            raise Invalid("class_missing")


def move(viewer: Viewer, code: str, group: str, since: date | None) -> None:
    """Move a household to another group of its cell from a day on.

    Raises Invalid for a day before it came to its current group.
    """
    with writing(viewer, "move_household") as session:
        if since is None:
            raise Invalid("day_missing")
        row = require_household(session, code, since)
        to = groups.require_group(session, group, row.valid_to or date.max)
        if to.unit_id != row.unit_id:
            raise Invalid("group_of_another_cell")
        place = _place(session, row)
        if place and place.group_id == to.id:
            raise Invalid("household_there_already")
        validation.event_day(since)
        if place and place.valid_from and since <= place.valid_from:
            raise Invalid("day_before_start", day=place.valid_from)
        if place:
            place.valid_to = since - timedelta(days=1)
        session.add(
            HouseholdPlace(
                unit_id=row.unit_id, household_id=row.id, group_id=to.id, valid_from=since, valid_to=row.valid_to
            )
        )
        groups.require_capacity(session, to, max(since, clock.today()))


def end(viewer: Viewer, code: str, day: date | None, reason: str | None) -> None:
    """Stop following a household by name after its last day, ending charges on it as well; it remains part of its
    group's number.

    A move planned for later is cancelled. Raises Invalid for a day before it came to its current group or was visited.
    """
    with writing(viewer, "close_household") as session:
        row = require_household(session, code)
        day = validation.end_day(day, row.valid_from)
        refuse_visited_later(session, row, day)
        row.valid_to, row.end_reason = day, settings.option_key(session, "household_endings", reason, row.unit_id)
        _end_places(session, row, day)
        groups.end_assignments(session, Assignment.household_id == row.id, day)


def require_household(session: Session, code: str, until: date | None = None) -> Household:
    """The household that an action is about. Raises NotAllowed if the viewer may not see it.

    Raises Invalid if it is closed or will be before the day until which it is needed.
    """
    row = row_access.require_by_code(session, Household, code)
    row_access.require_cell_work(session, row.unit_id, Work.HOUSEHOLDS)
    if row.valid_to and row.valid_to < clock.today():
        raise Invalid("household_closed", day=row.valid_to)
    if row.valid_to and until and row.valid_to < until:
        raise Invalid("household_closing", name=row.name, day=row.valid_to)
    return row


def require_class_year(year: int) -> None:
    """Raise Invalid for a year that has, or had, no classes."""
    if not FIRST_YEAR <= year <= clock.today().year + 1:
        raise Invalid("year_unfit", first=str(FIRST_YEAR), last=str(clock.today().year + 1))


def record_class_in(session: Session, row: Household, rated: RatingInput) -> None:
    """Record a class within the caller's action. Raises Invalid for an impossible year or class."""
    require_class_year(rated.year)
    rating = settings.option_key(session, "household_classes", rated.rating, row.unit_id)
    if rating is None:
        raise Invalid("class_missing")
    standing = _class_of(session, row, rated.year)
    kept = standing or HouseholdClass(unit_id=row.unit_id, household_id=row.id, year=rated.year, rating=rating)
    kept.rating, kept.paper = rating, validation.optional_text(rated.paper, 200) or kept.paper
    session.add(kept)


def delete_class_in(session: Session, row: Household, year: int) -> bool:
    """Delete a class within the caller's action; returns whether there was one."""
    if (standing := _class_of(session, row, year)) is None:
        return False
    session.delete(standing)
    return True


def _named(session: Session, unit_id: int, typed: str, own_id: int | None = None) -> dict:
    """A household's name columns. Raises Invalid for a missing name, or one that another household of the cell has."""
    name = validation.optional_text(typed, 120)
    if not name:
        raise Invalid("household_name_missing")
    today = clock.today()
    query = select(Household.id, Household.name, CellGroup.name.label("group"))
    query = query.join(HouseholdPlace, HouseholdPlace.household_id == Household.id)
    query = query.join(CellGroup, CellGroup.id == HouseholdPlace.group_id)
    ahead = not_ended_on(Household, today), not_ended_on(HouseholdPlace, today)
    same = Household.unit_id == unit_id, Household.search_key == vietnamese.fold(name), *ahead
    for row in session.exec(query.where(*same)):
        if row.id != own_id:
            raise Invalid("household_name_taken", name=row.name, group=row.group)
    return {"name": name, "sort_key": vietnamese.person_sort_key(name), "search_key": vietnamese.fold(name)}


def _class_of(session: Session, row: Household, year: int) -> HouseholdClass | None:
    query = select(HouseholdClass).where(HouseholdClass.household_id == row.id, HouseholdClass.year == year)
    return session.exec(query).first()


def _place(session: Session, row: Household) -> HouseholdPlace | None:
    """Where a household is now, or will be last."""
    return next(
        (
            place
            for place in reversed(_places(session, row))
            if place.valid_to is None or place.valid_to >= clock.today()
        ),
        None,
    )


def _end_places(session: Session, row: Household, day: date) -> None:
    """End its place on a day."""
    places = _places(session, row)
    later = [place for place in places if place.valid_from and place.valid_from > day]
    for place in later:
        if place.valid_from <= clock.today():
            raise Invalid("day_before_start", day=place.valid_from)
        session.delete(place)
    for place in places[: len(places) - len(later)][-1:]:
        place.valid_to = day


def _places(session: Session, row: Household) -> list[HouseholdPlace]:
    query = select(HouseholdPlace).where(HouseholdPlace.household_id == row.id)
    return list(session.exec(query.order_by(HouseholdPlace.valid_from.is_not(None), HouseholdPlace.valid_from)).all())
