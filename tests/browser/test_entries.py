"""Entries of the year on a phone: three taps from the page, two from a member's own page; drafts are kept."""

import pytest
from playwright.sync_api import expect

from db.models import YearEntry
from tests.browser.conftest import Hand
from tests.browser.measures import SMALL, WIDER
from tests.rows import rows


@pytest.fixture
def secretary(register, somebody) -> Hand:
    """The secretary of the walkthroughs' cell, on a phone."""
    return somebody("bithu")


def test_an_entry_for_four_people_takes_three_taps(secretary):
    secretary.open("/entries")
    assert secretary.page.evaluate(WIDER) <= 0
    assert secretary.page.evaluate(SMALL) == []
    secretary.tap(secretary.pill("Nội dung ghi nhận", "Dự họp nhân dân"))
    secretary.fill(secretary.page.get_by_label("Số thứ tự trong danh sách"), "3 17 22-23")
    expect(secretary.page.get_by_text("4 đồng chí")).to_be_visible()
    secretary.tap(secretary.button("Lưu"))
    expect(secretary.page.get_by_text("Đã ghi nhận cho 4 đồng chí.")).to_be_visible()
    assert secretary.touches == 3
    assert [row.kind for row in rows(YearEntry)] == ["people_meeting"] * 4


def test_a_draft_survives_closing_the_phone(secretary, somebody):
    secretary.open("/entries")
    secretary.tap(secretary.pill("Nội dung ghi nhận", "Góp tiền, hiện vật"))
    secretary.fill(secretary.page.get_by_label("Số thứ tự trong danh sách"), "5")
    secretary.fill(secretary.page.get_by_label("Số tiền, nếu biết"), "khoảng 1,5tr")
    expect(secretary.page.get_by_text("= khoảng 1.500.000 đồng")).to_be_visible()
    again = somebody("bithu")
    again.open("/entries")
    expect(again.page.get_by_label("Số tiền, nếu biết")).to_have_value("khoảng 1,5tr")
    again.tap(again.button("Lưu"))
    expect(again.page.get_by_text("Đã ghi nhận cho 1 đồng chí.")).to_be_visible()
    assert [(row.amount, row.approximate) for row in rows(YearEntry)] == [(1_500_000, True)]
