"""A month is closed by the commune's officer, corrected by a secretary with a reason, flagged, and closed again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.measures import WIDER

YES = "Đồng ý"
FLAG = "Đã sửa sau khi chốt: 1 lần"
PLACES = ("/reporting", "/charts")
pytestmark = pytest.mark.usefixtures("november")


def _main(hand):
    return hand.page.get_by_test_id("stMain")


def test_a_month_is_closed_corrected_flagged_and_closed_again(register, somebody):
    officer = somebody("xa", DESK)
    officer.open("/periods")
    main = _main(officer)
    expect(main).to_contain_text(re.compile("còn thiếu|chưa"))  # what is missing is shown above the button
    officer.touches = 0
    officer.tap(main.get_by_role("button", name="Chốt tháng 10/2026"))
    officer.tap(main.get_by_role("button", name=YES))
    expect(main).to_contain_text("Đã chốt ngày 22/11/2026")
    assert officer.touches == 2

    secretary = somebody("bithu", PHONE)  # corrected on a phone: the form asks for the reason at the top of the page
    secretary.open("/record?type=regular&period=202610")
    page = _main(secretary)
    secretary.tap(page.get_by_text("Không họp hoặc hoãn họp").first)
    secretary.tap(page.get_by_text("Không họp", exact=True).first)
    secretary.fill(page.get_by_label("Lý do", exact=True), "mưa bão")
    secretary.fill(page.get_by_label(re.compile("Tháng này đã chốt")), "Biên bản nộp muộn")
    secretary.tap(page.get_by_role("button", name=re.compile("^Lưu: ")))
    expect(page).to_contain_text(FLAG)
    assert secretary.page.evaluate(WIDER) <= 0

    phone = somebody("xa", PHONE)
    for address in PLACES:
        phone.open(address)
        flag = phone.page.get_by_text(FLAG)
        expect(flag).to_be_visible()
        assert phone.page.evaluate(WIDER) <= 0
    phone.tap(flag)
    expect(_main(phone)).to_contain_text("Biên bản nộp muộn")

    phone.open("/periods")
    phone.tap(_main(phone).get_by_role("button", name="So sánh với số liệu hiện nay"))
    expect(_main(phone)).to_contain_text(re.compile(r"chỉ tiêu (đã )?khác|chỉ tiêu"), timeout=90_000)
    phone.rest()
    assert phone.page.evaluate(WIDER) <= 0
    phone.tap(_main(phone).get_by_role("button", name="Chốt lại"))
    expect(_main(phone)).to_contain_text("Từ khi chốt chưa có gì được sửa.")
    phone.open("/reporting")
    expect(phone.page.get_by_text(FLAG)).to_have_count(0)


def test_a_month_closed_by_the_district_asks_for_a_reason_in_view_on_a_phone_and_keeps_what_was_typed(
    register, somebody
):
    officer = somebody("huyen", DESK)
    officer.open("/periods")
    officer.touches = 0
    officer.tap(_main(officer).get_by_role("button", name="Chốt tháng 10/2026"))
    officer.tap(_main(officer).get_by_role("button", name=YES))
    expect(_main(officer)).to_contain_text("Đã chốt ngày 22/11/2026")
    assert officer.touches == 2

    secretary = somebody("bithu", PHONE)
    secretary.open("/members")
    page = _main(secretary)
    secretary.tap(page.locator("[class*=st-key-rows_] a").first)
    secretary.tap(page.get_by_text("Rời chi bộ", exact=True).first)
    secretary.tap(page.get_by_test_id("stDateInput").last.get_by_role("spinbutton").first)
    secretary.page.keyboard.type("20102026")
    secretary.page.keyboard.press("Escape")  # the calendar covers the next field
    secretary.rest()
    secretary.choose(page.get_by_role("combobox", name="Lý do"), "Chuyển nơi cư trú")
    save = page.get_by_role("button", name="Ghi rời chi bộ")
    secretary.tap(save)
    asked = page.get_by_label("Lý do sửa số liệu đã chốt")
    save.scroll_into_view_if_needed()
    expect(asked).to_be_in_viewport()
    assert secretary.page.evaluate(WIDER) <= 0
    secretary.enter(asked, "Báo muộn")
    secretary.tap(save)
    expect(asked).to_have_count(0)
    expect(page).to_contain_text("20/10/2026")
    officer.reload()
    expect(_main(officer)).to_contain_text(FLAG)
