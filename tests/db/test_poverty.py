"""Poor and near-poor households by year: what they are measured against, which cells are in the rate and which are
counted separately; every count equals a recount, and no erasure changes one.
"""

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st
from sqlmodel import select

from db.errors import Conflict
from db.figures import poverty
from db.figures.poverty import PovertyCount
from db.history import undo
from db.households import (
    assignments,
    class_review,
    groups,
    household_causes,
    household_erasure,
    household_help,
    named_households,
    visits,
)
from db.households.assignments import AssignmentTargets
from db.households.household_help import HelpInput
from db.households.named_households import RatingInput
from db.households.visits import VisitInput
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Assignment,
    Batch,
    CellGroup,
    Change,
    ClassReview,
    Erasure,
    GroupKind,
    Household,
    HouseholdCause,
    HouseholdClass,
    HouseholdCount,
    HouseholdHelp,
    HouseholdNote,
    HouseholdPlace,
    HouseholdVisit,
    PetitionOrigin,
    PetitionText,
    Setting,
    SuccessionKind,
    Task,
    Unit,
    UnitKind,
    UnitSuccession,
    UnitVersion,
)
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from db.settings import settings
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
NAME = "Hộ bà Mận"


def cluster(world, households=217, cell="dong_bao", since=None) -> str:
    return groups.create(world.commune, world.units[cell], "Cụm 1", households, since=since)


def household_with_classes(world, group, name, **ratings) -> str:
    code = named_households.create(world.commune, group, name, None, None)
    for year, rating in ratings.items():
        named_households.record_class(world.commune, code, RatingInput(int(year[1:]), rating))
    return code


def counts(viewer, unit_id=None) -> dict[int, PovertyCount]:
    return {row.period: row.count for row in poverty.by_year(viewer, unit_id)}


def test_the_rate_is_measured_against_the_households_known_at_the_end_of_its_year(world):
    group = cluster(world, 200)
    groups.set_household_count(world.secretary, group, 217, date(2025, 12, 31))
    groups.set_household_count(world.secretary, group, 240, date(2026, 1, 1))
    household_with_classes(world, group, NAME, y2024="poor", y2025="poor", y2026="near_poor")
    found = counts(world.secretary)
    assert [(year, count.households, count.poor, count.near_poor) for year, count in found.items()] == [
        (2024, 200, 1, 0),
        (2025, 217, 1, 0),
        (2026, 240, 0, 1),
    ]
    assert found[2025].poor_rate == 1 / 217
    assert found[2026].near_poor_rate == 1 / 240


def test_cells_without_a_household_number_or_without_records_are_in_no_denominator_but_reported(world):
    household_with_classes(world, cluster(world, 100), NAME, y2026="poor")
    cluster(world, 80, "ben_da")
    with writing(SYSTEM, "bare") as session:
        bare = CellGroup(unit_id=world.units["ben_da"], kind=GroupKind.CLUSTER, name="Cụm 9", valid_from=None)
        session.add(bare)
    before = counts(world.commune)[2026]
    assert (before.households, before.poor, before.cells) == (100, 1, 1)
    assert before.unrecorded == len(poverty.by_unit(world.commune, 2026)) - 1
    class_review.record_review(world.commune, world.units["ben_da"], 2026, {}, None)
    after = counts(world.commune)[2026]
    assert (after.households, after.poor, after.cells) == (180, 1, 2), "a cell that found none counts among all"
    assert after.unrecorded == before.unrecorded - 1


@pytest.fixture
def merged(world) -> int:
    """Both cells of Xã Đông Hà recorded classes for the year, and merged into a new one in July."""
    for cell, households in (("dong_bao", 100), ("ben_da", 80)):
        household_with_classes(world, cluster(world, households, cell), f"Hộ {cell}", y2026="poor")
    day, commune = date(2026, 7, 1), world.units["dong_ha"]
    with writing(SYSTEM, "merge") as session:
        session.add(new := Unit(kind=UnitKind.CELL, level="cell"))
        session.flush()
        said = {"name": "Chi bộ thôn Sông", "search_key": "song", "sort_key": "song"}
        session.add(UnitVersion(unit_id=new.id, parent_id=commune, valid_from=day, **said))
        for cell in ("dong_bao", "ben_da"):
            (version,) = session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units[cell]))
            version.valid_to = day - timedelta(days=1)
            told = {"old_id": world.units[cell], "new_id": new.id, "kind": SuccessionKind.MERGED, "day": day}
            session.add(UnitSuccession(**told))
        return new.id


