"""The screen of settings and rules: what each role reads and changes there, and that a refused value stays typed."""

import json
from datetime import date

import pytest

from components import menu
from components.labels import rule_labels, setting_labels
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import ExemptionClass, Member, Role, Rule, Setting
from db.people import exemptions
from db.people.exemptions import ExemptionInput
from db.settings import setting_definitions, settings, settings_and_rules_in_force
from tests import pages
from tests.pages import press, said, shown
from tests.rows import rows

PAGE = "pages/administration/settings.py"
READERS = ("secretary", "commune", "district", "admin")
pytestmark = pytest.mark.usefixtures("november")


def plain_text(test) -> str:
    return said(test).replace("\\", "")


def test_every_setting_and_rule_has_a_label():
    parts = (
        setting_labels.MEETINGS,
        setting_labels.HOUSEHOLDS,
        setting_labels.PAPERS,
        setting_labels.LISTS,
        setting_labels.RARELY_CHANGED,
    )
    shown_once = [name for part in parts for name in part]
    assert set(setting_labels.SETTINGS) == set(setting_definitions.DEFINITIONS) == set(shown_once)
    assert len(shown_once) == len(setting_labels.SETTINGS)
    assert set(rule_labels.RULES) == set(settings_and_rules_in_force.dated_rules.load_defaults())


def test_only_roles_that_choose_settings_have_the_page():
    assert menu.roles_of("/settings") == {Role.SECRETARY, Role.COMMUNE, Role.DISTRICT, Role.ADMIN}


@pytest.mark.parametrize("role", READERS)
def test_each_role_reads_present_values_and_changes_its_own_settings(world, role):
    viewer = world.viewers[role]
    app = shown(viewer, PAGE)
    assert "ngày 3 hằng tháng" in plain_text(app)
    assert "trên 90 % đảng viên dự họp" in plain_text(app)
    assert "chưa kiểm chứng" in plain_text(app)
    assert ("Ít khi cần" in [expander.label for expander in app.expander]) == (role != "secretary")
    assert any(button.key == "settings_attendance_aim" for button in app.button) == (
        viewer.role in setting_definitions.ABOVE
    )


def test_a_secretary_changes_only_his_cells_meeting_day(world):
    app = press(shown(world.secretary, PAGE), "Sửa")
    app.number_input[0].set_value(9)
    press(app, "Lưu")
    assert [(row.name, row.value, row.valid_from) for row in rows(Setting)] == [
        ("meeting_day", "9", date(2026, 11, 22))
    ]
    assert "ngày 9 hằng tháng" in plain_text(app)
    assert "Chi bộ thôn Đồng Bào chọn · từ 22/11/2026 · bithu" in plain_text(app)
    assert "edit" not in app.query_params
    assert "ngày 3 hằng tháng" in plain_text(shown(world.neighbour, PAGE))


def test_a_units_own_choice_can_be_withdrawn(world):
    settings.set_value(world.district, world.units["an_binh"], "meeting_day", 5, date(2026, 1, 1))
    settings.set_value(world.secretary, world.units["dong_bao"], "meeting_day", 9, date(2026, 1, 1))
    app = press(shown(world.secretary, PAGE, edit="meeting_day"), "Bỏ lựa chọn riêng, theo cấp trên từ hôm nay")
    assert "ngày 5 hằng tháng" in plain_text(app)
    assert "Huyện An Bình chọn" in plain_text(app)


def test_a_choice_for_all_days_shows_no_first_day(world):
    settings.set_value(world.district, world.units["an_binh"], "first_month", 202601, settings.EARLIEST)
    told = plain_text(shown(world.secretary, PAGE))
    assert "Huyện An Bình chọn" in told
    assert "1930" not in told


def test_future_values_are_announced(world):
    settings.set_value(world.secretary, world.units["dong_bao"], "meeting_day", 9, date(2027, 1, 1))
    assert "Từ 01/01/2027: ngày 9 hằng tháng" in plain_text(shown(world.secretary, PAGE))


@pytest.mark.parametrize("name", ["keep_numbers", "posts", "attendance_aim", "nothing", "<script>"])
def test_a_forged_address_opens_no_form(world, name):
    app = shown(world.secretary, PAGE, edit=name)
    assert not any(button.label == "Lưu" for button in app.button)
    assert not app.error


def test_a_list_is_reworded_extended_and_shortened(world):
    app = shown(world.district, PAGE, edit="absence_reasons")
    app.text_input(key="settings_absence_reasons_0_work_vi").set_value("Bận việc cơ quan")
    app.checkbox(key="settings_absence_reasons_0_away_on").uncheck()
    app.text_input(key="settings_absence_reasons_0_new_0_vi").set_value("Thời tiết xấu")
    press(app, "Lưu")
    assert [option.label for option in settings.active_options(world.secretary, "absence_reasons")] == [
        "Bận việc cơ quan", "Việc gia đình", "Sức khỏe", "Lý do khác", "Thời tiết xấu",
    ]  # fmt: skip


