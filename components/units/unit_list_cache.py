"""The tree as a list, read again only if a unit, a setting or somebody's membership has changed."""

from components import result_cache
from db.calendar import clock
from db.calendar.months import month_of
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models import Membership
from db.units import unit_list
from db.units.unit_list import UnitLine


def load_with_ended(viewer: Viewer) -> list[UnitLine]:
    """Return the units in the viewer's scope, including ended ones, like `unit_list.load`."""
    now = month_of(clock.today())
    return _load(viewer, data_version(viewer, FigureQuery(now, now), (Membership,)))


@result_cache.cache_results(100)
def _load(viewer: Viewer, stamp: DataVersion) -> list[UnitLine]:
    return unit_list.load(viewer, ended=True)
