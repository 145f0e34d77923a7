"""Candidates for admission counted by area and cell, without names: how many were proposed, by state."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.admissions import candidate_steps
from db.admissions.candidate_steps import CandidateState
from db.calendar import clock
from db.figures import unit_counts, unit_history
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import AdmissionCandidate


class CandidateCount(NamedTuple):
    """How many had been proposed by a day; the states add up to the total."""

    proposed: int = 0
    recognised: int = 0
    course: int = 0
    file: int = 0
    admitted: int = 0
    stopped: int = 0

    @property
    def all(self) -> int:
        """All candidates ever proposed."""
        return sum(self)


def by_unit(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[UnitCount[CandidateCount]]:
    """Return the areas directly below a unit (default: all in sight), or its cells, on a day (default: today), in
    Vietnamese order.
    """
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = unit_history.cells_on(session, viewer, unit_id, day), _by_cell(session, day)
        return unit_counts.list_parts(session, viewer, unit_id, areas, day, counts, total)


def list_cells(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[UnitCount[CandidateCount]]:
    """Return every cell below a unit (default: all in sight) on a day (default: today), by area and
    name in Vietnamese order.
    """
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = unit_history.cells_on(session, viewer, unit_id, day), _by_cell(session, day)
        return unit_counts.list_cells(session, areas, day, counts)


def total(counts: Iterable[CandidateCount]) -> CandidateCount:
    """Counts added up."""
    return CandidateCount(*map(sum, zip(CandidateCount(), *counts, strict=True)))


def _by_cell(session: Session, day: date) -> dict[int, CandidateCount]:
    """The count of every cell in sight; zeros for a cell without candidates."""
    table = AdmissionCandidate
    query = select(table.unit_id, *(getattr(table, column) for column in candidate_steps.DAYS.values()))
    states: dict[int, Counter[CandidateState]] = defaultdict(Counter)
    for row in session.exec(query.where(table.proposed_on <= day)):
        states[row.unit_id][candidate_steps.state_of(row, day)] += 1
    found: dict[int, CandidateCount] = defaultdict(CandidateCount)
    for unit_id, some in states.items():
        found[unit_id] = CandidateCount(**{state.value: count for state, count in some.items()})
    return found
