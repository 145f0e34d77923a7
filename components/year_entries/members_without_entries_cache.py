"""How many members of each cell have no entry this year; counted again only if the data behind it change."""

from components import result_cache
from db.calendar import clock
from db.figures.data_version import DataVersion, data_version
from db.figures.figures import FigureQuery
from db.kernel.scope import Viewer
from db.models import Attendance, Exemption, Membership, Tally, YearEntry
from db.year_entries import members_without_entries
from db.year_entries.members_without_entries import MembersWithoutEntries

TABLES = (Membership, YearEntry, Attendance, Tally, Exemption)


def list_cells(viewer: Viewer) -> list[MembersWithoutEntries]:
    """Return the viewer's cells that have such members, like `members_without_entries.list_cells`."""
    year = clock.today().year
    return _list_cells(viewer, data_version(viewer, FigureQuery(year * 100 + 1, year * 100 + 12), TABLES))


@result_cache.cache_results(200)
def _list_cells(viewer: Viewer, stamp: DataVersion) -> list[MembersWithoutEntries]:
    return members_without_entries.list_cells(viewer)
