"""The household board: what each role sees there, who is put in charge from it, and that a forged choice changes
nothing.
"""

from datetime import date

import pytest

from db.errors import NotAllowed
from db.households import assignments, groups, household_board, named_households
from db.households.assignments import AssignmentTargets
from db.households.named_households import RatingInput
from db.models import Assignment, ExemptionClass, HouseholdClass
from db.people import exemptions
from db.people.exemptions import ExemptionInput
from tests.household_screens import BOARD, NOVEMBER, TODAY, cluster_with_home, deed
from tests.pages import app, button, links, press, said, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def codes(world) -> dict[str, str]:
    """A cluster, a group in it that is looked after, and a named household that is not."""
    return cluster_with_home(world)


@pytest.mark.parametrize("role", ["secretary", "assistant"])
def test_the_board_says_who_looks_after_what(world, codes, role):
    app = shown(world.viewers[role], BOARD)
    assert "Chi bộ thôn Đồng Bào · 17 hộ trong 1 cụm · tính đến 22/11/2026" in said(app)
    assert "**9/17** hộ có người phụ trách (52,9 %)" in said(app)
    assert "**2/3** đảng viên chưa được phân công phụ trách hộ" in said(app)
    assert "17 hộ, 8 hộ chưa có người" in links(app, "household-group")[0]
    assert "Nguyễn Văn An" in links(app, "household-group")[1]
    (home,) = links(app, "household")
    assert r"Hộ \*bà\* M\." in home
    assert "Hộ nghèo 2026" in home
    assert r"\! chưa có người phụ trách" in home


def test_home_and_the_members_page_lead_there(world, codes):
    home = app(world.secretary)
    (label,) = links(home, "households")
    assert label == "Còn 8/17 hộ chưa có người phụ trách"
    assert "households_view=" in next(
        element.proto.query_string for element in home.get("page_link") if element.proto.page == "households"
    )
    bare = shown(world.secretary, BOARD, households_view="Chưa có ai")
    assert [len(links(bare, page)) for page in ("household-group", "household")] == [1, 1]
    assert r"Nhóm hộ 1\.1 · từ 01/11/2026" in said(
        shown(world.secretary, "pages/people/member.py", member=code_of(world, "an"))
    )
    assert "Nhóm hộ 1" not in said(shown(world.district, "pages/people/member.py", member=code_of(world, "an")))


def test_an_empty_board_offers_the_first_step(world):
    app = deed(shown(world.secretary, BOARD), "group")
    assert "bắt đầu bằng việc thêm cụm thứ nhất" in said(app)
    assert app.text_input[0].value == "Cụm 1"
    app.number_input[0].set_value(17)
    button(app, "Thêm").click().run()
    assert [line.cover.households for line in household_board.load(world.secretary, world.units["dong_bao"]).lines] == [
        17
    ]


def test_the_commune_opens_a_cell_and_the_others_nothing(world, codes):
    app = shown(world.commune, BOARD)
    assert "Chi bộ thôn Đồng Bào" in str(links(app, "households"))
    assert "Cộng: 9/17 hộ có người phụ trách" in said(app)
    assert "Nguyễn Văn An" in str(
        links(shown(world.commune, BOARD, households_cell="Chi bộ thôn Đồng Bào"), "household-group")
    )
    assert not links(shown(world.other_commune, BOARD), "household-group")


def test_assignments_are_kept_as_they_are_tapped_and_saved_once(world, codes):
    app = deed(shown(world.secretary, BOARD), "assign")
    who = next(group for group in app.button_group if group.label.startswith("Đồng chí"))
    who.set_value([code_of(world, "binh")]).run()
    again = deed(shown(world.secretary, BOARD), "assign")
    chosen = next(group for group in again.button_group if group.label.startswith("Đồng chí"))
    assert chosen.value == [code_of(world, "binh")]
    which = next(group for group in again.button_group if group.label.startswith("Phụ trách cụm"))
    which.set_value([codes["home"]]).run()
    button(again, "Phân công phụ trách").click().run()
    assert [row.member_id for row in rows(Assignment)] == [world.members["an"], world.members["binh"]]
    assert "Bỏ bản nháp" not in [each.label for each in deed(shown(world.secretary, BOARD), "assign").button]


def test_assigning_somebody_shows_who_was_assigned_meanwhile_and_allows_both(world, codes):
    app = deed(shown(world.secretary, BOARD), "assign")
    next(group for group in app.button_group if group.label.startswith("Đồng chí")).set_value(
        [code_of(world, "binh")]
    ).run()
    next(group for group in app.button_group if group.label.startswith("Phụ trách cụm")).set_value(
        [codes["home"]]
    ).run()
    chosen = AssignmentTargets(households=[codes["home"]])
    assignments.assign(world.commune, world.units["dong_bao"], [code_of(world, "an")], chosen, NOVEMBER)
    button(app, "Phân công phụ trách").click().run()
    assert "Nguyễn Văn An đã được giao phụ trách" in app.error[0].value
    of_home = [row for row in rows(Assignment) if row.household_id]
    assert [row.member_id for row in of_home] == [world.members["an"]]
    button(app, "Phân công phụ trách").click().run()
    of_home = [row for row in rows(Assignment) if row.household_id]
    assert [row.member_id for row in of_home] == [world.members["an"], world.members["binh"]]


