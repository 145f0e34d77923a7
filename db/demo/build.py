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
from db.demo.district_plan import SIZES, plan_district
from db.demo.district_state import District
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


def _fill(filler: BulkFiller, district: District, size: str, progress: AreaProgress) -> None:
    progress("units", 0, 1)
    units.fill(filler, district)
    people.fill(filler, district, partial(progress, "people"))
    contacts.fill(filler, district, partial(progress, "contacts"))
    introductions.fill(filler, district)
    people_groups.fill(filler, district)
    meetings.fill(filler, district, partial(progress, "meetings"))
    households.fill(filler, district, SIZES[size], partial(progress, "households"))
    visited_households.fill(filler, district)
    household_cards.fill(filler, district)
    initiatives.fill(filler, district)
    member_entries.fill(filler, district)
    petitions.fill(filler, district)
    teams.fill(filler, district)
    difficulties.fill(filler, district)
    book_checks.fill(filler, district)
    assessments.fill(filler, district)
    evaluations.fill(filler, district)
    comment_requests.fill(filler, district)
    accounts.fill(filler, district)
    progress("checked", 0, 1)
    filler.finish()
