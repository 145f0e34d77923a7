"""Open petitions by age equal a recount of the rows; the communes and cells behind an age add up to it."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings as hypothesis, strategies as st
from sqlmodel import select

from db.calendar import clock
from db.figures import petition_ages
from db.kernel import bulk
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Petition, PetitionHolder, PetitionText, UnitVersion
from db.petitions import petition_list, petition_states
from db.petitions.petition_list import PetitionFilter
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
CELLS = ("dong_bao", "ben_da", "nui_doi")


def _fill(world, random: Random) -> None:
    today = clock.today()
    rows = []
    for _ in range(random.randint(0, 30)):
        received = today - timedelta(days=random.choice([0, 7, 8, 15, 16, 30, 31, 60, 61, 300]))
        later = lambda received=received: random.choice([None, None, received, today, today + timedelta(days=3)])  # noqa: E731
        answered = later()
        rows.append(
            {
                "unit_id": world.units[random.choice(CELLS)],
                "source": "meeting",
                "holder": random.choice(list(PetitionHolder)),
                "received_on": received,
                "due": random.choice([None, today, today - timedelta(days=1)]),
                "answered_on": answered,
                "told_on": answered and random.choice([None, answered]),
                "closed_on": None if answered else random.choice([None, None, today]),
            }
        )
    with writing(SYSTEM, "petitions") as session:
        made = insert_rows(session, Petition, rows)
        texts = zip(made, rows, strict=True)
        insert_rows(
            session,
            PetitionText,
            [{"petition_id": one, "unit_id": row["unit_id"], "text": "Đường hỏng"} for one, row in texts],
        )


def _recount(cells: list[int]) -> Counter:
    today, found = clock.today(), Counter()
    with reading(SYSTEM) as session:
        for row in session.exec(select(Petition)):
            done = [day for day in (row.answered_on, row.told_on, row.closed_on) if day and day <= today]
            if row.unit_id in cells and not done:
                age = (today - row.received_on).days
                key = next((f"to_{upto}" for upto in (7, 15, 30, 60) if age <= upto), "over_60")
                found[key] += 1
                found["late", key] += today > (row.due or row.received_on + timedelta(days=30))
    return found


@given(seed=st.integers(0, 10**6))
@hypothesis(
    max_examples=15,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_ages_and_their_parts_equal_a_recount(world, seed):
    _fill(world, Random(seed))
    for role, names in (("district", CELLS), ("commune", CELLS[:2]), ("secretary", CELLS[:1])):
        viewer, counted = world.viewers[role], _recount([world.units[name] for name in names])
        for age in petition_ages.by_age(viewer):
            assert (age.open, age.overdue) == (counted[age.key], counted["late", age.key])
            behind = petition_ages.by_unit(viewer, age.key)
            assert petition_ages.total(part.count for part in behind) == age[1:]
            if role == "secretary":  # the cell's list opens exactly what its bar counts
                listed = petition_list.list_all(viewer, PetitionFilter("open", age=age.key))
                assert len(listed) == age.open


def test_petitions_left_open_by_a_dissolved_cell_have_no_age(world):
    _fill(world, Random(1))
    inside = [world.units[name] for name in ("dong_bao", "nui_doi")]
    ended = {"valid_to": clock.today() - timedelta(days=1)}
    (version,) = rows(UnitVersion, unit_id=world.units["ben_da"])
    with writing(SYSTEM, "test") as session:
        bulk.update(session, UnitVersion, [{"id": version.id, **ended}])
    assert _recount([world.units["ben_da"]]), "there was something"
    counted = _recount(inside)
    assert {age.key: age.open for age in petition_ages.by_age(world.district)} == {
        key: counted[key] for key in petition_ages.KEYS
    }


def test_a_petition_received_today_has_the_shortest_age():
    assert petition_ages.KEYS[0] == petition_states.age_of(date(2026, 11, 22), clock.today())
