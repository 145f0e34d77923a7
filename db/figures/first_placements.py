"""First placements: when and in which cell somebody introduced to a commune was first placed there.

An introduction stores only its latest placement; somebody moved since then had an earlier one.
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
    """The day of a placement, and the cell."""

    day: date
    unit_id: int | None


def earlier_by_introduction(session: Session) -> dict[int, Placement]:
    """The first placement of each visible introduction that led to several; of others it is the latest, which the
    introduction itself stores.
    """
    found: dict[int, Placement] = {}
    for introduction_id, day, unit_id in _earlier(session):
        here = Placement(day, unit_id)
        found[introduction_id] = min(found.get(introduction_id, here), here, key=lambda place: place.day)
    return found


def _earlier(session: Session) -> Iterable[tuple[int, date, int]]:
    """Earlier stays in another cell of the commune, after the letter and before the latest placement, that no other
    introduction led to; practice units place nobody.
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
    """The commune of a cell on a day; a merged or renamed one is replaced by its successor."""

    def __init__(self, session: Session, cells: set[int], day: date) -> None:
        self._above = {unit_id: cell.parent_id for unit_id, cell in units_on(session, cells, day).items()}
        self._successors = successors_on(session, day)

    def is_cell_of(self, unit_id: int, commune_id: int) -> bool:
        """Whether a cell belonged to a commune."""
        return self._standing(self._above.get(unit_id)) == self._standing(commune_id)

    def _standing(self, area_id: int | None) -> int | None:
        found = self._successors.get(area_id or 0)
        return found.unit_id if found else area_id
