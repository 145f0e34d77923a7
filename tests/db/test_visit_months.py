"""Visits by month equal a recount of random ones, even if a cell moved to another commune or is a practice cell."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.calendar.months import last_day, month_of, months_between
from db.figures import visit_months
from db.figures.figures import FigureQuery
from db.figures.visit_months import VisitsCount
from db.households import visits
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import CellGroup, GroupKind, Household, HouseholdVisit, Unit, UnitVersion
from db.vietnamese import fold, person_sort_key
from tests import people
from tests.rows import rows

SINCE, UNTIL = 202601, 202611
CELLS = {"dong_bao": "dong_ha", "ben_da": "dong_ha", "nui_doi": "tay_son"}
MOVED = date(2026, 7, 15)  # when Bến Đá moved to Tây Sơn, in some examples
pytestmark = pytest.mark.usefixtures("november", "bare")


@pytest.fixture
def bare(emptied, database) -> None:
    """An empty register for each of several random ones."""


def _filled(emptied, random: Random):
    emptied()
    world, moves = people.world(), random.random() < 0.5
    with writing(SYSTEM, "fill") as session:
        session.get_one(Unit, world.units["nui_doi"]).reports = random.random() < 0.7
        if moves:
            (version,) = [row for row in rows(UnitVersion) if row.unit_id == world.units["ben_da"]]
            session.get_one(UnitVersion, version.id).valid_to = MOVED - timedelta(days=1)
            later = version.model_dump(exclude={"id"}) | {"parent_id": world.units["tay_son"]}
            bulk.insert(session, UnitVersion, [later | {"valid_from": MOVED, "valid_to": None}])
        for cell in CELLS:
            _visit(session, world.units[cell], random)
    return world, moves


def _visit(session, unit_id: int, random: Random) -> None:
    group = {"unit_id": unit_id, "kind": GroupKind.CLUSTER, "name": "Cụm 1", "valid_from": date(2020, 1, 1)}
    (group_id,) = bulk.insert(session, CellGroup, [group])
    keys = {"sort_key": person_sort_key("Hộ An"), "search_key": fold("Hộ An")}
    (home_id,) = bulk.insert(session, Household, [{"unit_id": unit_id, "name": "Hộ An", **keys}])
    made = []
    for _ in range(random.randint(0, 9)):
        day = date(2025, 12, 15) + timedelta(days=random.choice([16, 17, 211, 212, 213, random.randint(0, 340)]))
        target = random.choice(
            [{"group_id": group_id, "household_id": None}, {"household_id": home_id, "group_id": None}]
        )
        made.append({"unit_id": unit_id, "visited_on": day, "period": month_of(day), "households": None, **target})
    if made:
        bulk.insert(session, HouseholdVisit, made)


@given(seed=st.integers(0, 10**6))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_visits_of_a_random_year_equal_a_recount_and_open_to_as_many(emptied, seed):
    world, moves = _filled(emptied, Random(seed))
    keys = {unit_id: key for key, unit_id in world.units.items()}
    practising = {row.id for row in rows(Unit) if not row.reports}

    def area(cell: str, month: int) -> str:
        return "tay_son" if moves and cell == "ben_da" and last_day(month) >= MOVED else CELLS[cell]

    made = [row for row in rows(HouseholdVisit) if row.unit_id not in practising]
    counted = Counter((keys[row.unit_id], row.period) for row in made)
    grouped = Counter((keys[row.unit_id], row.period) for row in made if row.group_id)
    for viewer, unit, areas in (
        (world.district, None, {"dong_ha", "tay_son"}),
        (world.district, "dong_ha", {"dong_ha"}),
        (world.district, "tay_son", {"tay_son"}),
    ):
        wanted = FigureQuery(SINCE, UNTIL, unit_id=world.units[unit] if unit else None)
        points = visit_months.by_month(viewer, wanted)
        assert [point.period for point in points] == months_between(SINCE, UNTIL)
        for point in points:
            month = point.period
            here = [cell for cell in CELLS if world.units[cell] not in practising and area(cell, month) in areas]
            assert point.count == VisitsCount(
                sum(counted[cell, month] for cell in here),
                sum(grouped[cell, month] for cell in here),
                sum(counted[cell, month] > 0 for cell in here),
                len(here),
            )
            parts = visit_months.by_unit(viewer, wanted, month)
            assert visit_months.total(part.count for part in parts) == point.count
            if unit:
                assert {keys[part.unit_id]: part.count.visits for part in parts} == {
                    cell: counted[cell, month] for cell in here
                }
    for point in visit_months.by_month(world.secretary, FigureQuery(SINCE, UNTIL)):
        first, last = date(2026, point.period % 100, 1), last_day(point.period)
        listed = visits.list_between(world.secretary, world.units["dong_bao"], first, last)
        assert len(listed) == point.count.visits == counted["dong_bao", point.period]