def test_in_the_year_of_a_merger_the_new_cell_has_what_its_predecessors_recorded(world, merged):
    viewer = world.district
    assert counts(viewer)[2026][:4] == (180, 2, 0, 1)
    (part,) = [each for each in poverty.by_unit(viewer, 2026, world.units["dong_ha"]) if each.unit_id == merged]
    assert part.count[:4] == (180, 2, 0, 1)
    with writing(SYSTEM, "review") as session:  # it reviewed the year itself, so earlier records no longer count
        group = CellGroup(unit_id=merged, kind=GroupKind.CLUSTER, name="Cụm 1")
        session.add(group)
        session.flush()
        session.add(HouseholdCount(unit_id=merged, group_id=group.id, households=175))
        session.add(ClassReview(unit_id=merged, year=2026))
    assert counts(viewer)[2026][:4] == (175, 0, 0, 1)


def test_if_one_merged_cell_recorded_nothing_the_others_classes_are_counted_outside_the_rate(world, merged):
    with writing(SYSTEM, "forget") as session:
        session.delete(
            session.exec(select(HouseholdClass).where(HouseholdClass.unit_id == world.units["ben_da"])).one()
        )
    found = counts(world.district)[2026]
    assert (found.households, found.poor, found.uncounted, found.poor_uncounted) == (0, 0, 1, 1)


def test_a_cell_whose_number_is_unknown_is_counted_outside_the_rate(world):
    with writing(SYSTEM, "bare") as session:
        session.add(bare := CellGroup(unit_id=world.units["dong_bao"], kind=GroupKind.CLUSTER, name="Cụm 9"))
        session.flush()
        session.add(home := Household(unit_id=bare.unit_id, name=NAME, sort_key="m", search_key="m"))
        session.flush()
        session.add(HouseholdPlace(unit_id=bare.unit_id, household_id=home.id, group_id=bare.id))
        session.add(HouseholdClass(unit_id=bare.unit_id, household_id=home.id, year=2026, rating="poor"))
    found = counts(world.secretary)[2026]
    assert (found.households, found.poor, found.uncounted, found.poor_uncounted) == (0, 0, 1, 1)
    assert found.poor_rate is None


def test_commune_and_district_see_counts_that_add_up_and_no_names(world):
    household_with_classes(world, cluster(world, 100), NAME, y2026="poor")
    household_with_classes(world, cluster(world, 50, "ben_da"), "Hộ ông T.", y2026="near_poor")
    ours = counts(world.commune)[2026]
    assert counts(world.district)[2026] == ours._replace(unrecorded=1), "the cell of another commune"
    (area,) = [part for part in poverty.by_unit(world.district, 2026) if part.count.cells]
    below = poverty.by_unit(world.district, 2026, area.unit_id)
    assert area.count == poverty.total(part.count for part in below) == counts(world.commune)[2026]
    assert {part.name for part in below if part.count.poor} == {"Chi bộ thôn Đồng Bào"}
    assert counts(world.other_commune) == {}


CELLS = ("dong_bao", "ben_da")
CLASSES = ("poor", "near_poor", "escaped_poverty", "other")
RATED = st.lists(st.tuples(st.sampled_from(CELLS), st.integers(2023, 2026), st.sampled_from(CLASSES)), max_size=30)
TOLD = st.dictionaries(
    st.tuples(st.sampled_from(CELLS), st.integers(0, 1), st.sampled_from([None, *range(2022, 2027)])),
    st.integers(0, 300),
    max_size=8,
)
REVIEWED = st.sets(st.tuples(st.sampled_from(CELLS), st.integers(2023, 2026)))


