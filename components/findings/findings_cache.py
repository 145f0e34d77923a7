"""Findings, computed again only if the data behind them change, or on a new day."""

from components import result_cache
from db.calendar import clock
from db.calendar.months import add_months, month_of
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.findings import finding_counts, findings
from db.findings.finding_counts import FindingCount
from db.findings.findings import BEFORE, MONTHS, FindingLine
from db.kernel.scope import Viewer
from db.models import Assessment, Attendance, Exemption, FindingAnswer, Meeting, Member, Membership, Tally

TABLES = (Meeting, Tally, Attendance, Membership, Member, Exemption, Assessment, FindingAnswer)


def list_of_cell(viewer: Viewer, unit_id: int) -> list[FindingLine]:
    """Return the findings of a cell's records."""
    return _list_of_cell(viewer, unit_id, _version(viewer, unit_id))


def counts_by_cell(viewer: Viewer) -> dict[int, FindingCount]:
    """Return the number of findings of each cell in sight that has any."""
    return _counts_by_cell(viewer, _version(viewer))


# Cached per viewer, as long as the data it reads are unchanged and the day is the same.
@result_cache.cache_results(1_000)
def _list_of_cell(viewer: Viewer, unit_id: int, stamp: DataVersion) -> list[FindingLine]:
    return findings.list_of_cell(viewer, unit_id)


@result_cache.cache_results(200)
def _counts_by_cell(viewer: Viewer, stamp: DataVersion) -> dict[int, FindingCount]:
    return finding_counts.by_cell(viewer)


def _version(viewer: Viewer, unit_id: int | None = None) -> DataVersion:
    now = month_of(clock.today())
    return data_version(viewer, FigureQuery(add_months(now, 1 - MONTHS - BEFORE), now, unit_id=unit_id), TABLES)
