"""The district rewords the form and the regulation from a day on; what was saved and issued stays as it was."""

import io
from datetime import date

import docx
import pytest

from components.papers import paper_files
from db.assessments import assessment_forms, assessment_list
from db.comments import comment_issue
from db.errors import Conflict, Invalid, NotAllowed
from db.models import Rule
from db.papers import documents
from db.settings import paper_wording_rules
from db.settings.paper_wording_rules import WordingBasis
from tests.db.confirmed_assessments import assessed, order
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
FORM, CONTACT = "assessment_form", "residence_contact"
DAY = date(2026, 6, 1)
BASIS = WordingBasis("Quy định số 1-QĐ/TW ngày 01/6/2026", True, DAY)


def items(world) -> list[dict]:
    return paper_wording_rules.latest_version(world.district, FORM)["items"]


def text_of(viewer, code: str) -> str:
    made = docx.Document(io.BytesIO(paper_files.paper_file(viewer.account_id, viewer.grant_id, code)))
    return "\n".join(paragraph.text for paragraph in made.paragraphs)


def test_issued_papers_stay_as_they_were_and_later_ones_use_the_new_form(world):
    (old,) = comment_issue.issue_comments(world.commune, [assessed(world)], order(1))
    before, frozen = text_of(world.commune, old), documents.load(world.commune, old).content
    first = items(world)[0] | {"text": "Gương mẫu nơi cư trú", "short": "Gương mẫu"}
    first["marks"] = [{"label": "Nêu gương"}, {"label": "Chưa nêu gương", "eyes": True}]
    paper_wording_rules.change_wording(world.district, FORM, {"items": [first]}, BASIS)
    paper_wording_rules.change_wording(
        world.district, CONTACT, {"short": "1", "title": "đảng viên ở nơi cư trú", "lead": "Chi ủy nhận xét:"}, BASIS
    )
    assert text_of(world.commune, old) == before
    assert documents.load(world.commune, old).content == frozen
    (new,) = comment_issue.issue_comments(
        world.other_commune, [assessed(world, "quan", "nui_doi", form_from=DAY)], order(1)
    )
    said = text_of(world.other_commune, new)
    assert "1. Gương mẫu nơi cư trú" in said
    assert "☒ Nêu gương     ☐ Chưa nêu gương" in said
    assert "đảng viên ở nơi cư trú" in said
    assert "Nêu gương tốt" not in said


def test_the_year_is_assessed_on_the_new_form_and_the_season_is_unchanged(world):
    paper_wording_rules.change_wording(world.district, FORM, {"items": items(world)[:2]}, BASIS)
    sheet = assessment_list.load(world.secretary, world.units["dong_bao"], 2026)
    assert [item.key for item in sheet.form.items] == ["example", "civic_duty"]
    assert sheet.form.citation == BASIS.citation
    assert assessment_forms.current_year_and_season(world.secretary, world.units["dong_bao"]) == (2026, True)
    last = assessment_list.load(world.secretary, world.units["dong_bao"], 2025)
    assert len(last.form.items) == 7


def test_items_and_marks_keep_their_keys_so_that_years_can_be_compared(world):
    changed = items(world)
    proposal = next(row for row in changed if row["key"] == "proposal")
    proposal["marks"] = [{"label": each} for each in ("Đề nghị khen", "Không đề nghị", "Xem xét xử lý")]
    paper_wording_rules.change_wording(
        world.district, FORM, {"items": [*changed, {"text": "Ý kiến của Mặt trận"}]}, BASIS
    )
    found = items(world)
    assert [row["key"] for row in found[:-1]] == [row["key"] for row in changed]
    assert [mark["key"] for mark in next(r for r in found if r["key"] == "proposal")["marks"]] == [
        "praise", "no_proposal", "review",
    ]  # fmt: skip
    assert [mark.get("counted") for mark in next(r for r in found if r["key"] == "proposal")["marks"]] == [
        "praised", None, "reviewed",
    ]  # fmt: skip
    assert found[-1]["key"] == "y_kien_cua_mat_tran"
    assert next(row for row in found if row["key"] == "meetings")["attendance"]["all"] == "full"


def test_a_new_wording_takes_the_verification_of_its_source_and_an_old_one_keeps_its_own(world):
    changed = items(world)
    changed[0] = changed[0] | {"text": "Cách ghi mới"}
    paper_wording_rules.change_wording(world.district, FORM, {"items": changed}, BASIS._replace(verified=False))
    assert [row["verified"] for row in items(world)[:2]] == [False, changed[1]["verified"]]
    duties = ["Một nhiệm vụ mới", paper_wording_rules.latest_version(world.district, CONTACT)["duties"][0]["text"]]
    paper_wording_rules.change_wording(world.district, CONTACT, {"duties": duties}, BASIS._replace(verified=False))
    stands = paper_wording_rules.latest_version(world.district, CONTACT)
    assert [row["verified"] for row in stands["duties"]] == [False, True]
    assert stands["proposals"], "what is not changed stays"


def test_a_version_in_use_cannot_be_changed(world):
    paper_wording_rules.change_wording(world.district, FORM, {"items": items(world)[:2]}, BASIS)
    paper_wording_rules.change_wording(world.district, FORM, {"items": items(world)[:1]}, BASIS)
    assert len(rows(Rule)) == 1
    assessed(world, form_from=DAY)
    with pytest.raises(Conflict, match="form_version_used"):
        paper_wording_rules.change_wording(world.district, FORM, {"items": items(world)}, BASIS)
    paper_wording_rules.change_wording(
        world.district, FORM, {"items": items(world)}, BASIS._replace(valid_from=date(2026, 7, 1))
    )
    assert len(rows(Rule)) == 2


@pytest.mark.parametrize("who", ["secretary", "assistant", "commune", "workplace"])
def test_only_the_district_rewords_a_form(world, who):
    with pytest.raises(NotAllowed):
        paper_wording_rules.change_wording(world.viewers[who], FORM, {"items": items(world)}, BASIS)


@pytest.mark.parametrize(
    ("name", "changed", "basis", "code"),
    [
        (FORM, {"items": []}, BASIS, "form_items_unfit"),
        (FORM, {"items": [{"text": " "}]}, BASIS, "form_item_text_missing"),
        (FORM, {"items": [{"text": "A", "marks": [{"label": "Tốt"}]}]}, BASIS, "form_marks_unfit"),
        (FORM, {"items": [{"text": "A", "marks": [{"label": "Tốt"}, {"label": "tốt"}]}]}, BASIS, "words_twice"),
        (FORM, {"items": [{"text": "A" * 501}]}, BASIS, "text_long"),
        (FORM, {"items": [{"text": "A"}]}, BASIS._replace(citation=" "), "citation_missing"),
        (FORM, {"items": [{"text": "A"}]}, BASIS._replace(valid_from=None), "day_missing"),
        (CONTACT, {"meetings_a_year": 13}, BASIS, "rule_unfit"),
        (CONTACT, {"short": ""}, BASIS, "words_missing"),
        ("attendance_aim", {}, BASIS, "setting_unknown"),
    ],
)
def test_an_invalid_wording_is_refused_and_nothing_is_saved(world, name, changed, basis, code):
    with pytest.raises(Invalid, match=code):
        paper_wording_rules.change_wording(world.district, name, changed, basis)
    assert rows(Rule) == []
