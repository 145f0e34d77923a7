"""From nothing, through the screens: a ward is set up, its cells, an agency cell and a workplace are founded, and its
administrator works in the other roles of a ward: people, a group, a joint meeting, totals, a month closed.
"""

import re

import pytest
from playwright.sync_api import Browser, expect

from components import menu
from components.i18n import _
from db.models import Role
from tests.browser.conftest import DESK, PHONE, Hand, Register
from tests.browser.test_signin import FORM, title
from tests.browser.test_totals import type_row

WARD = "Phường An Bình"
UNITS = {  # as they are added, with what is chosen as their type
    "Chi bộ tổ dân phố số 1": None,
    "Chi bộ tổ dân phố số 2": None,
    "Chi bộ Ủy ban nhân dân phường": "Chi bộ cơ quan",
    "Trường Tiểu học An Bình": "Nơi công tác",
}
ROLE = "Cán bộ Đảng ủy phường, phụ trách chi bộ"


def choose(hand: Hand, label: str, option: str) -> None:
    offered = hand.page.get_by_role("option", name=option, exact=True)
    for _again in range(3):  # a list that was opened while the page drew itself is closed by it
        hand.rest()
        hand.page.get_by_test_id("stMain").get_by_label(label, exact=True).click()
        hand.rest()
        if offered.count():
            break
    hand.tap(offered)


def set_up(hand: Hand, code: str) -> None:
    hand.open("/")
    choose(hand, _("The register is for"), "Phường › Chi bộ")
    fields = hand.page.locator(f"{FORM} input")
    typed = {0: code, 2: WARD, 4: "Lê Thị Hoa", 5: "0912345678", 6: "mật khẩu của Hoa"}
    for at, text in typed.items():
        fields.nth(at).fill(text)
    for at, text in typed.items():
        expect(fields.nth(at)).to_have_value(text)
    hand.tap(hand.page.get_by_role("button", name=_("Start"), exact=True))
    title(hand, _("Today")).to_be_visible(timeout=20_000)


