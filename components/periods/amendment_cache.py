"""Amendments, cached until the data behind them change."""

from components import result_cache
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.history import amendments
from db.history.amendments import Amendment
from db.kernel.scope import Viewer

Tables = tuple[type, ...] | None


def load(viewer: Viewer, wanted: FigureQuery, tables: Tables = None) -> list[Amendment]:
    """Actions that changed the requested data after closing, latest first; optionally only changes of these tables."""
    closed = amendments.closed_stamp(viewer, wanted)
    if not closed:
        return []
    return _load(viewer, wanted, tables, closed, data_version(viewer, wanted, tables or amendments.TABLES))


# Cached per viewer, as long as the data it reads are unchanged.
@result_cache.cache_results(400)
def _load(
    viewer: Viewer, wanted: FigureQuery, tables: Tables, closed: tuple[int, ...], stamp: DataVersion
) -> list[Amendment]:
    return amendments.list_amendments(viewer, wanted, tables)
