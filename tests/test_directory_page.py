"""The page of the directory, and guests of a meeting tapped instead of typed."""

import pytest

from db.accounts import own_account
from db.models import Office, Role
from db.people import directory
from db.people.directory import OutsiderInput
from tests.devices import grant
from tests.pages import press, said, shown
from tests.rows import rows

PAGE, RECORD = "pages/people/directory.py", "pages/meetings/record.py"
pytestmark = pytest.mark.usefixtures("november")


def choose(test, name: str):
    next(each for each in test.button_group if (each.key or "").endswith("_action")).set_value(name).run()
    assert not test.exception, test.exception
    return test


def test_a_village_head_is_entered_seen_and_erased_on_the_page(world):
    test = choose(shown(world.secretary, PAGE), "enter")
    next(field for field in test.text_input if field.label == "Họ và tên").set_value("Trần Văn Thôn")
    next(box for box in test.selectbox if (box.key or "").endswith("_post")).set_value("unit_head")
    press(test, "Thêm")
    assert "Trần Văn Thôn" in said(test)
    press(choose(test, "erase"), "Xóa vĩnh viễn")
    assert rows(Office) == []


def test_a_mistyped_entry_is_corrected_on_the_page_and_the_next_can_be_added_at_once(world):
    test = choose(shown(world.secretary, PAGE), "enter")
    for name in ("Trần Văn Thôm", "Lê Thị Hội"):
        next(field for field in test.text_input if field.label == "Họ và tên").set_value(name)
        next(box for box in test.selectbox if (box.key or "").endswith("_post")).set_value("unit_head")
        press(test, "Thêm")
        assert name in said(test)
    choose(test, "correct")
    wrong = rows(Office, person="Trần Văn Thôm")[0].id
    next(box for box in test.selectbox if (box.key or "").endswith("_which")).set_value(wrong).run()
    next(field for field in test.text_input if field.value == "Trần Văn Thôm").set_value("Trần Văn Thôn")
    press(test, "Lưu")
    assert {row.person for row in rows(Office)} == {"Trần Văn Thôn", "Lê Thị Hội"}
    assert rows(Office, person="Trần Văn Thôn")[0].id == wrong


def test_an_assistant_reads_the_directory_and_changes_nothing(world):
    directory.enter_outsider(world.secretary, world.units["dong_bao"], OutsiderInput("Trần Văn Thôn", "unit_head"))
    test = shown(world.assistant, PAGE)
    assert "Trần Văn Thôn" in said(test)
    assert not any((each.key or "").endswith("_action") for each in test.button_group)


def test_a_known_guest_is_tapped_and_everything_typed_stays(world):
    directory.enter_outsider(world.secretary, world.units["dong_bao"], OutsiderInput("Trần Văn Thôn", "unit_head"))
    test = shown(world.secretary, RECORD, type="regular", period="202611")
    next(each for each in test.button_group if each.key == "record_more").set_value("guests").run()
    above = next(area for area in test.text_area if "cấp trên" in area.label)
    above.set_value("Lê Văn Huyện, Huyện ủy").run()
    pills = next(each for each in test.button_group if "known_guests" in (each.key or ""))
    pills.set_value([pills.options[0].content if hasattr(pills.options[0], "content") else pills.options[0]]).run()
    assert not test.exception, test.exception
    above = next(area for area in test.text_area if "cấp trên" in area.label)
    assert above.value.splitlines() == ["Lê Văn Huyện, Huyện ủy", "Trần Văn Thôn, Trưởng thôn, tổ trưởng tổ dân phố"]


def test_a_name_that_a_tab_could_not_save_since_the_role_was_changed_in_another_is_given_back(world):
    test, other = choose(shown(world.secretary, PAGE), "enter"), grant(world, "secretary", Role.COMMUNE, "dong_ha")
    own_account.switch_grant(world.secretary, test.user["sid"], other)
    next(field for field in test.text_input if field.label == "Họ và tên").set_value("Trần Văn Thôn")
    press(test, "Thêm")
    assert "thẻ khác" in test.warning[0].value
    assert "Trần Văn Thôn" in test.warning[0].value
    assert rows(Office) == []
