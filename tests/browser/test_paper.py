"""Printing: lists are complete even though their rows are links; the sheet to sign takes few pages and starts with
whose it is.
"""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Task, UnitVersion
from tests.briefing_papers import pdf_page_texts
from tests.browser import cells
from tests.browser.conftest import DESK

CUT = """() => [...document.querySelectorAll('[class*=st-key-rows_] p > *')].filter(
  each => !each.getBoundingClientRect().height || !each.getBoundingClientRect().width).length"""
HEAD = "() => getComputedStyle(document.querySelector('[class*=st-key-rows_] > *')).display"
OTHERS = """() => [...document.querySelectorAll('.stPageLink')].filter(
  each => !each.closest('[class*=st-key-rows_], [class*=st-key-tap]') && each.offsetHeight).length"""

ONLY = "many => document.querySelectorAll('tbody tr').forEach((row, at) => at < many || row.remove())"
HEIGHTS = "() => [...document.querySelectorAll('tbody tr')].map(row => Math.round(row.offsetHeight))"


def _printed(hand, address: str):
    hand.open(address)
    hand.page.emulate_media(media="print")
    return hand.page


def _pages(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("address", ["/members", "/charts?charts_which=" + "Chi bộ đã họp"])
def test_a_printed_list_has_all_its_rows_and_columns(register, somebody, address):
    page = _printed(somebody("xa"), address)
    expect(page.locator("[class*=st-key-rows_] a")).not_to_have_count(0)
    assert (page.evaluate(CUT), page.evaluate(HEAD), page.evaluate(OTHERS)) == (0, "table-header-group", 0)


def test_what_is_to_do_is_printed_though_each_line_of_it_is_tapped(register, somebody):
    with writing(SYSTEM, "test") as session:
        cell = session.exec(select(UnitVersion.unit_id).where(UnitVersion.name == "Chi bộ thôn Đồng Bào")).one()
        bulk.insert(session, Task, [{"unit_id": cell, "text": text} for text in ("Trồng cây", "Dọn mương")])
    hand = somebody("bithu")
    for address, lines in {"/tasks": ("Trồng cây", "Dọn mương"), "/": ("chưa có tổ trưởng",)}.items():
        page = _printed(hand, address)
        for line in lines:
            expect(page.locator(".stMain").get_by_text(line).first).to_be_visible()
        page.emulate_media(media="screen")


def test_the_sheet_of_fifty_takes_two_pages_and_starts_with_the_cell(register, somebody):
    page = _printed(somebody("bithu", DESK), "/roster?type=regular&period=202611")
    expect(page.get_by_text("CHI BỘ THÔN ĐỒNG BÀO")).to_be_visible()
    expect(page.get_by_text("ĐẢNG ỦY XÃ ĐÔNG HÀ")).to_be_visible()
    expect(page.get_by_text("Người lập danh sách")).to_be_visible()
    expect(page.get_by_text("In bằng lệnh in")).to_be_hidden()
    expect(page.locator("tbody tr")).to_have_count(cells.OWN)
    assert _pages(page) == 2


@pytest.mark.parametrize("count", [20, 21, 24, 28])
def test_nobody_signs_a_page_without_names(register, somebody, count):
    page = _printed(somebody("bithu", DESK), "/roster?type=regular&period=202611")
    expect(page.locator("tbody tr")).to_have_count(cells.OWN)
    page.evaluate(
        "most => document.querySelectorAll('tbody tr').forEach((row, at) => at < most || row.remove())", count
    )
    last = pdf_page_texts(page.pdf(prefer_css_page_size=True))[-1]
    assert "Người lập danh sách" in last
    assert len(re.findall(r"\b19\d\d\b", last)) >= 3


def test_the_sheet_of_a_contact_meeting_is_arranged_by_groups(register, somebody):
    page = _printed(somebody("bithu", DESK), "/roster?type=contact_periodic&period=202607")
    assert [heading.split(" · ")[0] for heading in page.get_by_role("heading", level=3).all_inner_texts()] == [
        "Tổ 1",
        "Tổ 2",
        "Tổ 3",
    ]
    expect(page.locator("tbody tr")).to_have_count(cells.CONTACT)
    assert _pages(page) <= 4


def test_the_sheet_of_a_member_in_charge_has_a_line_for_each_person_in_his_care(register, somebody):
    page = _printed(somebody("bithu"), "/groups?sheet=contact")
    expect(page.locator("tbody tr")).to_have_count(cells.CONTACT)
    assert len(set(page.evaluate(HEIGHTS))) == 1


def test_a_wide_table_is_printed_in_landscape(register, somebody):
    page = _printed(somebody("xa"), "/contacts?view=summary")
    expect(page.locator("tbody tr")).not_to_have_count(0)
    assert page.evaluate("() => getComputedStyle(document.body).page") == "wide"
