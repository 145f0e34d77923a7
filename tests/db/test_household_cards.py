"""A household's card: its classes with their papers, causes and help, who reads them, and what undoing each action
restores.
"""

from datetime import date

import pytest

from db.errors import Invalid, NotAllowed
from db.history import undo
from db.households import class_review, groups, household_causes, household_help, household_history, named_households
from db.households.household_help import HelpInput
from db.households.named_households import RatingInput
from db.models import Batch, ClassReview, HouseholdCause, HouseholdClass, HouseholdHelp
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
SINCE, DAY = date(2026, 3, 1), date(2026, 10, 5)
GIFT = HelpInput("goods", "front", DAY, amount=500_000, approximate=True)


@pytest.fixture
def home(world) -> str:
    """A household that the cell follows under a pseudonym."""
    group = groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 60)
    return named_households.create(world.secretary, group, "Hộ bà M.", None, SINCE)


def classes(world, home) -> list[tuple[int, str, str | None]]:
    return [tuple(entry) for entry in household_history.load_household_history(world.secretary, home).classes]


def latest_batch() -> int:
    return max(row.id for row in rows(Batch))


def test_a_class_is_recorded_with_or_without_a_paper_corrected_and_deleted(world, home):
    named_households.record_class(world.secretary, home, RatingInput(2025, "poor"))
    named_households.record_class(world.secretary, home, RatingInput(2026, "poor", "QĐ 12/QĐ-UBND"))
    named_households.record_class(world.secretary, home, RatingInput(2026, "near_poor"))
    assert classes(world, home) == [(2026, "near_poor", "QĐ 12/QĐ-UBND"), (2025, "poor", None)]
    named_households.delete_rating(world.secretary, home, 2025)
    assert classes(world, home) == [(2026, "near_poor", "QĐ 12/QĐ-UBND")]
    with pytest.raises(Invalid, match="class_missing"):
        named_households.delete_rating(world.secretary, home, 2025)


def test_causes_are_chosen_from_the_list_once_each_and_can_be_chosen_again_later(world, home):
    household_causes.replace_causes(world.secretary, home, ["capital", "spending", "capital"])
    assert set(household_causes.list_cause_keys(world.secretary, home)) == {"capital", "spending"}
    household_causes.replace_causes(world.secretary, home, ["spending", "knowledge"])
    assert set(household_causes.list_cause_keys(world.assistant, home)) == {"knowledge", "spending"}
    with pytest.raises(Invalid, match="choice_unknown"):
        household_causes.replace_causes(world.secretary, home, ["lười biếng"])


def test_help_is_recorded_with_its_giver_with_or_without_an_amount_and_deleted(world, home):
    household_help.record(world.secretary, home, GIFT)
    by_member = HelpInput("care", "member", date(2026, 10, 9), code_of(world, "dung"))
    household_help.record(world.assistant, home, by_member)
    latest, first = household_help.list_help(world.secretary, home)
    assert (latest.kind, latest.member, latest.amount) == ("care", "Phạm Thị Dung", None)
    assert (first.giver, first.member, first.amount, first.approximate) == ("front", None, 500_000, True)
    household_help.delete(world.secretary, first.id)
    assert [line.kind for line in household_help.list_help(world.secretary, home)] == ["care"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (HelpInput(None, "front", DAY), "help_kind_missing"),
        (HelpInput("goods", None, DAY), "help_giver_missing"),
        (HelpInput("goods", "front", date(2026, 11, 23)), "day_to_come"),
        (HelpInput("goods", "front", date(2026, 2, 28)), "household_not_yet"),
        (HelpInput("goods", "front", DAY, amount=0), "amount_unreadable"),
    ],
)
def test_impossible_help_is_refused(world, home, given, code):
    with pytest.raises(Invalid, match=code):
        household_help.record(world.secretary, home, given)
    assert rows(HouseholdHelp) == []


