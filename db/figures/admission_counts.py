"""Sources for admission counted by area and cell: how many were proposed, and where they stand; nobody's name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.admissions import candidate_steps
from db.admissions.candidate_steps import CandidateState
from db.calendar import clock
from db.figures import drill_down, unit_history
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import AdmissionCandidate
from db.models.units import CELLS


class CandidateCount(NamedTuple):
    """How many were proposed by a day; the states add up to all."""

    proposed: int = 0
    recognised: int = 0
    course: int = 0
    file: int = 0
    admitted: int = 0
    stopped: int = 0

    @property
    def all(self) -> int:
        """All that were ever proposed."""
        return sum(self)


class UnitCandidates(NamedTuple):
    """An area or a cell with its count; `area` is what a cell lies in."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    count: CandidateCount
    area: str = ""


def parts(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[UnitCandidates]:
    """The areas right below a unit (all in sight), or its cells, on a day (today), in Vietnamese order."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = unit_history.standing_cells(session, viewer, unit_id, day), _by_cell(session, day)
        found = drill_down.cells_by_part(session, viewer, unit_id, areas, day)
    return [
        UnitCandidates(unit.id, unit.code, unit.name, unit.kind in CELLS, total(counts[each] for each in below))
        for unit, below in found
    ]


def cells(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[UnitCandidates]:
    """Every cell below a unit (all in sight) on a day (today), by area and name in Vietnamese order."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = unit_history.standing_cells(session, viewer, unit_id, day), _by_cell(session, day)
        found = drill_down.cells_by_name(session, areas, day)
    return [UnitCandidates(cell.id, cell.code, cell.name, True, counts[cell.id], area) for area, cell in found]


def total(counts: Iterable[CandidateCount]) -> CandidateCount:
    """Counts added up."""
    return CandidateCount(*map(sum, zip(CandidateCount(), *counts, strict=True)))


def _by_cell(session: Session, day: date) -> dict[int, CandidateCount]:
    """The count of every cell in sight; of one without any nothing but noughts."""
    table = AdmissionCandidate
    query = select(table.unit_id, *(getattr(table, column) for column in candidate_steps.DAYS.values()))
    states: dict[int, Counter[CandidateState]] = defaultdict(Counter)
    for row in session.exec(query.where(table.proposed_on <= day)):
        states[row.unit_id][candidate_steps.state_of(row, day)] += 1
    found: dict[int, CandidateCount] = defaultdict(CandidateCount)
    for unit_id, some in states.items():
        found[unit_id] = CandidateCount(**{state.value: count for state, count in some.items()})
    return found
