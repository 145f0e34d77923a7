"""How far a request of the people has come, and by when an answer is due."""

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
UPTO = {"to_7": 7, "to_15": 15, "to_30": 30, "to_60": 60}  # days since it was received; longer is of the last age
LONGEST = "over_60"
PEOPLE, DIFFICULTIES = (PetitionAsker.PEOPLE,), (PetitionAsker.CELL, PetitionAsker.TEAM)


class PetitionState(StrEnum):
    """Where it stands: each is in exactly one."""

    OPEN = "open"  # nobody has answered yet
    ANSWERED = "answered"  # to be reported back to those who asked
    TOLD = "told"
    CLOSED = "closed"  # with a reason instead


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
    """Where a request that was received by then stood on a day."""
    past = {
        PetitionState.CLOSED: row.closed_on,
        PetitionState.TOLD: row.told_on,
        PetitionState.ANSWERED: row.answered_on,
    }
    return next((state for state, since in past.items() if since and since <= day), PetitionState.OPEN)


def age_of(received_on: date, day: date) -> str:
    """Which age a request that was received by then was of on a day."""
    return next((key for key, upto in UPTO.items() if (day - received_on).days <= upto), LONGEST)


def deadline(row: PetitionDays, days: int) -> date:
    """Until when it may be open: the day that was promised, else so many days after it was received."""
    return row.due or row.received_on + timedelta(days=days)


def days_by_unit(session: Session, unit_ids: Iterable[int], day: date) -> dict[int, int]:
    """How many days a request of each of these cells may be open, as the nearest unit that chose has it."""
    return settings.values_for_units(session, DAYS, set(unit_ids), day)


def holding_unit(line: Sequence[int], holder: PetitionHolder) -> int:
    """Which of a cell and the units above it, from the nearest up, holds a request."""
    return line[min(list(PetitionHolder).index(holder), len(line) - 1)]


def next_holder(line: Sequence[int], holder: PetitionHolder) -> tuple[PetitionHolder, int] | None:
    """To whom a request goes up next, with its unit; None where nothing is above.

    A cell right below the uppermost unit has nobody between.
    """
    at = line.index(holding_unit(line, holder))
    if holder == PetitionHolder.DISTRICT or at + 1 >= len(line):
        return None
    between = holder == PetitionHolder.CELL and len(line) > 2
    return (PetitionHolder.COMMUNE if between else PetitionHolder.DISTRICT), line[at + 1]


def holder_of_unit(line: Sequence[int], unit_id: int) -> PetitionHolder:
    """What a unit is among those that may hold a cell's request; the uppermost where it is none of them."""
    at = line.index(unit_id) if unit_id in line else len(line) - 1
    return PetitionHolder.COMMUNE if 0 < at < len(line) - 1 else PetitionHolder.DISTRICT


def holders_of(session: Session, viewer: Viewer) -> tuple[PetitionHolder, ...]:
    """What is in a viewer's own hands: the uppermost unit is nobody's cell below it."""
    if viewer.role == Role.COMMUNE:
        above = unit_tree.ancestors(session, viewer.unit_id)[1:]
        return (PetitionHolder.COMMUNE,) if above else (PetitionHolder.COMMUNE, PetitionHolder.DISTRICT)
    return (PetitionHolder.DISTRICT,) if viewer.role == Role.DISTRICT else (PetitionHolder.CELL,)
