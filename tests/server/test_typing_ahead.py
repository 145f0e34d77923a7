"""What is typed into a grid before the server has answered: the browser sends it, with all cells typed before, under
the id that the grid had when it was typed. Each test types into a year of its own.
"""

import pytest

from components.i18n import _
from db.assessments import assessment_forms, assessment_list
from db.drafts import drafts
from db.meetings import totals, totals_record
from tests.db.typed_totals import type_in
from tests.visiting import Socket, token_of

pytest_plugins = ["tests.served"]
SAVE, DISCARD = _("Save the totals"), _("Discard the draft")


@pytest.fixture
def secretary(server, served):
    with Socket(server, token_of(served.secretary)) as visitor:
        yield visitor


def typed(served, year: int) -> dict[tuple[int, str], str | None]:
    """What the draft of a year holds, by month."""
    place = totals.load(served.secretary, served.units["dong_bao"], year).place
    months = {totals.draft_part(year * 100 + month, 1): month for month in range(1, 13)}
    return {(months[part], name): value for (part, name), value in drafts.load(served.secretary, place).values.items()}


def saved(served, year: int) -> list[tuple[int, int | None, int | None]]:
    """The month, the number expected and the number present of each saved meeting of a year."""
    lines = totals.load(served.secretary, served.units["dong_bao"], year).lines
    return [(line.period % 100, line.saved.expected, line.saved.present) for line in lines if line.saved.has_numbers]


def save_january(served, year: int) -> None:
    type_in(served, year * 100 + 1, {"expected": "50", "absent": "8"})
    totals_record.save(served.secretary, served.units["dong_bao"], year)


def test_a_correction_that_changes_another_number_of_its_row_keeps_what_was_typed_after_it(served, secretary):
    save_january(served, 2024)
    page = secretary.open("/totals", "year=2024")
    after = secretary.type_cells(page, {0: {"absent": 9}})
    secretary.type_cells(page, {0: {"absent": 9}, 1: {"expected": 40}})
    assert typed(served, 2024) == {(1, "absent"): "9", (2, "expected"): "40"}
    assert after.grid == page.grid
    secretary.type_cells(page, {1: {"expected": 40}})
    assert typed(served, 2024) == {(1, "absent"): "8", (2, "expected"): "40"}


def test_what_is_typed_while_the_rows_above_are_being_saved_stays_in_the_draft(served, secretary):
    page = secretary.open("/totals", "year=2023")
    after = secretary.type_cells(page, {0: {"expected": 50, "absent": 8}})
    done = secretary.click(after, SAVE)
    secretary.type_cells(page, {0: {"expected": 50, "absent": 8}, 1: {"expected": 40}})
    assert saved(served, 2023) == [(1, 50, 42)]
    assert typed(served, 2023) == {(2, "expected"): "40"}
    assert done.grid == page.grid


def test_what_others_type_does_not_drop_what_was_typed_meanwhile(served, secretary):
    page = secretary.open("/totals", "year=2022")
    secretary.type_cells(page, {0: {"expected": 50}})
    type_in(served, 202203, {"expected": "30"}, served.commune)
    secretary.type_cells(page, {0: {"expected": 50, "absent": 8}})
    secretary.type_cells(page, {0: {"expected": 50, "absent": 8}, 1: {"expected": 40}})
    assert typed(served, 2022) == {
        (1, "expected"): "50", (1, "absent"): "8", (2, "expected"): "40", (3, "expected"): "30"
    }  # fmt: skip


def test_a_page_left_and_opened_again_keeps_what_was_typed_before(served, secretary):
    page = secretary.open("/totals", "year=2021")
    secretary.type_cells(page, {0: {"expected": 50}})
    secretary.open("/record")
    again = secretary.open("/totals", "year=2021")
    secretary.type_cells(again, {1: {"expected": 40}})
    assert typed(served, 2021) == {(1, "expected"): "50", (2, "expected"): "40"}


def test_a_discarded_draft_leaves_nothing_in_the_grid(served, secretary):
    page = secretary.open("/totals", "year=2020")
    after = secretary.type_cells(page, {0: {"expected": 50}})
    done = secretary.click(after, DISCARD)
    assert done.grid != page.grid
    secretary.type_cells(done, {1: {"expected": 40}})
    assert typed(served, 2020) == {(2, "expected"): "40"}


def test_a_text_that_is_stored_with_fewer_spaces_keeps_what_was_typed_after_it(served, secretary):
    year, _season = assessment_forms.current_year_and_season(served.secretary, served.units["dong_bao"])
    sheet = assessment_list.load(served.secretary, served.units["dong_bao"], year)
    text, mark = sheet.form.written_items[0].key, sheet.form.marked_items[0]
    page = secretary.open("/assessments", f"year={year}")
    after = secretary.type_cells(page, {0: {text: "Hăng  hái "}})
    secretary.type_cells(page, {0: {text: "Hăng  hái ", mark.key: mark.marks[0].key}})
    values = drafts.load(served.secretary, sheet.place).values
    assert {name: value for (_part, name), value in values.items()} == {text: "Hăng hái", mark.key: mark.marks[0].key}
    assert after.grid == page.grid