def test_an_invalid_value_is_explained_and_stays_typed(world):
    app = shown(world.district, PAGE, edit="posts")
    app.text_input(key="settings_posts_0_new_0_vi").set_value("bí thư")
    press(app, "Lưu")
    assert "hai lần" in app.error[0].value
    assert app.text_input(key="settings_posts_0_new_0_vi").value == "bí thư"
    assert rows(Setting) == []


def test_the_district_changes_a_rule_with_its_source(world):
    app = shown(world.district, PAGE, edit="attendance_aim")
    app.number_input[0].set_value(95)
    press(app, "Lưu")
    assert "văn bản" in app.error[0].value
    app.text_input(key="settings_attendance_aim_0_citation").set_value("Hướng dẫn số 1-HD/HU ngày 02/01/2026")
    press(app, "Lưu")
    assert [(row.name, row.parameters, row.verified) for row in rows(Rule)] == [
        ("attendance_aim", '{"above_percent": 95}', False)
    ]
    assert "trên 95 % đảng viên dự họp" in plain_text(shown(world.secretary, PAGE))


def test_the_district_rewords_the_form_item_by_item(world):
    app = shown(world.district, PAGE, edit="assessment_form")
    app.text_area(key="settings_assessment_form_0_0_text").set_value("Gương mẫu nơi cư trú")
    app.text_area(key="settings_assessment_form_0_0_marks").set_value("Tốt\nChưa tốt")
    app.checkbox(key="settings_assessment_form_0_5_gone").set_value(True)
    app.text_input(key="settings_assessment_form_0_citation").set_value("Hướng dẫn số 2-HD/TW")
    press(app.run(), "Lưu")
    (row,) = rows(Rule)
    items = json.loads(row.parameters)["items"]
    assert (items[0]["text"], [mark["label"] for mark in items[0]["marks"]]) == (
        "Gương mẫu nơi cư trú",
        ["Tốt", "Chưa tốt"],
    )
    assert "proposal" not in [item["key"] for item in items]
    assert [item["key"] for item in items[:2]] == ["example", "civic_duty"]


def test_hostile_words_in_a_list_are_shown_as_typed(world):
    hostile = [{**row} for row in settings.value_for_viewer(world.district, "posts")]
    hostile[0]["vi"] = "**Bí thư** <b> :red[x]"
    settings.set_value(world.district, world.units["an_binh"], "posts", hostile, date(2026, 11, 1))
    app = shown(world.secretary, PAGE, edit="posts")
    assert "**Bí thư** <b>" not in "\n".join(element.value for element in app.markdown)


def test_a_withdrawn_entry_can_no_longer_be_chosen_but_is_still_named(world):
    off = [
        {**row, "off": row["key"] == "age"} for row in settings.value_for_viewer(world.district, "exemption_reasons")
    ]
    settings.set_value(world.district, world.units["an_binh"], "exemption_reasons", off, date(2026, 11, 1))
    with reading(SYSTEM) as session:
        code = session.get_one(Member, world.members["an"]).code
    exemptions.exempt(
        world.secretary,
        code,
        world.units["dong_bao"],
        ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1), None, "age"),
    )
    app = pages.app(world.secretary)
    app.switch_page("pages/people/member.py")
    app.query_params["member"] = code
    app.run()
    assert "Tuổi cao" in plain_text(app)
    chooser = next(group for group in app.button_group if (group.key or "").endswith("_action"))
    chooser.set_value("away").run()
    assert "Tuổi cao" not in next(box for box in app.selectbox if box.key.endswith("_reason")).options


def test_the_last_changed_setting_stays_open(world):
    app = shown(world.district, PAGE, edit="posts")
    press(app, "Để nguyên")
    assert app.query_params["at"] == "posts"
    assert "Chức vụ trong chi bộ" in plain_text(app)
    assert not any(button.label == "Lưu" for button in app.button)


def test_a_shipped_list_names_its_source_or_says_that_none_was_found(world, set_clock):
    for day, paper in (("2026-11-22", "366-QĐ/TW ngày 30/8/2025"), ("2024-01-05", "124-QĐ/TW ngày 04/10/2023")):
        set_clock(day)
        app = shown(world.district, PAGE)
        app.session_state["settings_lists"] = True
        app.run()
        classes = next(each.value for each in app.markdown if each.value.startswith("**Các mức xếp loại"))
        assert paper in classes.replace("\\", "")
        assert "chưa tìm thấy văn bản quy định" in said(app)
