"""Open requests of the people by age, counted without their contents."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session, or_, select

from db.calendar import clock
from db.figures import unit_counts, unit_history
from db.figures.petition_counts import Askers
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Petition
from db.petitions import petition_states

TABLES = (Petition,)  # the tables it reads
KEYS = (*petition_states.UPTO, petition_states.LONGEST)


class PetitionAge(NamedTuple):
    """Open requests of an age, those overdue, and all open requests."""

    key: str
    open: int
    overdue: int
    all: int


class OpenCount(NamedTuple):
    """Open requests of one age, those overdue, and all open requests."""

    open: int = 0
    overdue: int = 0
    all: int = 0


def by_age(viewer: Viewer, unit_id: int | None = None, askers: Askers = petition_states.PEOPLE) -> list[PetitionAge]:
    """The ages from the shortest up, empty ones included."""
    with reading(viewer) as session:
        cells = _by_cell(session, viewer, unit_id, askers)
    return [PetitionAge(key, *total(_count(counts, key) for counts in cells.values())) for key in KEYS]


def by_unit(
    viewer: Viewer, key: str, unit_id: int | None = None, askers: Askers = petition_states.PEOPLE
) -> list[UnitCount[OpenCount]]:
    """The areas directly below a unit (default: all in sight) or its cells with open requests, in Vietnamese order."""
    day = clock.today()
    with reading(viewer) as session:
        cells = _by_cell(session, viewer, unit_id, askers)
        standing = unit_history.cells_on(session, viewer, unit_id, day)
        areas = {cell_id: area_id for cell_id, area_id in standing.items() if cell_id in cells}
        counts = {cell_id: _count(cells[cell_id], key) for cell_id in areas}
        return unit_counts.list_parts(session, viewer, unit_id, areas, day, counts, total)


def total(counts: Iterable[OpenCount]) -> OpenCount:
    """Counts added up."""
    return OpenCount(*map(sum, zip(OpenCount(), *counts, strict=True)))


def _count(counts: Counter[tuple[str, bool]], key: str) -> OpenCount:
    return OpenCount(counts[key, False] + counts[key, True], counts[key, True], counts.total())


def _by_cell(
    session: Session, viewer: Viewer, unit_id: int | None, askers: Askers
) -> dict[int, Counter[tuple[str, bool]]]:
    """Return open requests of each cell that exists today, by age and whether overdue."""
    day = clock.today()
    cells = unit_history.cells_on(session, viewer, unit_id, day)
    columns = (Petition.unit_id, Petition.received_on, Petition.due)
    rows = session.exec(
        select(*columns).where(
            Petition.asker.in_(askers),
            Petition.received_on <= day,
            or_(Petition.answered_on.is_(None), Petition.answered_on > day),
            or_(Petition.told_on.is_(None), Petition.told_on > day),
            or_(Petition.closed_on.is_(None), Petition.closed_on > day),
        )
    ).all()
    days = petition_states.days_by_unit(session, (row.unit_id for row in rows), day)
    found: dict[int, Counter[tuple[str, bool]]] = {}
    for row in rows:
        if row.unit_id in cells:
            overdue = petition_states.deadline(row, days[row.unit_id]) < day
            found.setdefault(row.unit_id, Counter())[petition_states.age_of(row.received_on, day), overdue] += 1
    return found
