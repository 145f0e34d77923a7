"""Contact steps: which contact member was introduced, received and placed in which month, once per commune.

A later move to another cell of the commune is not a second placement. Practice units are left out.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, or_, select

from db.calendar.months import month_of
from db.figures import first_placements, unit_history
from db.models import Introduction, Membership


class StepKind(StrEnum):
    """The steps in their order."""

    INTRODUCED = "introduced"
    RECEIVED = "received"
    PLACED = "placed"


class ContactStep(NamedTuple):
    """A step taken in a month: the commune, and the cell of first placement, if any."""

    kind: StepKind
    month: int
    member_id: int
    area_id: int
    unit_id: int | None


def list_steps(session: Session, since: date, until: date) -> list[ContactStep]:
    """The visible steps taken between two days. Two letters that took the same step for one person in a month count
    once, as the one that was placed first.
    """
    practice, earlier = unit_history.practice_units(session), first_placements.earlier_by_introduction(session)
    sides = (Introduction.id, Introduction.member_id, Introduction.commune_id, Introduction.workplace_id)
    days = (Introduction.sent_on, Introduction.received_on, Introduction.placed_on)
    query = select(*sides, *days, Membership.unit_id).outerjoin(Membership, Membership.id == Introduction.membership_id)
    near = or_(*(day.between(since, until) for day in days[:2]), Introduction.placed_on >= since)
    found: dict[tuple, ContactStep] = {}
    for introduction_id, member_id, commune_id, workplace_id, sent, received, placed, last in session.exec(
        query.where(near)
    ):
        if practice & {commune_id, workplace_id, last}:
            continue
        placed, cell = earlier.get(introduction_id, (placed, last if placed else None))
        for kind, day in zip(StepKind, (sent, received, placed), strict=True):
            if day is None or not since <= day <= until:
                continue
            step = ContactStep(kind, month_of(day), member_id, commune_id, cell)
            key = step[:4]
            if key not in found or found[key].unit_id is None:
                found[key] = step
    return list(found.values())
