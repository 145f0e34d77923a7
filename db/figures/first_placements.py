"""First placements: the day and the cell in which somebody introduced to a commune came to a list there.

An introduction keeps the last place that it led to; whoever was moved to another cell since had been placed before.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.figures import unit_history
from db.models import Introduction, Membership, MembershipKind
from db.units.successors import successors_on
from db.units.units import units_on


class Placement(NamedTuple):
    """When somebody came to a cell's list, and to which."""

    day: date
    unit_id: int | None


def by_introduction(session: Session) -> dict[int, Placement]:
    """The first placement of each introduction in sight that led to one."""
    query = select(Introduction.id, Introduction.placed_on, Membership.unit_id)
    query = query.outerjoin(Membership, Membership.id == Introduction.membership_id)
    rows = session.exec(query.where(Introduction.placed_on.is_not(None)))
    found = {row.id: Placement(row.placed_on, row.unit_id) for row in rows}
    for introduction_id, day, unit_id in _earlier(session):
        found[introduction_id] = min(found[introduction_id], Placement(day, unit_id), key=lambda place: place.day)
    return found


def _earlier(session: Session) -> Iterable[tuple[int, date, int]]:
    """Times of those introduced in another cell of the commune, after their letter and before they were placed last,
    which no other introduction led to; in units that practise nobody is placed.
    """
    practice = unit_history.practice_units(session)
    query = select(Introduction.id, Introduction.commune_id, Membership.id, Membership.unit_id, Membership.valid_from)
    query = query.join(Membership, Membership.member_id == Introduction.member_id).where(
        Membership.kind == MembershipKind.CONTACT,
        Membership.unit_id.not_in(practice),
        Membership.valid_from < Introduction.placed_on,
        (Introduction.sent_on.is_(None)) | (Membership.valid_from >= Introduction.sent_on),
    )
    rows = session.exec(query.order_by(Membership.valid_from)).all()
    if not rows:
        return []
    led_to = set(session.exec(select(Introduction.membership_id).where(Introduction.membership_id.is_not(None))))
    communes = {day: _Communes(session, {row[3] for row in rows}, day) for day in {row[4] for row in rows}}
    return [
        (introduction_id, day, unit_id)
        for introduction_id, commune_id, stay_id, unit_id, day in rows
        if stay_id not in led_to and communes[day].is_cell_of(unit_id, commune_id)
    ]


class _Communes:
    """Which commune cells were in on a day; one that was merged or renamed by then is the one that goes on for it."""

    def __init__(self, session: Session, cells: set[int], day: date) -> None:
        self._above = {unit_id: cell.parent_id for unit_id, cell in units_on(session, cells, day).items()}
        self._successors = successors_on(session, day)

    def is_cell_of(self, unit_id: int, commune_id: int) -> bool:
        """Whether a cell was one of a commune's."""
        return self._standing(self._above.get(unit_id)) == self._standing(commune_id)

    def _standing(self, area_id: int | None) -> int | None:
        found = self._successors.get(area_id or 0)
        return found.unit_id if found else area_id
