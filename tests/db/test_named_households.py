"""Named households: classified, moved, closed; corrected only where their author changed something."""

from datetime import date

import pytest

from db.households import groups, household_board, named_households
from db.households.assignments import AssignmentTargets
from db.households.named_households import RatingInput
from db.models import (
    Assignment,
    Household,
    HouseholdClass,
    HouseholdPlace,
)
from tests.db.boards import NOVEMBER, assign, line_of
from tests.db.neighbours import TODAY
from tests.db.told import refused_with
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_named_household_is_classified_moved_and_closed(world, cluster):
    other = groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 5)
    code = named_households.create(
        world.secretary, cluster, "Hộ bà  M.", "Ngõ 3", date(2026, 1, 1), RatingInput(2025, "poor", "QĐ 12")
    )
    named_households.record_class(world.secretary, code, RatingInput(2026, "near_poor"))
    named_households.record_class(world.secretary, code, RatingInput(2026, "escaped_poverty", "QĐ 99"))
    assert [(row.year, row.rating, row.paper) for row in rows(HouseholdClass)] == [
        (2025, "poor", "QĐ 12"),
        (2026, "escaped_poverty", "QĐ 99"),
    ]
    line = line_of(world, code)
    assert (line.name, line.household.rating, line.household.year, line.household.paper) == (
        "Hộ bà M.",
        "escaped_poverty",
        2026,
        "QĐ 99",
    )
    assign(world, ["an"], AssignmentTargets(households=[code]))
    named_households.move(world.secretary, code, other, date(2026, 11, 20))
    assert line_of(world, code).parent_id == line_of(world, other).id
    with refused_with("household_there_already"):
        named_households.move(world.secretary, code, other, TODAY)
    with refused_with("group_not_empty"):
        groups.end(world.secretary, other, TODAY)
    named_households.end(world.secretary, code, date(2026, 11, 21), "settled")
    assert line_of(world, code) is None
    assert [(row.valid_to, row.end_reason) for row in rows(Assignment)] == [(date(2026, 11, 21), "household_closed")]
    assert rows(HouseholdPlace)[-1].valid_to == date(2026, 11, 21)
    with refused_with("household_closed", day=date(2026, 11, 21)):
        named_households.correct(world.secretary, code, "Hộ ông N.", None, ("Hộ bà M.", "Ngõ 3"))
    groups.end(world.secretary, other, date(2026, 11, 21))
    assert line_of(world, other) is None


@pytest.mark.parametrize(
    ("rated", "code"),
    [
        (RatingInput(1900, "poor"), "year_unfit"),
        (RatingInput(2030, "poor"), "year_unfit"),
        (RatingInput(2026, "rich"), "choice_unknown"),
        (RatingInput(2026, ""), "class_missing"),
    ],
)
def test_a_class_is_from_the_list_and_for_a_possible_year(world, cluster, rated, code):
    with refused_with(code):
        named_households.create(world.secretary, cluster, "Hộ bà M.", None, NOVEMBER, rated)
    assert rows(Household) == []


def test_a_save_touches_only_what_its_author_changed(world, cluster):
    code = named_households.create(
        world.secretary, cluster, "Hộ bà M.", "Ngõ 3", NOVEMBER, RatingInput(2026, "poor", "QĐ 12")
    )
    seen = ("Hộ bà M.", "Ngõ 3")
    named_households.correct(world.assistant, code, "Hộ bà M.", "Ngõ 5", seen)
    named_households.correct(world.secretary, code, "Hộ bà Mai", "Ngõ 3", seen)
    assert [(row.name, row.search_key, row.address) for row in rows(Household)] == [("Hộ bà Mai", "ho ba mai", "Ngõ 5")]
    named_households.record_class(world.secretary, code, RatingInput(2026, "near_poor"))
    assert [(row.rating, row.paper) for row in rows(HouseholdClass)] == [("near_poor", "QĐ 12")]


def test_closing_a_household_before_a_planned_move_cancels_the_move(world, cluster):
    other = groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 5)
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", None, date(2026, 1, 1))
    named_households.move(world.secretary, home, other, date(2026, 12, 10))
    named_households.end(world.secretary, home, date(2026, 11, 20), None)
    for day in (TODAY, date(2026, 12, 9), date(2026, 12, 10), date(2027, 1, 1)):
        assert household_board.load(world.secretary, world.units["dong_bao"], day).find(home) is None
    assert [row.valid_to for row in rows(HouseholdPlace)] == [date(2026, 11, 20)]
    groups.end(world.secretary, other, TODAY)


def test_a_planned_closing_can_be_postponed_and_brought_forward_but_not_before_an_actual_move(world, cluster):
    other = groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 5)
    home = named_households.create(world.secretary, cluster, "Hộ bà M.", None, date(2026, 1, 1))
    named_households.move(world.secretary, home, other, date(2026, 11, 10))
    for day in (date(2026, 12, 10), date(2026, 12, 31), date(2026, 11, 30)):
        named_households.end(world.secretary, home, day, None)
        assert [row.valid_to for row in rows(HouseholdPlace)] == [date(2026, 11, 9), day]
    with refused_with("day_before_start", day=date(2026, 11, 10)):
        named_households.end(world.secretary, home, date(2026, 11, 5), None)
    with refused_with("household_closing", day=date(2026, 11, 30)):
        named_households.move(world.secretary, home, cluster, date(2026, 12, 1))
    named_households.move(world.secretary, home, cluster, date(2026, 11, 25))
    assert rows(HouseholdPlace)[-1].valid_to == date(2026, 11, 30)
    with refused_with("household_closing"):
        assign(world, ["an"], AssignmentTargets(households=[home]), since=date(2026, 12, 1))
    assign(world, ["an"], AssignmentTargets(households=[home]))
    assert (rows(Assignment)[0].valid_to, rows(Assignment)[0].end_reason) == (date(2026, 11, 30), "household_closed")
