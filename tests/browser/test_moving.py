"""Moving between pages: one touch is one step back, the menu gives way on a phone."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE


def menu_link(hand, name: str):
    return hand.page.get_by_test_id("stSidebarNavLink").filter(has_text=name).first


def back(hand) -> None:
    hand.page.go_back()
    hand.rest()


def test_one_step_back_leads_from_a_member_to_the_filtered_list_and_from_there_to_the_page_before(register, somebody):
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


def test_the_menu_of_a_phone_gives_way_to_what_was_chosen(register, somebody):
    secretary = somebody("bithu", PHONE)
    secretary.open("/")
    secretary.tap(secretary.page.get_by_test_id("stExpandSidebarButton"))
    secretary.tap(menu_link(secretary, "Đảng viên"))
    expect(secretary.page.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    secretary.tap(secretary.page.locator("[class*=st-key-rows_] a").first)
    assert "/member?" in secretary.page.url
