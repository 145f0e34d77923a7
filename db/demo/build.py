"""Build the demonstration: area by area into an empty database, all of it or nothing."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import func, select

from db import config
from db.calendar import clock
from db.demo import (
    accounts,
    assessments,
    book_checks,
    comment_requests,
    contacts,
    difficulties,
    evaluations,
    household_cards,
    households,
    initiatives,
    introductions,
    meetings,
    member_entries,
    people,
    people_groups,
    petitions,
    teams,
    units,
    visited_households,
)
from db.demo.bulk_filler import BulkFiller
from db.demo.district import District
from db.demo.plan import SIZES, plan_district
from db.errors import Refused
from db.maintenance import raw_connection
from db.models import Unit

AreaProgress = Callable[[str, int, int], None]


def build(size: str, progress: AreaProgress) -> tuple[District, dict[str, int]] | None:
    """Fill the configured database; return the district that was built, and the number of rows of each table.

    Return None if the database is not empty. `progress` is called with the area, the number done and the total. Raises
    Refused("size_unknown").
    """
    if size not in SIZES:
        raise Refused("size_unknown", sizes=", ".join(SIZES))
    with raw_connection.connect(config.database_url()) as connection:
        if connection.scalar(select(func.count(Unit.id))):
            return None
        district = plan_district(SIZES[size], clock.today())
        filling = BulkFiller(connection)
        _fill(filling, district, size, progress)
    return district, dict(filling.written)


def _fill(filling: BulkFiller, district: District, size: str, progress: AreaProgress) -> None:
    progress("units", 0, 1)
    units.fill(filling, district)
    people.fill(filling, district, partial(progress, "people"))
    contacts.fill(filling, district, partial(progress, "contacts"))
    introductions.fill(filling, district)
    people_groups.fill(filling, district)
    meetings.fill(filling, district, partial(progress, "meetings"))
    households.fill(filling, district, SIZES[size], partial(progress, "households"))
    visited_households.fill(filling, district)
    household_cards.fill(filling, district)
    initiatives.fill(filling, district)
    member_entries.fill(filling, district)
    petitions.fill(filling, district)
    teams.fill(filling, district)
    difficulties.fill(filling, district)
    book_checks.fill(filling, district)
    assessments.fill(filling, district)
    evaluations.fill(filling, district)
    comment_requests.fill(filling, district)
    accounts.fill(filling, district)
    progress("checked", 0, 1)
    filling.finish()
