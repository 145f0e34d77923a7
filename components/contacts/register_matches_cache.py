"""Whom introductions mean or may mean, looked for again only if the data behind it change."""

from components import result_cache
from db.contacts import register_matches
from db.contacts.register_matches import RegisterMatches
from db.figures.data_version import DataVersion, whole_register_version
from db.kernel.scope import Viewer
from db.models import Introduction, Member, Membership

TABLES = (Introduction, Member, Membership)


def matches_by_introduction(viewer: Viewer, ids: list[int]) -> dict[int, RegisterMatches]:
    """Return the answer of `register_matches.matches_by_introduction`."""
    # somebody introduced here may be changed by a unit of another commune
    return _matches(viewer, tuple(ids), whole_register_version(TABLES))


# Cached per viewer, as long as the data it reads are unchanged and the day is the same.
@result_cache.cache_results(200)
def _matches(viewer: Viewer, ids: tuple[int, ...], stamp: DataVersion) -> dict[int, RegisterMatches]:
    return register_matches.matches_by_introduction(viewer, list(ids))
