"""Today's tree: who is above, who is within reach, and who carries on whose book."""

from datetime import date, timedelta

import pytest

from db.calendar import clock
from db.kernel import unit_tree
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import SuccessionKind, Unit, UnitKind, UnitSuccession, UnitVersion

TODAY, DAY = clock.today(), timedelta(days=1)
ROOT, WEST, EAST, ONE, TWO, THREE = range(1, 7)
PARENTS = {ROOT: None, WEST: ROOT, EAST: ROOT, ONE: WEST, TWO: WEST, THREE: EAST}


@pytest.fixture
def district(any_database):
    """A district with two communes and three cells, from before the register."""
    with writing(SYSTEM, "district") as session:
        insert_rows(session, Unit, [{"id": unit_id, "kind": UnitKind.AREA, "level": "x"} for unit_id in PARENTS])
    for unit_id, parent_id in PARENTS.items():
        _version(unit_id, parent_id)


def _version(unit_id: int, parent_id: int | None, start: date | None = None, end: date | None = None) -> None:
    with writing(SYSTEM, "version") as session:
        names = {"name": "x", "search_key": "x", "sort_key": "x"}
        insert_rows(
            session,
            UnitVersion,
            [{"unit_id": unit_id, "parent_id": parent_id, "valid_from": start, "valid_to": end, **names}],
        )


def _succeeded(old_id: int, new_id: int, kind: SuccessionKind, day: date = TODAY) -> None:
    with writing(SYSTEM, "succession") as session:
        insert_rows(session, UnitSuccession, [{"old_id": old_id, "new_id": new_id, "kind": kind, "day": day}])


def _reach(unit_id: int) -> set[int]:
    with reading(SYSTEM) as session:
        return set(unit_tree.units_in_reach(session, unit_id))


def _chain(unit_id: int) -> list[int]:
    with reading(SYSTEM) as session:
        return unit_tree.ancestors(session, unit_id)


def test_three_levels(district):
    assert [_reach(unit_id) for unit_id in (ROOT, WEST, ONE)] == [set(PARENTS), {WEST, ONE, TWO}, {ONE}]
    assert [_chain(unit_id) for unit_id in (ROOT, WEST, ONE)] == [[ROOT], [WEST, ROOT], [ONE, WEST, ROOT]]


def test_a_ward_with_its_cells_directly_under_it(any_database):
    with writing(SYSTEM, "ward") as session:
        insert_rows(session, Unit, [{"id": unit_id, "kind": UnitKind.AREA, "level": "x"} for unit_id in (1, 2, 3)])
    for unit_id, parent_id in ((1, None), (2, 1), (3, 1)):
        _version(unit_id, parent_id)
    assert (_reach(1), _reach(2), _chain(2)) == ({1, 2, 3}, {2}, [2, 1])


def test_five_levels_too(district):
    with writing(SYSTEM, "deeper") as session:
        insert_rows(session, Unit, [{"id": unit_id, "kind": UnitKind.AREA, "level": "x"} for unit_id in (7, 8)])
    _version(7, ONE)
    _version(8, 7)
    assert (_chain(8), _reach(WEST)) == ([8, 7, ONE, WEST, ROOT], {WEST, ONE, TWO, 7, 8})


def test_a_cell_that_moved_is_where_it_is_today(district):
    _version(ONE, EAST, TODAY)
    assert (_reach(WEST), _reach(EAST), _chain(ONE)) == ({WEST, TWO}, {EAST, ONE, THREE}, [ONE, EAST, ROOT])


def test_a_cell_that_will_move_is_still_where_it_was(district):
    _version(ONE, EAST, TODAY + DAY)
    assert (_reach(WEST), _reach(EAST), _chain(ONE)) == ({WEST, ONE, TWO}, {EAST, THREE}, [ONE, WEST, ROOT])


def test_a_cell_not_founded_yet_is_where_it_will_be_founded(district):
    with writing(SYSTEM, "new") as session:
        insert_rows(session, Unit, [{"id": 7, "kind": UnitKind.CELL, "level": "cell"}])
    _version(7, EAST, TODAY + 2 * DAY)
    _version(7, WEST, TODAY + 9 * DAY)
    assert (_chain(7), _reach(EAST), _reach(WEST)) == ([7, EAST, ROOT], {EAST, THREE, 7}, {WEST, ONE, TWO})


def test_of_two_versions_for_one_day_the_later_entry_wins(district):
    _version(ONE, EAST, TODAY)
    _version(ONE, WEST, TODAY)
    assert (_chain(ONE), _reach(EAST)) == ([ONE, WEST, ROOT], {EAST, THREE})


def test_somebody_is_still_responsible_for_a_closed_cell(district):
    _version(THREE, WEST, TODAY - 9 * DAY, TODAY - DAY)
    assert (_reach(WEST), _chain(THREE)) == ({WEST, ONE, TWO, THREE}, [THREE, WEST, ROOT])


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("kind", "read"), [("merged", True), ("renamed", True), ("split", False), ("dissolved", False), ("reopened", False)]
)
def test_a_successor_reads_the_book_of_its_predecessor(district, kind, read):
    _succeeded(THREE, ONE, SuccessionKind(kind))
    assert _reach(ONE) == ({ONE, THREE} if read else {ONE})
    assert _reach(WEST) == ({WEST, ONE, TWO, THREE} if read else {WEST, ONE, TWO})
    assert THREE in _reach(EAST)


def test_a_future_merger_opens_no_book_yet(district):
    _succeeded(THREE, ONE, SuccessionKind.MERGED, TODAY + DAY)
    assert _reach(ONE) == {ONE}


def test_books_are_read_through_several_mergers_including_cells_of_a_merged_commune(district):
    _succeeded(TWO, ONE, SuccessionKind.MERGED)
    _succeeded(EAST, WEST, SuccessionKind.MERGED)
    _succeeded(ONE, THREE, SuccessionKind.RENAMED)
    assert _reach(THREE) == {THREE, ONE, TWO}
    assert _reach(WEST) == {WEST, EAST, ONE, TWO, THREE}


def test_a_cycle_of_successions_terminates(district):
    _version(WEST, ONE, TODAY)
    assert set(_chain(ONE)) == {ONE, WEST}
    assert _reach(WEST) == {WEST, ONE, TWO}
    _succeeded(ONE, TWO, SuccessionKind.MERGED)
    _succeeded(TWO, ONE, SuccessionKind.MERGED)
    assert _reach(ONE) >= {ONE, TWO}


def test_the_nearest_choice_is_found_for_many_units_at_once():
    parents = {1: None, 2: 1, 3: 2, 4: 2, 5: 1, 6: None}
    chosen = {1: "district", 2: "commune", 4: "own"}
    assert unit_tree.nearest_of_each([2, 3, 4, 5, 6, 7], parents, chosen) == {
        2: "commune",
        3: "commune",
        4: "own",
        5: "district",
        6: None,
        7: None,
    }
