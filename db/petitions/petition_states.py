"""The states of a request of the people, and its deadline."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from sqlmodel import Session

from db.kernel import unit_tree
from db.kernel.scope import Viewer
from db.models import PetitionAsker, PetitionHolder, Role
from db.settings import settings

DAYS = "petition_days"
UPTO = {"to_7": 7, "to_15": 15, "to_30": 30, "to_60": 60}  # days since receipt; more fall into the last age
LONGEST = "over_60"
PEOPLE, DIFFICULTIES = (PetitionAsker.PEOPLE,), (PetitionAsker.CELL, PetitionAsker.TEAM)


class PetitionState(StrEnum):
    """The state of a request: exactly one at a time."""

    OPEN = "open"  # nobody has answered yet
    ANSWERED = "answered"  # still to be reported back to those who asked
    TOLD = "told"
    CLOSED = "closed"  # closed for a reason instead


class PetitionDays(Protocol):
    """The days of a request."""

    @property
    def received_on(self) -> date: ...
    @property
    def due(self) -> date | None: ...
    @property
    def answered_on(self) -> date | None: ...
    @property
    def told_on(self) -> date | None: ...
    @property
    def closed_on(self) -> date | None: ...


def state_on(row: PetitionDays, day: date) -> PetitionState:
    """The state on a day of a request received by then."""
    past = {
        PetitionState.CLOSED: row.closed_on,
        PetitionState.TOLD: row.told_on,
        PetitionState.ANSWERED: row.answered_on,
    }
    return next((state for state, since in past.items() if since and since <= day), PetitionState.OPEN)


def age_of(received_on: date, day: date) -> str:
    """The age class on a day of a request received by then."""
    return next((key for key, upto in UPTO.items() if (day - received_on).days <= upto), LONGEST)


def deadline(row: PetitionDays, days: int) -> date:
    """Return the day until which it may stay open: the promised day, otherwise this many days after it was received."""
    return row.due or row.received_on + timedelta(days=days)


def days_by_unit(session: Session, unit_ids: Iterable[int], day: date) -> dict[int, int]:
    """How many days a request of each of these cells may stay open, as set by the nearest unit."""
    return settings.values_for_units(session, DAYS, set(unit_ids), day)


def holding_unit(cell_and_above: Sequence[int], holder: PetitionHolder) -> int:
    """The unit that holds a request, given the cell and the units above it, nearest first."""
    return cell_and_above[min(list(PetitionHolder).index(holder), len(cell_and_above) - 1)]


def next_holder(cell_and_above: Sequence[int], holder: PetitionHolder) -> tuple[PetitionHolder, int] | None:
    """The next holder upwards, with its unit; None at the top.

    A cell directly below the uppermost unit has no level in between.
    """
    at = cell_and_above.index(holding_unit(cell_and_above, holder))
    if holder == PetitionHolder.DISTRICT or at + 1 >= len(cell_and_above):
        return None
    between = holder == PetitionHolder.CELL and len(cell_and_above) > 2
    return (PetitionHolder.COMMUNE if between else PetitionHolder.DISTRICT), cell_and_above[at + 1]


def holder_of_unit(cell_and_above: Sequence[int], unit_id: int) -> PetitionHolder:
    """A unit's role as holder of a cell's requests; the uppermost if it is none of the others."""
    at = cell_and_above.index(unit_id) if unit_id in cell_and_above else len(cell_and_above) - 1
    return PetitionHolder.COMMUNE if 0 < at < len(cell_and_above) - 1 else PetitionHolder.DISTRICT


def holders_of(session: Session, viewer: Viewer) -> tuple[PetitionHolder, ...]:
    """The holder roles of the viewer's own unit; the uppermost unit is never a cell's commune."""
    if viewer.role == Role.COMMUNE:
        above = unit_tree.ancestors(session, viewer.unit_id)[1:]
        return (PetitionHolder.COMMUNE,) if above else (PetitionHolder.COMMUNE, PetitionHolder.DISTRICT)
    return (PetitionHolder.DISTRICT,) if viewer.role == Role.DISTRICT else (PetitionHolder.CELL,)
