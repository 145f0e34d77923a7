"""Sources for admission counted by area and cell: how many were proposed, and where they stand; nobody's name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.admissions import candidate_steps
from db.admissions.candidate_steps import CandidateState
from db.calendar import clock
from db.figures import contact_summary, drill_down
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import AdmissionCandidate
from db.models.units import CELLS
from db.units.units import units_on


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
        areas, counts = contact_summary.standing_cells(session, viewer, unit_id, day), _by_cell(session, day)
        heads = drill_down.part_of_each_cell(session, viewer, unit_id, {(areas[each], each) for each in areas}, day)
        called = units_on(session, set(heads.values()), day)
    below: dict[int, list[CandidateCount]] = {head: [] for head in called}
    for (_, cell_id), head in heads.items():
        below[head].append(counts[cell_id])
    return [UnitCandidates(u.id, u.code, u.name, u.kind in CELLS, total(below[u.id])) for u in called.values()]


def cells(viewer: Viewer, unit_id: int | None = None, day: date | None = None) -> list[UnitCandidates]:
    """Every cell below a unit (all in sight) on a day (today), by area and name in Vietnamese order."""
    day = day or clock.today()
    with reading(viewer) as session:
        areas, counts = contact_summary.standing_cells(session, viewer, unit_id, day), _by_cell(session, day)
        called = units_on(session, {*areas, *filter(None, areas.values())}, day)
    places = {found: place for place, found in enumerate(called)}
    order = sorted(areas, key=lambda each: (places.get(areas[each] or 0, -1), places[each]))
    names = {unit_id: unit.name for unit_id, unit in called.items()}
    return [
        UnitCandidates(each, called[each].code, names[each], True, counts[each], names.get(areas[each] or 0, ""))
        for each in order
    ]


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