def found(hand: Hand, name: str, kind: str | None) -> None:
    if not hand.page.get_by_label(_("Name"), exact=True).count():  # it stays open for the next one
        hand.tap(hand.pill(_("What to record"), _("Add a unit below")))
    if kind:
        choose(hand, _("Type"), kind)
    hand.page.get_by_label(_("Name"), exact=True).fill(name)
    hand.tap(hand.button(_("Add the unit")))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_ward_is_set_up_and_founded_from_nothing(chromium: Browser, fresh: Register, size: dict):
    context = chromium.new_context(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    hand = Hand(context.new_page(), fresh.url)
    set_up(hand, re.search(r"Set-up code: (\w+)", (fresh.folder / "server.log").read_text())[1])

    hand.tap(hand.page.get_by_role("link", name=_("There are no cells yet: add them one by one")))
    hand.tap(hand.page.locator("[class*=st-key-rows_] a").filter(has_text=WARD))
    for name, kind in UNITS.items():
        found(hand, name, kind)
        expect(hand.page.locator("[class*=st-key-rows_] a").filter(has_text=name)).to_be_visible()
        assert hand.page.evaluate("document.documentElement.scrollWidth") == size["width"]
    expect(hand.page.get_by_label(_("Name"), exact=True)).to_have_value("")
    found(hand, twice := next(iter(UNITS)), None)
    expect(hand.page.get_by_role("alert")).to_contain_text(twice)

    hand.open("/accounts")
    hand.tap(hand.page.locator("[class*=st-key-rows_] a").filter(has_text="Lê Thị Hoa"))
    hand.tap(hand.page.get_by_role("radio", name=_("Add a role")).or_(hand.button(_("Add a role"))))
    hand.tap(hand.pill(_("Role"), ROLE))
    hand.tap(hand.button(_("Assign role")))
    expect(hand.page.get_by_text(f"{ROLE} · {WARD}").first).to_be_visible()

    hand.open("/me")
    choose(hand, _("Acting as"), f"{ROLE} · {WARD}")
    hand.open("/record")
    listed = [entry for entry in menu.ENTRIES if entry.listed and Role.COMMUNE in entry.roles]
    expect(hand.page.get_by_test_id("stSidebarNavLink")).to_have_count(len(listed))
    for name, kind in UNITS.items():
        expect(hand.page.get_by_test_id("stMain").get_by_text(name)).to_have_count(0 if kind == "Nơi công tác" else 1)
    if size == DESK:
        work_of_a_year(hand)
    context.close()


def receive(hand: Hand, cell: str, name: str, kind: str | None = None) -> None:
    hand.open("/arrival")
    choose(hand, "Chi bộ", cell)
    hand.fill(hand.page.get_by_label("Họ và tên", exact=True), name)
    hand.page.keyboard.press("Tab")
    hand.rest()
    if kind:
        hand.tap(hand.page.get_by_text(kind, exact=True).first)
    choose(hand, "Hình thức tiếp nhận", "Có trong danh sách ban đầu")
    hand.tap(hand.button(_("Add to the list")))
    title(hand, name).to_be_visible()


def work_of_a_year(hand: Hand) -> None:
    """A group with its leader, a joint meeting in two sittings, totals, a month closed and reopened."""
    page, main = hand.page, hand.page.get_by_test_id("stMain")
    first, second = list(UNITS)[:2]
    receive(hand, first, "Nguyễn Văn An")
    receive(hand, first, "Trần Thị Bình", "liên hệ nơi cư trú")
    receive(hand, second, "Lê Văn Cường")

    hand.open("/groups?groups_kind=contact")
    choose(hand, "Chi bộ", first)
    hand.tap(hand.pill("Việc cần ghi", "Thêm tổ"))
    hand.fill(page.get_by_label("Tên", exact=True), "Tổ 1")
    hand.tap(main.get_by_text("1 · Trần Thị Bình"))
    hand.tap(main.get_by_role("button", name="Thêm tổ").last)
    hand.tap(page.locator(".st-key-rows_groups a").filter(has_text="Tổ 1"))
    hand.tap(hand.pill("Việc cần ghi", "Tổ trưởng, người phụ trách"))
    hand.tap(page.locator("[class*=_leader_people] button").first)
    hand.tap(hand.button("Lưu"))
    expect(page.get_by_text("Tổ trưởng: ").first).to_be_visible()

    hand.open("/record")
    hand.tap(page.get_by_role("link", name="Họp chung nhiều chi bộ"))
    hand.tap(hand.button("Ghi cuộc họp này"))
    for cell in (first, second):
        hand.tap(hand.pill("Chi bộ được triệu tập", cell))
    hand.tap(hand.pill("Ghi thêm nếu cần", "Chia buổi"))
    hand.tap(hand.pill("Số buổi họp", "2"))
    hand.fill(page.get_by_label(f"Số thứ tự người có mặt: {first}"), "1")
    hand.tap(hand.pill("Buổi họp", "Buổi 2"))
    hand.fill(page.get_by_label(f"Số thứ tự người có mặt: {second}"), "1")
    hand.tap(hand.button("Lưu cuộc họp"))
    expect(page.get_by_test_id("stCode")).to_contain_text("Có mặt: 2/2")

    hand.open("/record")
    hand.tap(page.get_by_role("link", name=second))
    hand.tap(page.get_by_role("link", name="Nhập tổng số không có tên"))
    for month in range(10):
        type_row(hand, month, "50", "8", "5")
    hand.tap(hand.button("Lưu tổng số"))
    expect(page.get_by_role("link", name="Σ chỉ có tổng số")).to_have_count(10)

    hand.open("/periods")
    close = main.get_by_role("button", name="Chốt tháng 10/2026")
    hand.tap(close)
    hand.tap(hand.button(_("Yes, continue")))
    hand.tap(hand.button(_("Reopen")))
    expect(close).to_be_visible()
