"""Progress of the year's assessments, counted again only when the data behind it change."""

from components import result_cache
from db.assessments import assessment_progress
from db.assessments.assessment_progress import CellProgress
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models import Assessment, Exemption, Membership

TABLES = (Assessment, Membership, Exemption)


def by_cell(viewer: Viewer, year: int) -> list[CellProgress]:
    """The viewer's cells with contact members, as in `assessment_progress.by_cell`."""
    return _by_cell(viewer, year, data_version(viewer, FigureQuery(year * 100 + 1, year * 100 + 12), TABLES))


@result_cache.cache_results(200)
def _by_cell(viewer: Viewer, year: int, stamp: DataVersion) -> list[CellProgress]:
    return assessment_progress.by_cell(viewer, year)
