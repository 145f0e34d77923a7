"""Requests of the people and difficulties of cells, counted by area and cell, without their contents."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, Integer, bindparam
from sqlmodel import Session, func, select

from db.calendar import clock
from db.figures import unit_counts, unit_history
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.statements import prepared_statement
from db.models import Petition, PetitionAsker, Role
from db.petitions import petition_states


class PetitionCount(NamedTuple):
    """How many were received by a day, and their state then: the four states add up to the total; of those open, how
    many were overdue.
    """

    received: int = 0
    open: int = 0
    answered: int = 0
    told: int = 0
    closed: int = 0
    overdue: int = 0


class WaitingPetitions(NamedTuple):
    """What is waiting for the viewer: overdue requests that the viewer holds, and answers that the viewer's cell has to
    pass on.
    """

    overdue: int
    to_tell: int


class WaitingDifficulties(NamedTuple):
    """Difficulties for the viewer's unit to handle: open ones that it holds, overdue ones among them, and answered ones
    to take note of.
    """

    open: int
    overdue: int
    answered: int


Askers = tuple[PetitionAsker, ...]
_DAY = bindparam("day", type_=Date)
_BY_ASKERS = Petition.asker.in_(bindparam("askers", expanding=True))
_OPEN = prepared_statement(
    select(
        Petition.unit_id,
        Petition.holder,
        Petition.received_on,
        Petition.due,
        Petition.answered_on,
        Petition.told_on,
        Petition.closed_on,
    ).where(
        _BY_ASKERS,
        Petition.received_on <= _DAY,
        Petition.answered_on.is_(None) | (Petition.answered_on > _DAY),
        Petition.closed_on.is_(None) | (Petition.closed_on > _DAY),
    )
)
_HELD = prepared_statement(_OPEN.where(Petition.holder.in_(bindparam("holders", expanding=True))))
_TO_TELL_IN_CELLS = prepared_statement(
    select(func.count(Petition.id)).where(
        _BY_ASKERS, Petition.answered_on.is_not(None), Petition.told_on.is_(None), Petition.closed_on.is_(None)
    )
)
_TO_TELL = prepared_statement(_TO_TELL_IN_CELLS.where(Petition.on_behalf_of == bindparam("unit", type_=Integer)))


def by_unit(
    viewer: Viewer, unit_id: int | None = None, day: date | None = None, askers: Askers = petition_states.PEOPLE
) -> list[UnitCount[PetitionCount]]:
    """The areas directly below a unit (default: all in sight) or its cells on a day (default:
    today), in Vietnamese order.
    """
    day = day or clock.today()
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, day)
        counts = _by_cell(session, day, askers)
        return unit_counts.list_parts(session, viewer, unit_id, areas, day, counts, total)


def list_cells(
    viewer: Viewer, unit_id: int | None = None, day: date | None = None, askers: Askers = petition_states.PEOPLE
) -> list[UnitCount[PetitionCount]]:
    """Every cell below a unit (default: all in sight) on a day (default: today), by area and name."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = unit_history.cells_on(session, viewer, unit_id, day), _by_cell(session, day, askers)
        return unit_counts.list_cells(session, areas, day, counts)


def count_received(
    viewer: Viewer, since: date, until: date, unit_id: int | None = None, askers: Askers = petition_states.PEOPLE
) -> int:
    """Count the requests that the cells below a unit (default: all in view), as of the last day,
    received between two days.
    """
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, until)
        received = _sum(session, askers, Petition.received_on.between(since, until))
    return sum(received[cell_id] for cell_id in areas)


def total(counts: Iterable[PetitionCount]) -> PetitionCount:
    """Counts added up."""
    return PetitionCount(*map(sum, zip(PetitionCount(), *counts, strict=True)))


def count_waiting_for_unit(viewer: Viewer) -> WaitingPetitions:
    """Count the requests that the viewer's own unit has to handle today, for the home page."""
    with reading(viewer) as session:
        _, overdue = _held(session, viewer, petition_states.PEOPLE)
        return WaitingPetitions(overdue, _to_tell(session, viewer, petition_states.PEOPLE))


def count_difficulties_waiting_for_unit(viewer: Viewer) -> WaitingDifficulties:
    """Count the difficulties that the viewer's own unit has to handle today, for the home page."""
    with reading(viewer) as session:
        held = _held(session, viewer, petition_states.DIFFICULTIES)
        return WaitingDifficulties(*held, _to_tell(session, viewer, petition_states.DIFFICULTIES))


def _held(session: Session, viewer: Viewer, askers: Askers) -> tuple[int, int]:
    """How many open requests the viewer's own unit holds today, and how many of them are overdue."""
    today, holders = clock.today(), petition_states.holders_of(session, viewer)
    rows = session.exec(_HELD, params={"askers": askers, "day": today, "holders": holders}).all()
    return len(rows), _overdue(session, rows, today).total()


def _to_tell(session: Session, viewer: Viewer, askers: Askers) -> int:
    """How many answered requests the cell, or the commune that entered the request, has still to report back."""
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        return session.exec(_TO_TELL_IN_CELLS, params={"askers": askers}).one()
    return session.exec(_TO_TELL, params={"askers": askers, "unit": viewer.unit_id}).one()


def _by_cell(session: Session, day: date, askers: Askers) -> dict[int, PetitionCount]:
    """The count of every cell in sight; zeros for a cell without requests."""
    received = _sum(session, askers, Petition.received_on <= day)
    open_rows = session.exec(_OPEN, params={"askers": askers, "day": day}).all()
    states = Counter(row.unit_id for row in open_rows)
    closed = _sum(session, askers, Petition.closed_on <= day)
    told = _sum(session, askers, Petition.told_on <= day)
    overdue = _overdue(session, open_rows, day)
    found: dict[int, PetitionCount] = defaultdict(PetitionCount)
    for unit_id, many in received.items():
        done = told[unit_id] + closed[unit_id]
        answered = many - states[unit_id] - done
        found[unit_id] = PetitionCount(
            many, states[unit_id], answered, told[unit_id], closed[unit_id], overdue[unit_id]
        )
    return found


def _sum(session: Session, askers: Askers, *conditions) -> Counter[int]:
    query = select(Petition.unit_id, func.count(Petition.id)).where(Petition.asker.in_(askers), *conditions)
    query = query.group_by(Petition.unit_id)
    return Counter(dict(session.exec(query).all()))


def _overdue(session: Session, open_rows: Sequence, day: date) -> Counter[int]:
    days = petition_states.days_by_unit(session, (row.unit_id for row in open_rows), day)
    return Counter(row.unit_id for row in open_rows if petition_states.deadline(row, days[row.unit_id]) < day)
