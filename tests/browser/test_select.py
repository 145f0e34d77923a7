"""Select boxes find people however they are asked for: without accents, by any word of the name, by number; namesakes
are told apart.
"""

import re

import pytest
from playwright.sync_api import expect

SHEET = "/record?type=regular&period=202611&record_more=Giờ+họp,+nội+dung"


@pytest.mark.parametrize(
    ("typed", "found"), [("dat", "Đạt"), ("Thùy", "Thủy"), ("thuy ng", "Nguyễn"), ("tran thi th", "Trần Thị Thanh")]
)
def test_a_person_is_found_without_accents(somebody, typed, found):
    hand = somebody("bithu")
    hand.open(SHEET)
    hand.page.get_by_role("combobox", name="Chủ trì").click()
    hand.page.keyboard.type(typed)
    choices = hand.page.get_by_role("option")
    expect(choices.nth(39)).to_have_count(0)  # of fifty
    expect(choices.first).to_contain_text(found)


def test_a_person_is_found_by_number_and_shown_with_it(somebody):
    hand = somebody("bithu")
    hand.open(SHEET)
    hand.page.get_by_role("combobox", name="Chủ trì").click()
    hand.page.keyboard.type("17")
    expect(hand.page.get_by_role("option")).to_have_count(1)
    expect(hand.page.get_by_role("option")).to_contain_text("17 · ")


def test_an_unknown_name_finds_nobody(somebody):
    hand = somebody("bithu")
    hand.open(SHEET)
    hand.page.get_by_role("combobox", name="Chủ trì").click()
    hand.page.keyboard.type("xyz")
    expect(hand.page.get_by_text("Không tìm thấy")).to_be_visible()
    expect(hand.page.get_by_text("Nguyễn Văn An")).to_have_count(0)


def test_a_box_of_several_choices_speaks_vietnamese(somebody):
    hand = somebody("bithu")
    hand.open("/tasks")
    hand.tap(hand.page.get_by_text("Việc mới giao"))
    hand.page.get_by_role("combobox", name="Đảng viên phụ trách").click()
    choices = hand.page.get_by_role("option")
    hand.page.keyboard.type("lan")
    expect(choices.first).to_have_text(re.compile(r"Chọn cả \d+ mục tìm thấy"))
    hand.page.keyboard.type("xyz")
    expect(choices.first).to_have_text("Không tìm thấy")
