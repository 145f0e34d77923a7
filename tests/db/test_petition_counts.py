"""Counts of petitions equal a recount; which are open too long, and whom they are waiting for."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.errors import Invalid
from db.figures import petition_counts
from db.figures.petition_counts import PetitionCount, WaitingPetitions
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Petition,
    PetitionHolder,
    PetitionText,
    Setting,
    UnitKind,
)
from db.petitions import petition_list, petitions
from db.settings import settings
from db.units import unit_actions
from tests import people
from tests.db.received_petitions import EARLY, TODAY, listed, receive
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_open_too_long_is_defined_by_the_nearest_unit_that_chose_and_waits_for_the_holder(world):
    receive(world, day=TODAY - timedelta(days=30))
    late, promised = receive(world, day=TODAY - timedelta(days=31)), receive(world, day=EARLY, due=TODAY)
    assert listed(world.secretary, state="overdue") == [late]
    assert petition_counts.count_waiting_for_unit(world.secretary) == WaitingPetitions(1, 0)
    settings.set_value(world.district, world.units["an_binh"], "petition_days", 10, EARLY)
    assert len(listed(world.secretary, state="overdue")) == 2
    settings.set_value(world.secretary, world.units["dong_bao"], "petition_days", 60, EARLY)
    assert listed(world.secretary, state="overdue") == []
    settings.set_value(world.secretary, world.units["dong_bao"], "petition_days", 5, EARLY)
    petitions.forward(world.secretary, late)
    assert petition_counts.count_waiting_for_unit(world.secretary) == WaitingPetitions(1, 0)
    assert petition_counts.count_waiting_for_unit(world.commune) == WaitingPetitions(1, 0)
    assert petition_counts.count_waiting_for_unit(world.district) == WaitingPetitions(0, 0)
    petitions.forward(world.commune, late)
    assert petition_counts.count_waiting_for_unit(world.commune) == WaitingPetitions(0, 0)
    assert petition_counts.count_waiting_for_unit(world.district) == WaitingPetitions(1, 0)
    assert listed(world.district, held=True) == [late]
    petitions.answer(world.district, late, "Có", TODAY)
    assert petition_counts.count_waiting_for_unit(world.district) == WaitingPetitions(0, 0)
    assert petition_counts.count_waiting_for_unit(world.secretary) == WaitingPetitions(1, 1)
    assert promised in listed(world.secretary, state="open")


def test_in_a_ward_with_cells_directly_below_it_the_ward_is_the_top_level(database):
    world = people.ward()
    code = receive(world, day=EARLY)
    assert petition_list.find(world.secretary, code).above == "Phường An Bình"
    petitions.forward(world.secretary, code)
    assert rows(Petition)[0].holder == PetitionHolder.DISTRICT
    assert listed(world.commune, held=True) == listed(world.district, held=True) == [code]
    assert (
        petition_counts.count_waiting_for_unit(world.commune).overdue
        == petition_counts.count_waiting_for_unit(world.district).overdue
        == 1
    )
    with pytest.raises(Invalid):
        petitions.forward(world.commune, code)
    petitions.answer(world.commune, code, "Đã sửa", TODAY)


def test_a_practice_cell_is_in_no_count(world):
    receive(world)
    unit_actions.correct(world.admin, world.units["dong_bao"], UnitKind.CELL, reports=False)
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.district)) == PetitionCount()


DAYS = st.integers(-60, 0).map(lambda back: TODAY + timedelta(days=back))


@hypothesis(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_counts_equal_a_recount_of_the_rows(world, data):
    """With random petitions, at all levels, on any day."""
    with writing(SYSTEM, "anew") as session:
        for table in (PetitionText, Petition, Setting):
            bulk.delete(session, table, [row.id for row in rows(table)])
        cells = [world.units[key] for key in ("dong_bao", "ben_da", "nui_doi")]
        made = [_random(data, cells) for _ in range(data.draw(st.integers(0, 12)))]
        bulk.insert(session, Petition, made)
        chosen = {unit: data.draw(st.integers(1, 40)) for unit in (*cells, world.units["dong_ha"])}
        if data.draw(st.booleans()):
            chosen.pop(cells[0])
        since = {"name": "petition_days", "valid_from": date(2020, 1, 1)}
        values = [{"unit_id": unit, "value": str(days), **since} for unit, days in chosen.items()]
        bulk.insert(session, Setting, values)
    day = data.draw(DAYS)
    days = {cells[0]: chosen.get(cells[0], chosen[world.units["dong_ha"]])} | {u: chosen[u] for u in cells[1:]}
    for viewer, below in ((world.commune, cells[:2]), (world.district, cells), (world.secretary, cells[:1])):
        whole = petition_counts.total(part.count for part in petition_counts.by_unit(viewer, day=day))
        assert whole == _recount([row for row in made if row["unit_id"] in below], day, days)
        each = petition_counts.list_cells(viewer, day=day)
        assert petition_counts.total(row.count for row in each) == whole
    for part in petition_counts.by_unit(world.commune, day=day):
        assert part.count == _recount([row for row in made if row["unit_id"] == part.unit_id], day, days)


def _random(data, cells: list[int]) -> dict:
    received = data.draw(DAYS)
    later = st.one_of(st.none(), st.dates(received, TODAY))
    answered = data.draw(later)
    ends = st.one_of(st.none(), st.dates(answered or received, TODAY))
    told = data.draw(ends) if answered else None
    return {
        "unit_id": data.draw(st.sampled_from(cells)),
        "source": "visit",
        "received_on": received,
        "due": data.draw(st.one_of(st.none(), st.dates(received, TODAY + timedelta(days=30)))),
        "holder": data.draw(st.sampled_from(list(PetitionHolder))),
        "answered_on": answered,
        "told_on": told,
        "closed_on": None if told else data.draw(ends),
    }


def _recount(made: list[dict], day: date, days: dict[int, int]) -> PetitionCount:
    found: Counter[str] = Counter()
    for row in made:
        if row["received_on"] > day:
            continue
        found["received"] += 1
        reached = [name for name in ("closed_on", "told_on", "answered_on") if row[name] and row[name] <= day]
        found[reached[0][:-3] if reached else "open"] += 1
        until = row["due"] or row["received_on"] + timedelta(days=days[row["unit_id"]])
        found["overdue"] += not reached and until < day
    return PetitionCount(**{name: found[name] for name in PetitionCount._fields})
