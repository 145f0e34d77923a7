"""What each person of a cell did in a year, counted again only if the data behind it change."""

from components import result_cache
from db.calendar import clock
from db.calendar.months import month_of
from db.evaluations import evaluation_list, year_work
from db.evaluations.year_work import WorkByMember
from db.figures.data_version import FIRST_MONTH, DataVersion, data_version
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer


def load(viewer: Viewer, unit_id: int, year: int) -> WorkByMember:
    """Return the work of a cell's people, like `evaluation_list.load_work`."""
    asked = FigureQuery(FIRST_MONTH, month_of(clock.today()), unit_id=unit_id)  # who is in charge since long ago counts
    return _load(viewer, unit_id, year, data_version(viewer, asked, year_work.TABLES))


# Cached per viewer, as long as the data it reads are unchanged and the day is the same.
@result_cache.cache_results(400)
def _load(viewer: Viewer, unit_id: int, year: int, stamp: DataVersion) -> WorkByMember:
    return evaluation_list.load_work(viewer, unit_id, year)
