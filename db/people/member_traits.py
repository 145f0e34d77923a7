"""Traits by which members are counted and filtered: kind of organisation, sex, age group, standing.

Unknown values form a class of their own, "unknown"; every known value belongs to exactly one other class.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, case, false, or_, select

from db.calendar.validity import begun_on
from db.models import Member, Membership, Sex, Standing, StandingKind
from db.settings import settings

UNKNOWN = "unknown"
AGE_GROUPS, ORGANISATIONS = "age_groups", "organisations"  # settings


class Trait(StrEnum):
    """A trait of members."""

    ORGANISATION = "organisation"
    SEX = "sex"
    AGE = "age"
    STANDING = "standing"


def class_keys(session: Session, trait: Trait, unit_id: int) -> list[str]:
    """Return a unit's classes of a trait in order, "unknown" last."""
    if trait == Trait.SEX:
        return [*Sex, UNKNOWN]
    if trait == Trait.STANDING:
        return [StandingKind.FULL, StandingKind.PROBATIONARY, UNKNOWN]
    setting = AGE_GROUPS if trait == Trait.AGE else ORGANISATIONS
    return [*(row["key"] for row in settings.value_for_unit(session, setting, unit_id)), UNKNOWN]


def birth_bounds(session: Session, unit_id: int, day: date) -> dict[str, int]:
    """Return the first birth year of each age group, youngest first.

    Ages are those reached in the year of the day, since often only the year of birth is known.
    """
    rows = settings.value_for_unit(session, AGE_GROUPS, unit_id)
    return {row["key"]: day.year - row["to"] if "to" in row else 0 for row in rows}


def age_group_column(session: Session, unit_id: int, day: date):
    """Return a member's age group as a column; empty if the birth date is unknown."""
    bounds = birth_bounds(session, unit_id, day)
    return case(*((Member.born >= f"{first:04}", key) for key, first in bounds.items()))


def class_condition(session: Session, trait: Trait, key: str, unit_id: int, day: date):
    """Return the condition that members are in a class on a day; for an unknown class it is never true."""
    if key not in class_keys(session, trait, unit_id):
        return false()
    if trait == Trait.STANDING:
        return _standing(key, day)
    if trait == Trait.AGE:
        group = age_group_column(session, unit_id, day)
        fits = group.is_(None) if key == UNKNOWN else group == key
    else:
        column = Member.sex if trait == Trait.SEX else Member.organisation
        fits = column.is_(None) if key == UNKNOWN else column == key
    return Membership.member_id.in_(select(Member.id).where(fits))


def _standing(key: str, day: date):
    """Return the condition that the latest standing by a day is this one, or that there is none."""
    if key == UNKNOWN:
        return Membership.member_id.not_in(select(Standing.member_id).where(begun_on(Standing, day)))
    return Membership.member_id.in_(last_standings(day).where(Standing.kind == key))


def last_standings(day: date):
    """Return a query for the members of standings that no later one had followed by a day."""
    later = aliased(Standing)
    follows = or_(
        and_(Standing.valid_from.is_(None), later.valid_from.is_not(None)),
        later.valid_from > Standing.valid_from,
        and_(
            or_(
                later.valid_from == Standing.valid_from,
                and_(later.valid_from.is_(None), Standing.valid_from.is_(None)),
            ),
            later.id > Standing.id,
        ),
    )
    following = select(later.id).where(later.member_id == Standing.member_id, begun_on(later, day), follows)
    return select(Standing.member_id).where(begun_on(Standing, day), ~following.exists())
