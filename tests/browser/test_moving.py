"""Moving between pages: one tap is one step back, the menu closes on a phone, and controls are visible, reachable and
large enough.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

EDGES = """() => [...document.querySelectorAll('.stMain [data-testid="stTextInputRootElement"],'
  + '.stMain [data-testid="stDateInputField"],'
  + '.stMain .stSelectbox [role=group], .stMain button[kind=secondary],'
  + '.stMain button[data-variant]:not([data-selected=true])')]
  .map(one => getComputedStyle(one).borderTopColor)"""
SMALL = """() => [...document.querySelectorAll('.stMain :is(a, button, summary)')]
  .map(one => [one, one.getBoundingClientRect().height])
  .filter(([one, height]) => height > 0 && height < 43.5).map(([one, height]) => one.innerText + height)"""


def menu_link(hand, name: str):
    return hand.page.get_by_test_id("stSidebarNavLink").filter(has_text=name).first


def back(hand) -> None:
    hand.page.go_back()
    hand.rest()


def test_going_back_once_leads_from_a_member_to_the_filtered_list_and_again_to_the_page_before(register, somebody):
    district = somebody("huyen", DESK)
    district.open("/charts")
    district.tap(menu_link(district, "Đảng viên"))
    district.tap(district.page.locator("button[data-variant=segmented_control]").filter(has_text="liên hệ"))
    listed = district.page.url
    assert "members_kind" in listed
    district.tap(district.page.locator("[class*=st-key-rows_] a").first)
    assert "/member?" in district.page.url
    back(district)
    assert district.page.url == listed
    expect(district.page.locator("h1")).to_have_text("Đảng viên")
    back(district)
    assert "/charts" in district.page.url


def test_choosing_a_filter_changes_the_address_but_adds_no_step_back(register, somebody):
    district = somebody("huyen", DESK)
    district.open("/members")
    district.tap(menu_link(district, "Biểu đồ"))
    district.tap(district.page.get_by_role("combobox", name="Biểu đồ"))
    district.tap(district.page.get_by_role("option", name="Chi bộ đã họp"))
    assert "charts_which=met" in district.page.url
    district.tap(district.page.get_by_text("Lọc", exact=True))
    district.tap(district.page.get_by_role("combobox", name="Xã"))
    district.tap(district.page.get_by_role("option", name="Xã Đông Hà"))
    assert "charts_area=" in district.page.url
    assert "%" not in district.page.url
    district.tap(menu_link(district, "Đảng viên"))
    assert "charts_" not in district.page.url
    back(district)
    assert "charts_which=met&charts_area=" in district.page.url
    back(district)
    assert "/members" in district.page.url


def test_the_menu_closes_on_a_phone_once_a_page_is_chosen(register, somebody):
    secretary = somebody("bithu", PHONE)
    secretary.open("/")
    secretary.tap(secretary.page.get_by_test_id("stExpandSidebarButton"))
    secretary.tap(menu_link(secretary, "Đảng viên"))
    expect(secretary.page.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    secretary.tap(secretary.page.locator("[class*=st-key-rows_] a").first)
    assert "/member?" in secretary.page.url


@pytest.mark.parametrize(("scheme", "edge"), [("light", "rgb(133, 120, 104)"), ("dark", "rgb(140, 127, 114)")])
def test_inputs_and_buttons_have_a_visible_border(register, somebody, scheme, edge):
    commune = somebody("xa", DESK)
    commune.page.emulate_media(color_scheme=scheme)
    commune.open("/new-account")
    found = commune.page.evaluate(EDGES)
    assert len(found) > 5
    assert set(found) == {edge}


def test_keyboard_focus_is_visible_on_a_row_of_a_list(register, somebody):
    secretary = somebody("bithu", DESK)
    secretary.open("/members")
    row = secretary.page.locator("[class*=st-key-rows_] a").first
    for _ in range(60):
        secretary.page.keyboard.press("Tab")
        if row.evaluate("one => one === document.activeElement"):
            break
    assert row.evaluate("one => one === document.activeElement")
    assert row.evaluate("one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth") == "solid3px"


@pytest.mark.parametrize("address", ["/", "/members", "/history", "/me"])
def test_a_tap_lands_on_the_control_it_aims_at(register, somebody, address):
    secretary = somebody("bithu", PHONE)
    secretary.open(address)
    assert secretary.page.evaluate(SMALL) == []
