"""Reconciliation across a merger of communes: nobody is lost, nobody counts twice, and earlier days
stay as they were.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.contacts import people_behind_reconciliation, reconciliation, stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.contacts.people_behind_reconciliation import PeopleFilter
from db.kernel import bulk, unit_tree
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Introduction,
    IntroductionState as State,
    Membership,
    SubjectCount,
    SuccessionKind,
    Unit,
    UnitKind,
    UnitSuccession,
    UnitVersion,
)
from db.vietnamese import fold, unit_sort_key
from tests.db.placed_members import add_person
from tests.rows import rows

MERGED = date(2026, 7, 1)
BEFORE, AFTER = MERGED - timedelta(days=1), MERGED
SENT = date(2026, 3, 2)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def merged(world):
    """Xã Tây Sơn was merged into Xã Đông Hà, together with its cell."""
    old, new, cell = (world.units[key] for key in ("tay_son", "dong_ha", "nui_doi"))
    with writing(SYSTEM, "merge") as session:
        for version in rows(UnitVersion, unit_id=old) + rows(UnitVersion, unit_id=cell):
            bulk.update(session, UnitVersion, [{"id": version.id, "valid_to": BEFORE}])
        (last,) = rows(UnitVersion, unit_id=cell)
        kept = {name: getattr(last, name) for name in ("name", "search_key", "sort_key")}
        bulk.insert(session, UnitVersion, [{"unit_id": cell, "parent_id": new, "valid_from": MERGED, **kept}])
        _succeed(session, old, new)
    return world


def _succeed(session, old_id: int, new_id: int, day: date = MERGED) -> None:
    row = {"old_id": old_id, "new_id": new_id, "kind": SuccessionKind.MERGED, "day": day}
    bulk.insert(session, UnitSuccession, [row])


def introduce(world, name: str, *communes: str, **columns) -> int:
    told = {"state": State.INTRODUCED, "sent_on": SENT, "workplace_id": world.units["hospital"]} | columns
    with writing(SYSTEM, "introduce") as session:
        member_id = add_person(session, name)
        letters = [{"member_id": member_id, "commune_id": world.units[key], **told} for key in communes]
        bulk.insert(session, Introduction, letters)
        return member_id


def by_commune(world, day: date, viewer=None) -> dict[int | None, reconciliation.UnitReconciliation]:
    return {line.unit_id: line for line in reconciliation.by_commune_or_workplace(viewer or world.district, day)}


def test_a_person_introduced_to_a_merged_commune_counts_for_its_successor_from_that_day(merged):
    world, old, new = merged, merged.units["tay_son"], merged.units["dong_ha"]
    standing = {line.unit_id: line.counts.introduced for line in by_commune(world, BEFORE).values()}
    introduce(world, "Vũ Thị Hoa", "tay_son")
    introduce(world, "Vũ Thị Mai", "tay_son", "dong_ha")
    before, after = by_commune(world, BEFORE), by_commune(world, AFTER)
    assert before[old].counts.introduced == standing.get(old, 0) + 2
    assert before[new].counts.introduced == standing.get(new, 0) + 1
    assert old not in after
    assert after[new].counts.introduced == standing.get(old, 0) + standing.get(new, 0) + 2  # Mai counts once
    assert after[new].name == "Xã Đông Hà"
    page = people_behind_reconciliation.list_people(
        world.district, AFTER, PeopleFilter.UNRECEIVED, unit_code=after[new].code
    )
    assert {row.name for row in page.rows} >= {"Vũ Thị Hoa", "Vũ Thị Mai"}
    assert {row.commune for row in page.rows} == {"Xã Đông Hà"}
    with reading(SYSTEM) as session:  # as anybody who signs in now
        commune = replace(world.commune, unit_ids=frozenset(unit_tree.units_in_reach(session, new)))
    assert by_commune(world, AFTER, commune)[new].counts == after[new].counts


def test_a_placed_person_counts_for_the_commune_his_cell_is_in_on_that_day(merged):
    world = merged
    (stay,) = rows(Membership, member_id=world.members["quan"])
    with writing(SYSTEM, "introduce") as session:
        old = [row.id for row in rows(Introduction, member_id=world.members["quan"])]
        bulk.delete(session, Introduction, old)
        row = {
            "member_id": world.members["quan"],
            "commune_id": world.units["tay_son"],
            "state": State.PLACED,
            "sent_on": SENT,
            "placed_on": SENT,
            "membership_id": stay.id,
        }
        bulk.insert(session, Introduction, [row])
        moved = rows(UnitSuccession)[0].id  # a cell may change communes without any commune ending
        bulk.delete(session, UnitSuccession, [moved])
    at = lambda day: {  # noqa: E731
        row.commune
        for row in people_behind_reconciliation.list_people(world.district, day, PeopleFilter.PLACED).rows
        if row.name == "Đỗ Minh Quân"
    }
    assert (at(BEFORE), at(AFTER)) == ({"Xã Tây Sơn"}, {"Xã Đông Hà"})


def test_counts_of_merged_communes_are_added_up_until_the_successor_states_its_own(merged):
    world, old, new = merged, merged.units["tay_son"], merged.units["dong_ha"]
    with writing(SYSTEM, "count") as session:
        said = [(old, date(2026, 3, 1), 30, 2), (new, date(2026, 4, 1), 50, 3)]
        bulk.insert(session, SubjectCount, [StatedCount(*each)._asdict() for each in said])
    assert [by_commune(world, BEFORE)[unit].counts.subject for unit in (old, new)] == [30, 50]
    line = by_commune(world, AFTER)[new]
    assert (line.counts.subject, line.counts.not_introduced, line.counted_on) == (80, 5, date(2026, 3, 1))
    stated_introduction_counts.record(world.commune, [StatedCount(new, date(2026, 8, 1), 77)])
    line = by_commune(world, date(2026, 8, 2))[new]
    assert (line.counts.subject, line.counted_on) == (77, date(2026, 8, 1))


def test_where_one_of_them_stated_no_count_the_list_says_who_is_subject(merged):
    world, new = merged, merged.units["dong_ha"]
    introduce(world, "Vũ Thị Hoa", "tay_son")
    with writing(SYSTEM, "count") as session:
        bulk.insert(session, SubjectCount, [StatedCount(new, date(2026, 4, 1), 50, 3)._asdict()])
    line = by_commune(world, AFTER)[new]
    assert (line.counted_on, line.counts.not_introduced) == (None, 3)
    assert line.counts.subject == line.counts.introduced + line.counts.pending


def test_a_new_commune_needs_no_count_from_before_it_existed(world):
    with writing(SYSTEM, "merge") as session:
        (made,) = bulk.insert(session, Unit, [{"kind": UnitKind.AREA, "level": "commune"}])
        name = "Xã Tân Lập"
        keys = {"name": name, "search_key": fold(name), "sort_key": unit_sort_key(name)}
        version = {"unit_id": made, "parent_id": world.units["an_binh"], "valid_from": MERGED}
        bulk.insert(session, UnitVersion, [{**version, **keys}])
        for key, number in (("tay_son", 30), ("dong_ha", 50)):
            _succeed(session, world.units[key], made)
            row = StatedCount(world.units[key], date(2026, 3, 1), number)._asdict()
            bulk.insert(session, SubjectCount, [row])
    assert by_commune(world, AFTER)[made].counts.subject == 80
