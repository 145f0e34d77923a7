"""The page of the yearly evaluation: a class for everybody, exceptions in its three views, the cap, the cell's own
class.
"""

from datetime import date

import pytest

from db.assessments.marked_sheet import FOR_ALL, LIST
from db.comments import agency_year_remarks
from db.models import AgencyRemark, Draft, DraftValue, Evaluation, MeetingScore, UnitEvaluation
from db.settings import settings_and_rules_in_force
from tests.db.evaluating import of_all, of_list, of_one, save, typed
from tests.pages import links, press, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAGE, MEMBER = "pages/people/evaluations.py", "pages/people/member.py"


def group(test, key: str):
    """The buttons whose key begins with this."""
    return next(each for each in test.button_group if (each.key or "").startswith(key))


def test_a_class_for_all_is_stored_at_once_and_saved_with_one_button(world):
    test = shown(world.secretary, PAGE)
    assert "3 đảng viên trong danh sách · **3** cần xếp loại" in said(test)
    group(test, "assess_all_proposed_").set_value("good").run()
    assert [(row.part, row.field, row.value) for row in rows(DraftValue)] == [(LIST, f"{FOR_ALL}proposed", "good")]
    assert "**3** đồng chí có nội dung mới" in said(test)
    press(test, "Lưu đánh giá, xếp loại")
    assert {row.proposed for row in rows(Evaluation)} == {"good"}
    assert rows(DraftValue) == []


def test_a_member_is_shown_with_his_year_and_his_agencys_remark(world):
    agency_year_remarks.send_remark(
        world.workplace, world.units["dong_ha"], "Nguyễn Văn An", "1957", 2026, "Hăng hái việc chung"
    )
    (remark,) = rows(AgencyRemark)
    (candidate,) = agency_year_remarks.list_candidates(world.commune, remark.code)
    agency_year_remarks.assign_to_member(world.commune, remark.code, candidate.code)
    test = shown(world.secretary, PAGE, person=candidate.code)
    assert "Hăng hái việc chung" in said(test)
    assert "không có ghi nhận" in said(test)
    part = f"m{world.members['an']}"
    group(test, f"assess_{part}_proposed").set_value("excellent").run()
    next(each for each in test.number_input if f"{part}_votes" in each.key).set_value(3).run()
    next(each for each in test.number_input if "_list_voters" in each.key).set_value(2).run()
    press(test, "Lưu đánh giá, xếp loại")
    assert "được 3 phiếu, nhưng chỉ có 2" in said(test)
    next(each for each in test.number_input if "_list_voters" in each.key).set_value(3).run()
    press(test, "Lưu đánh giá, xếp loại")
    assert [(row.proposed, row.votes, row.voters) for row in rows(Evaluation)] == [("excellent", 3, 3)]


def test_numbers_typed_for_an_item_are_its_exceptions(world):
    typed(world, of_all(proposed="good"))
    test = shown(world.secretary, PAGE)
    group(test, "assess_view").set_value("items").run()
    group(test, "assess_item").set_value("proposed").run()
    next(each for each in test.text_input if "assess_numbers_proposed_excellent" in each.key).set_value("2").run()
    press(test, "Lưu đánh giá, xếp loại")
    assert sorted(row.proposed for row in rows(Evaluation)) == ["excellent", "good", "good"]


def test_two_editors_who_differ_are_asked(world):
    typed(world, of_one(world, "an", proposed="good"))
    typed(world, of_one(world, "an", proposed="completed"), "commune")
    test = shown(world.secretary, PAGE)
    group(test, "assess_rival").set_value(1).run()
    press(test, "Lưu đánh giá, xếp loại")
    assert [row.proposed for row in rows(Evaluation)] == ["completed"]


def test_the_commune_sees_by_how_many_the_cap_is_exceeded_and_opens_a_cell(world):
    save(world, of_all(proposed="excellent"))
    test = shown(world.commune, PAGE)
    told = said(test).replace("\\", "")
    assert "**Xã Đông Hà**: 3 trên tối đa 0 (20 % của 0 hoàn thành tốt) · **vượt 3 so với giới hạn**" in told
    assert "366-QĐ/TW ngày 30/8/2025 · tính trong toàn đảng bộ cơ sở · chưa kiểm chứng" in told
    assert any("Đồng Bào" in label for label in links(test, "evaluations"))
    group(test, "evaluations_class").set_value("excellent").run()
    assert any("Nguyễn Văn An" in label for label in links(test, "member"))


def test_a_cell_gets_no_number_of_its_own_if_the_cap_is_for_the_whole_organisation(world):
    typed(world, of_all(proposed="good") | of_one(world, "an", proposed="excellent"))
    told = said(shown(world.secretary, PAGE))
    assert "1 đồng chí; tối đa 20 %" in told
    assert "trên tối đa" not in told, "nobody can tell it from one cell"
    parameters = {"percent": 20, "base": "good", "scope": "cell"}
    settings_and_rules_in_force.choose_rule(
        world.district, "excellent_cap", parameters, "Hướng dẫn", True, date(2026, 1, 1)
    )
    test = shown(world.secretary, PAGE)
    assert "1 trên tối đa 0" in test.warning[0].value


def test_the_district_reads_numbers_and_no_name(world):
    save(world, of_all(proposed="good"))
    test = shown(world.district, PAGE)
    assert "Hoàn thành tốt nhiệm vụ: **3** (100 %)" in said(test)
    assert "Nguyễn Văn An" not in said(test)
    assert "chỉ chi bộ và đảng ủy xã xem được" in said(test)


def test_the_cells_own_class_and_scores_are_entered_below(world):
    test = shown(world.secretary, PAGE)
    assert not [each for each in test.number_input if each.key.endswith("_attendance")], "while it is closed"
    test.session_state["evaluations_cell_open"] = True
    test.run()
    box = next(each for each in test.selectbox if each.key.endswith("_proposed"))
    box.select_index(box.options.index("Hoàn thành tốt nhiệm vụ")).run()
    assert {row.audience for row in rows(Draft)} == {"assessments"}
    test = shown(world.secretary, PAGE)  # on another day
    test.session_state["evaluations_cell_open"] = True
    test.run()
    assert next(each for each in test.selectbox if each.key.endswith("_proposed")).value == "good"
    next(each for each in test.number_input if each.key.endswith("_attendance")).set_value(19).run()
    press(test, "Lưu xếp loại của chi bộ")
    assert rows(Draft) == []
    assert [row.proposed for row in rows(UnitEvaluation)] == ["good"]
    assert [(row.criterion, row.points) for row in rows(MeetingScore)] == [("attendance", 19)]
    assert "sinh hoạt: 19 trên 100 điểm" in said(test).replace("\\", "")


def test_a_decision_without_a_number_is_pointed_out(world):
    typed(world, of_all(decided="good"))
    assert "3 quyết định chưa có số" in said(shown(world.secretary, PAGE))
    typed(world, of_list(decision_number="45-QĐ/ĐU"))
    assert "chưa có số" not in said(shown(world.secretary, PAGE))