def test_a_forged_choice_changes_nothing(world, codes):
    foreign = groups.create(world.neighbour, world.units["nui_doi"], "Cụm lạ", 3)
    for members, chosen in (([code_of(world, "lan")], [codes["home"]]), ([code_of(world, "binh")], [foreign])):
        with pytest.raises(NotAllowed):
            assignments.assign(
                world.secretary, world.units["dong_bao"], members, AssignmentTargets(households=chosen), NOVEMBER
            )
        with pytest.raises(NotAllowed):
            assignments.assign(
                world.secretary, world.units["dong_bao"], members, AssignmentTargets(groups=chosen), NOVEMBER
            )
    assert len(rows(Assignment)) == 1


def test_a_search_says_why_somebody_found_cannot_be_put_in_charge(world, codes):
    exemptions.exempt(
        world.secretary,
        code_of(world, "cuong"),
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)),
    )
    app = deed(shown(world.secretary, BOARD), "assign")
    next(each for each in app.text_input if each.key.endswith("_find")).set_value("cuong").run()
    assert "Không phân công được: Lê Văn Cường (miễn)" in said(app).replace("\\", "")
    next(each for each in app.text_input if each.key.endswith("_find")).set_value("dung").run()
    (offered,) = [group for group in app.button_group if group.label.startswith("Đồng chí")]
    assert "liên hệ nơi cư trú" in str(offered.options)


def test_a_search_for_a_name_is_cleared_once_its_result_is_tapped(world, codes):
    app = deed(shown(world.secretary, BOARD), "assign")
    next(each for each in app.text_input if each.key.endswith("_find")).set_value("dung").run()
    next(each for each in app.button_group if each.label.startswith("Đồng chí")).set_value(
        [code_of(world, "dung")]
    ).run()
    assert next(each for each in app.text_input if each.key.endswith("_find")).value == ""
    (again,) = [group for group in app.button_group if group.label.startswith("Đồng chí")]
    assert (again.value, len(again.options) > 1) == ([code_of(world, "dung")], True)


def test_a_search_is_still_there_after_opening_a_member(world, codes):
    app = deed(shown(world.secretary, BOARD), "assign")
    next(each for each in app.text_input if each.key.endswith("_find")).set_value("cuong").run()
    app.switch_page("pages/people/member.py")
    app.query_params["member"] = code_of(world, "cuong")
    assert app.run().title[0].value == "Lê Văn Cường"
    app.switch_page(BOARD)
    again = deed(app.run(), "assign")
    assert next(each for each in again.text_input if each.key.endswith("_find")).value == "cuong"


def test_the_yearly_renewal_marks_who_is_away_and_carries_the_rest_over(world, codes):
    unit = world.units["dong_bao"]
    assignments.assign(
        world.secretary, unit, [code_of(world, "binh")], AssignmentTargets(households=[codes["home"]]), NOVEMBER
    )
    exemptions.exempt(world.secretary, code_of(world, "an"), unit, ExemptionInput(ExemptionClass.AWAY, TODAY))
    app = deed(shown(world.secretary, BOARD), "review")
    assert "1 phân công giữ nguyên" in said(app)
    assert any("Nguyễn Văn An" in box.label for box in app.selectbox)
    press(app, "Xác nhận cho năm")
    then = household_board.load(world.secretary, unit, date(2027, 1, 1))
    assert {line.name: [carer.name for carer in line.assignees] for line in then.lines if not line.kind} == {
        "Hộ *bà* M.": ["Trần Thị Bình"]
    }
    assert then.find(codes["group"]).assignees == []
    assert "01/01/2027" in said(shown(world.secretary, BOARD))


def test_a_years_classes_are_reviewed_on_one_screen(world, codes):
    named_households.delete_rating(world.secretary, codes["home"], 2026)
    named_households.record_class(world.secretary, codes["home"], RatingInput(2025, "poor"))
    app = deed(shown(world.secretary, BOARD), "classes")
    (box,) = [each for each in app.selectbox if (each.key or "").endswith(codes["home"])]
    assert box.value == "poor", "as it was last"
    button(app, "Lưu kết quả rà soát năm 2026").click().run()
    assert [(row.year, row.rating) for row in rows(HouseholdClass)][-1] == (2026, "poor")
    assert "đã rà soát" in said(deed(shown(world.secretary, BOARD), "classes"))