def test_the_cell_reads_causes_and_help_and_the_commune_only_what_it_entered(world, home):
    household_causes.replace_causes(world.secretary, home, ["capital"])
    household_help.record(world.secretary, home, GIFT)
    assert household_causes.list_cause_keys(world.commune, home) == household_help.list_help(world.commune, home) == []
    for ask in (household_help.list_help, household_causes.list_cause_keys):
        assert ask(world.neighbour, home) == ask(world.other_commune, home) == []
        with pytest.raises(NotAllowed):
            ask(world.district, home)
    for stranger in (world.neighbour, world.district, world.other_commune):
        with pytest.raises(NotAllowed):
            household_help.record(stranger, home, GIFT)
    household_causes.replace_causes(world.commune, home, ["labour"])
    household_help.record(world.commune, home, GIFT)
    assert household_causes.list_cause_keys(world.commune, home) == ["labour"]
    assert set(household_causes.list_cause_keys(world.secretary, home)) == {"capital", "labour"}
    assert len(household_help.list_help(world.commune, home)) == 1
    assert len(household_help.list_help(world.secretary, home)) == 2
    household_causes.replace_causes(world.commune, home, [])
    assert household_causes.list_cause_keys(world.secretary, home) == ["capital"], (
        "what the cell chose is not its to change"
    )


def test_each_action_on_a_card_can_be_undone(world, home):
    actions = [
        lambda: named_households.record_class(world.secretary, home, RatingInput(2025, "poor")),
        lambda: household_causes.replace_causes(world.secretary, home, ["capital"]),
        lambda: household_help.record(world.secretary, home, GIFT),
        lambda: class_review.record_review(
            world.secretary, world.units["dong_bao"], 2026, {home: "near_poor"}, "QĐ 15"
        ),
    ]
    tables = (HouseholdClass, HouseholdCause, HouseholdHelp, ClassReview)
    for act in actions:
        before = [rows(table) for table in tables]
        act()
        assert [rows(table) for table in tables] != before
        undo.undo(world.secretary, latest_batch())
        assert [rows(table) for table in tables] == before
    for act in actions:
        act()
    stood = [rows(table) for table in tables]
    (line,) = household_help.list_help(world.secretary, home)
    for act in (
        lambda: named_households.delete_rating(world.secretary, home, 2025),
        lambda: household_help.delete(world.secretary, line.id),
        lambda: household_causes.replace_causes(world.secretary, home, []),
    ):
        act()
        undo.undo(world.secretary, latest_batch())
        assert [rows(table) for table in tables] == stood


def test_a_years_classes_are_reviewed_in_one_action_including_households_without_a_class(world, home):
    unit = world.units["dong_bao"]
    other = named_households.create(world.secretary, _cluster(world), "Hộ ông T.", None, SINCE)
    named_households.record_class(world.secretary, other, RatingInput(2026, "poor"))
    assert class_review.load_year(world.secretary, unit, 2026)[1:] == (1, False, None)
    class_review.record_review(world.secretary, unit, 2026, {home: "near_poor", other: None}, "QĐ 20/QĐ-UBND")
    assert class_review.load_year(world.secretary, unit, 2026)[1:] == (1, True, "QĐ 20/QĐ-UBND")
    assert [(row.rating, row.paper) for row in rows(HouseholdClass)] == [("near_poor", "QĐ 20/QĐ-UBND")]
    class_review.record_review(world.secretary, unit, 2025, {}, None)
    assert class_review.load_year(world.secretary, unit, 2025)[1:] == (0, True, None)
    with pytest.raises(Invalid, match="year_unfit"):
        class_review.record_review(world.secretary, unit, 2028, {}, None)
    with pytest.raises(NotAllowed):
        class_review.record_review(world.neighbour, world.units["nui_doi"], 2026, {home: "poor"}, None)


def _cluster(world) -> str:
    return groups.create(world.secretary, world.units["dong_bao"], "Cụm 2", 40)
