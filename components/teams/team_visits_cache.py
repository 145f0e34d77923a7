"""Visits of teams in a year, counted again only if the data behind them change."""

from components import result_cache
from db.figures import team_visits
from db.figures.data_version import FIRST_MONTH, DataVersion, data_version
from db.figures.figures import FigureQuery
from db.figures.team_visits import TABLES, TeamVisits
from db.kernel.scope import Viewer


def by_team(viewer: Viewer, year: int) -> list[TeamVisits]:
    """The year's visits of each visible team, as `team_visits.by_team` has them."""
    # a meeting held in a year may belong to a month long before
    return _by_team(viewer, year, data_version(viewer, FigureQuery(FIRST_MONTH, year * 100 + 12), TABLES))


@result_cache.cache_results(200)
def _by_team(viewer: Viewer, year: int, stamp: DataVersion) -> list[TeamVisits]:
    return team_visits.by_team(viewer, year)
