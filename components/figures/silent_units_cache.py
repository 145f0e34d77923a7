"""Units without a report for a month, cached until the data behind them change."""

from components import result_cache
from db.figures import silent_units_and_introduced_members
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.figures.silent_units_and_introduced_members import SilentUnit
from db.kernel.scope import Viewer


def load(viewer: Viewer, period: int) -> list[SilentUnit]:
    """The units below the viewer's own that have not fully reported this month."""
    return _load(viewer, period, data_version(viewer, FigureQuery(period, period)))


# Cached per viewer, as long as the data it reads are unchanged and the day is the same.
@result_cache.cache_results(400)
def _load(viewer: Viewer, period: int, stamp: DataVersion) -> list[SilentUnit]:
    return silent_units_and_introduced_members.list_silent(viewer, period)
