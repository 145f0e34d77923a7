"""Assessment forms: each year has its own; a saved assessment keeps the form it was made with and
that form's wording.
"""

import json
from datetime import date

import pytest

from components.history import change_text
from db.assessments import assessment_forms, assessments
from db.history import rows_changed_by_action
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment, Batch, Membership, Rule
from tests.db.assessing import MARKS, YEAR, assess, of_one, saved, sheet, typed
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_the_form_changes_from_a_day_on_and_saved_assessments_stay(world):
    assess(world)
    item = {
        "key": "whole", "text": "Nhận xét chung", "short": "Chung", "verified": True,
        "marks": [{"key": "good", "label": "Tốt"}, {"key": "poor", "label": "Chưa tốt", "eyes": True}],
    }  # fmt: skip
    with writing(SYSTEM, "test") as session:
        session.add(
            Rule(
                unit_id=world.units["an_binh"], name=assessment_forms.FULL, valid_from=date(2026, 6, 1),
                citation="Quy định mới", verified=True,
                parameters=json.dumps({"season": {"from_month": 11, "months": 3}, "items": [item]}),
            )
        )  # fmt: skip
    now = sheet(world)
    assert [each.key for each in now.form.items] == ["whole"]
    assert now.lines[0].form.valid_from == date(2020, 1, 2)
    assert now.lines[0].marks == MARKS
    assert assessments.load(world.secretary, rows(Assessment)[0].code).answer("example") == "Nêu gương"
    typed(world, of_one(world, "dung", example="example_good"))
    saved(world)
    assert rows(Assessment)[0].form_from == date(2020, 1, 2)
    assert assessment_forms.current_year_and_season(world.secretary, world.units["dong_bao"]) == (2026, True)
    with writing(SYSTEM, "test") as session:
        member = {"member_id": world.members["an"], "unit_id": world.units["dong_bao"], "kind": "contact"}
        session.add(Membership(**member, valid_from=date(2026, 3, 1), roster_number=1))
    assert [line.form.valid_from for line in sheet(world).lines] == [date(2026, 6, 1), date(2020, 1, 2)]


def test_the_form_before_2020_had_three_free_text_headings(world):
    old = assessment_forms.load(world.secretary, world.units["dong_bao"], 2019)
    assert [item.marks for item in old.items] == [(), (), ()]
    kept = old.join_texts({"compliance": "Tốt", "culture": "Tham gia"})
    assert old.split_texts(kept) == {"compliance": "Tốt", "culture": "Tham gia"}
    assert assessment_forms.load(world.secretary, world.units["dong_bao"], 2019, assessment_forms.SHORT) is None


def test_verified_wordings_of_the_shipped_forms_are_marked(world):
    form = assessment_forms.load(world.secretary, world.units["dong_bao"], YEAR)
    assert [item.key for item in form.items if not item.verified] == ["civic_duty", "contact", "activities"]
    assert (len(form.items), form.verified) == (7, False)


def test_history_names_items_and_marks_in_their_own_words(world):
    found = assessment_forms.item_and_mark_labels(world.secretary)
    assert (found["item"]["example"], found["mark"]["example_good"]) == ("Nêu gương", "Nêu gương tốt")
    assess(world)
    typed(world, of_one(world, "dung", activities="activities_very"))
    saved(world)

    def changes_text(batch: Batch) -> str:
        changes, _ = rows_changed_by_action.load(world.secretary, batch.id)
        lines = change_text.describe_changes(changes, change_text.load_option_labels(world.secretary), named=False)
        return " ".join(lines).replace("\\", "")

    first, second = map(changes_text, rows(Batch, deed="assess"))
    assert "Các mức: Nêu gương: " in first
    assert second.endswith("; Các mức: Tham gia phong trào: Tích cực → Tham gia phong trào: Rất tích cực")
