"""A year's classes by unit: recounted only if the data behind them change."""

from components import result_cache
from db.figures import evaluation_counts
from db.figures.data_version import DataVersion, data_version
from db.figures.evaluation_counts import YearOfUnits
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer


def load(viewer: Viewer, year: int, unit_id: int | None = None) -> YearOfUnits:
    """Return the parts of a unit (all in sight) with their counts, and the cap, like `evaluation_counts.load`."""
    asked = FigureQuery(year * 100 + 1, year * 100 + 12)
    return _load(viewer, year, unit_id, data_version(viewer, asked, evaluation_counts.TABLES))


# Cached per viewer, as long as the data it reads are unchanged and the day is the same.
@result_cache.cache_results(200)
def _load(viewer: Viewer, year: int, unit_id: int | None, stamp: DataVersion) -> YearOfUnits:
    return evaluation_counts.load(viewer, year, unit_id)