@given(classes=RATED, told=TOLD, reviewed=REVIEWED)
@hypothesis(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_of_every_level_equal_a_recount(world, classes, told, reviewed):
    _write(world, classes, told, reviewed)
    recorded = {(cell, year) for cell, year, _ in classes} | reviewed
    found = {part.period: part.count for part in poverty.by_year(world.commune)}
    assert set(found) == (
        set(range(min(year for _, year in recorded), max(year for _, year in recorded) + 1)) if recorded else set()
    )
    for year, count in found.items():
        parts = {part.unit_id: part.count for part in poverty.by_unit(world.commune, year)}
        assert poverty.total(parts.values()) == count
        for cell in CELLS:
            many = Counter(rating for name, when, rating in classes if (name, when) == (cell, year))
            households = _recount(told, cell, poverty.count_day(year))
            if (cell, year) not in recorded:
                expected = PovertyCount(unrecorded=1)
            elif households is None:
                expected = PovertyCount(0, 0, 0, 0, 1, many["poor"], many["near_poor"])
            else:
                expected = PovertyCount(households, many["poor"], many["near_poor"], 1)
            assert parts[world.units[cell]] == expected
    listed = poverty.list_cells(world.commune)
    for year, count in found.items():
        assert poverty.total(row.count for row in listed if row.year == year) == count


def _recount(told, cell, day) -> int | None:
    """The last number stated for each cluster by a day."""
    latest = {}
    order = sorted(told.items(), key=lambda item: item[0][2] or 0)
    for (name, group, since), households in order:
        if name == cell and (since is None or date(since, 1, 1) <= day):
            latest[group] = households
    return sum(latest.values()) if latest else None


def _write(world, classes, told, reviewed) -> None:
    with writing(SYSTEM, "test") as session, bulk.without_history(session):
        for table in (HouseholdClass, HouseholdCount, ClassReview, CellGroup):
            bulk.delete(session, table, [row.id for row in rows(table)])
        known = {}
        for cell in CELLS:
            for group in range(2):
                row = CellGroup(unit_id=world.units[cell], kind=GroupKind.CLUSTER, name=f"Cụm {group}", place=group)
                session.add(row)
                session.flush()
                known[cell, group] = row.id
        for (cell, group, since), households in told.items():
            day = date(since, 1, 1) if since else None
            unit = world.units[cell]
            session.add(
                HouseholdCount(unit_id=unit, group_id=known[cell, group], households=households, valid_from=day)
            )
        for cell, year, rating in classes:
            session.add(HouseholdClass(unit_id=world.units[cell], year=year, rating=rating))
        for cell, year in reviewed:
            session.add(ClassReview(unit_id=world.units[cell], year=year))


@pytest.fixture
def closed(world, set_clock) -> str:
    """A household with every kind of record, closed more than three years ago."""
    set_clock("2022-06-01")
    group, unit, who = cluster(world), world.units["dong_bao"], code_of(world, "binh")
    home = household_with_classes(world, group, NAME, y2021="poor", y2022="poor")
    assignments.assign(world.secretary, unit, [who], AssignmentTargets(households=[home]), date(2022, 1, 1))
    household_causes.replace_causes(world.secretary, home, ["capital"])
    household_help.record(world.secretary, home, HelpInput("care", "member", date(2022, 5, 1), who))
    visit = VisitInput([home], date(2022, 5, 2), who, None, "Hẹn mua thuốc", who)
    visits.record(world.secretary, unit, visit)
    asked = PetitionInput("Đường ngập nước", "visit", date(2022, 5, 2), household=home)
    petitions.receive(world.secretary, unit, asked)
    named_households.correct(world.secretary, home, f"{NAME} (neo đơn)", None, (NAME, None))
    named_households.correct(world.secretary, home, NAME, None, (f"{NAME} (neo đơn)", None))
    named_households.end(world.secretary, home, date(2022, 6, 1), "died")
    set_clock("2026-11-22")
    return home


def test_a_household_closed_long_ago_is_erased_with_its_card_and_no_count_changes(world, closed):
    before, visited = counts(world.commune), len(rows(HouseholdVisit))
    assert before[2022].poor == 1
    assert household_erasure.erase_closed() == 1
    assert counts(world.commune) == before
    for table in (Household, HouseholdPlace, HouseholdCause, HouseholdHelp, HouseholdNote, Assignment, PetitionOrigin):
        assert rows(table) == [], table
    assert [(row.household_id, row.paper) for row in rows(HouseholdClass)] == [(None, None)] * 2
    (visit,) = rows(HouseholdVisit)
    assert visited == 1
    assert (visit.household_id, visit.households, visit.group_id) == (None, 1, rows(CellGroup)[0].id)
    assert [row.text for row in rows(PetitionText)] == ["Đường ngập nước"], "what was asked for stays"
    told = [row.model_dump_json() for table in (Change, Batch, Task) for row in rows(table)]
    assert not [text for text in told if NAME in text or "Hẹn mua thuốc" in text]
    kept = [json.loads(row.before or "{}") for row in rows(Change)]
    assert not [row for row in kept if row.get("household_id")]
    assert [row.ground for row in rows(Erasure)] == ["household_years"]
    assert rows(Batch)[-1].deed == "erase_households"
    assert household_erasure.erase_closed() == 0


def test_nobody_undoes_actions_on_an_erased_household(world, closed):
    household_erasure.erase_closed()
    about = [row for row in rows(Batch) if row.deed == "rate_household"]
    with pytest.raises(Conflict, match="undo_erased"):
        undo.undo(world.commune, about[-1].id)


def test_the_time_until_erasure_is_a_setting_of_the_unit_above(world, closed):
    settings.set_value(world.district, world.district.unit_id, "household_years", 5, date(2026, 1, 1))
    assert household_erasure.erase_closed() == 0
    assert [row.name for row in rows(Setting)] == ["household_years"]
    settings.set_value(world.district, world.district.unit_id, "household_years", 4, date(2026, 2, 1))
    assert household_erasure.erase_closed() == 1


def test_a_household_still_followed_or_recently_closed_stays(world):
    home = household_with_classes(world, cluster(world), NAME, y2026="poor")
    named_households.end(world.secretary, home, date(2026, 11, 1), "settled")
    household_with_classes(
        world, groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 5), "Hộ ông T.", y2026="poor"
    )
    assert household_erasure.erase_closed() == 0
    assert len(rows(Household)) == 2
