"""Assessment results: each number equals a recount, adds up, opens to its people, and shows no names to those above."""

from collections import Counter

import pytest

from db.errors import NotAllowed
from db.figures import assessment_results
from tests.db.marked_members import marked
from tests.rows import given_marks

__all__ = ["marked"]
pytestmark = pytest.mark.usefixtures("november")


def recount(world, *cells: str) -> Counter:
    inside = {world.units[cell] for cell in cells}
    return Counter((row.item, row.mark) for row in given_marks(year=2026) if row.unit_id in inside)


def test_each_number_equals_a_recount_and_the_communes_add_up(marked):
    below = assessment_results.by_unit(marked.district, 2026)
    assert {unit.unit_id: unit.counts for unit in below.units} == {
        marked.units["dong_ha"]: recount(marked, "dong_bao", "ben_da"),
        marked.units["tay_son"]: recount(marked, "nui_doi"),
    }
    single = assessment_results.list_cells(marked.district, 2026)
    assert below.total == single.total == recount(marked, "dong_bao", "ben_da", "nui_doi")
    assert {unit.unit_id: unit.counts for unit in single.units}[marked.units["ben_da"]] == recount(marked, "ben_da")
    assert assessment_results.by_unit(marked.commune, 2025).units == []


def test_marks_follow_the_words_and_the_order_of_the_form(marked):
    first = assessment_results.by_unit(marked.commune, 2026).columns[:3]
    assert [each.mark_label for each in first] == ["Nêu gương tốt", "Nêu gương", "Chưa nêu gương"]
    assert {each.item_label for each in first} == {"Nêu gương"}


def test_a_number_opens_to_its_people_only_within_the_commune(marked):
    for unit in assessment_results.by_unit(marked.commune, 2026).units:
        for (item, mark), count in unit.counts.items():
            people = assessment_results.list_people(marked.commune, 2026, item, mark, unit.unit_id)
            assert len(people) == count
    found = assessment_results.list_people(marked.commune, 2026, "example", "example_yes")
    assert [one.unit for one in found] == sorted(one.unit for one in found)
    assert "Đỗ Minh Quân" not in {one.name for one in found}
    for viewer in (marked.district, marked.assistant, marked.workplace, marked.admin):
        with pytest.raises(NotAllowed):
            assessment_results.list_people(viewer, 2026, "example", "example_yes")


def test_roles_that_may_not_count_assessments_see_no_results(marked):
    for viewer in (marked.assistant, marked.workplace, marked.admin):
        assert assessment_results.by_unit(viewer, 2026) == assessment_results.Results([], [])
