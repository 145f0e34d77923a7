"""What the year's record says about a cell's contact members, counted again only if the data behind it change."""

from components import result_cache
from db.assessments import assessment_list, year_counts
from db.assessments.year_counts import CountsByMember
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer


def load(viewer: Viewer, unit_id: int, year: int) -> CountsByMember:
    """Return the counts of a cell's contact members, like `assessment_list.load_counts`."""
    asked = FigureQuery(year * 100 + 1, year * 100 + 12, unit_id=unit_id)
    return _load(viewer, unit_id, year, data_version(viewer, asked, year_counts.TABLES))


# Cached per viewer, as long as the data it reads are unchanged and the day is the same.
@result_cache.cache_results(400)
def _load(viewer: Viewer, unit_id: int, year: int, stamp: DataVersion) -> CountsByMember:
    return assessment_list.load_counts(viewer, unit_id, year)
