"""How far the year's assessments have come: counted again only when something that it is counted from has changed."""

from components import answer_cache
from db.assessments import assessment_progress
from db.assessments.assessment_progress import CellProgress
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models import Assessment, Exemption, Membership

TABLES = (Assessment, Membership, Exemption)


def by_cell(viewer: Viewer, year: int) -> list[CellProgress]:
    """The viewer's cells that have contact members, as `progress.by_cell` has them."""
    return _by_cell(viewer, year, data_version(viewer, FigureQuery(year * 100 + 1, year * 100 + 12), TABLES))


@answer_cache.cache_answers(200)
def _by_cell(viewer: Viewer, year: int, stamp: DataVersion) -> list[CellProgress]:
    return assessment_progress.by_cell(viewer, year)
