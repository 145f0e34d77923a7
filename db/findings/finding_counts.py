"""Findings counted by area and cell, without names: open and answered ones."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from db.calendar import clock
from db.errors import NotAllowed
from db.figures import unit_counts, unit_history
from db.figures.unit_counts import UnitCount
from db.findings import findings
from db.findings.finding import FindingKind
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading

NOTHING: Counter[FindingKind] = Counter()  # never modified


class FindingCount(NamedTuple):
    """Open findings by kind, and the number of answered ones."""

    waiting: Counter[FindingKind] = NOTHING
    answered: int = 0

    @property
    def member_findings(self) -> int:
        """Open findings about members."""
        return sum(count for kind, count in self.waiting.items() if kind.is_flag)

    @property
    def record_findings(self) -> int:
        """Open findings about record keeping."""
        return self.open - self.member_findings

    @property
    def open(self) -> int:
        """All open findings."""
        return sum(self.waiting.values())


def by_cell(viewer: Viewer) -> dict[int, FindingCount]:
    """Return the count for every visible cell that exists today and has any.

    Raises NotAllowed for roles that read no figures.
    """
    if not viewer.reads(Audience.FIGURES):
        raise NotAllowed()
    counts: dict[int, FindingCount] = {}
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, None, clock.today())
        for found in findings.list_of_cells(session, viewer, areas):
            unit_id = found.finding.unit_id
            counts[unit_id] = _add(counts.get(unit_id, FindingCount()), found)
    return counts


def by_unit(
    viewer: Viewer, counts: Mapping[int, FindingCount], unit_id: int | None = None
) -> list[UnitCount[FindingCount]]:
    """The areas directly below a unit (default: all in sight) or its cells with any findings, in Vietnamese order."""
    today = clock.today()
    with reading(viewer) as session:
        areas = unit_history.cells_on(session, viewer, unit_id, today)
        some = {cell_id: area_id for cell_id, area_id in areas.items() if cell_id in counts}
        return unit_counts.list_parts(session, viewer, unit_id, some, today, counts, total)


def total(counts: Iterable[FindingCount]) -> FindingCount:
    """Counts added up."""
    waiting: Counter[FindingKind] = Counter()
    answered = 0
    for count in counts:
        waiting.update(count.waiting)
        answered += count.answered
    return FindingCount(waiting, answered)


def _add(count: FindingCount, found: findings.FoundFinding) -> FindingCount:
    if found.answered_on:
        return count._replace(answered=count.answered + 1)
    return count._replace(waiting=count.waiting + Counter([found.finding.kind]))
