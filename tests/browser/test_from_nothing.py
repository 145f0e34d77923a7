"""From an empty register, through the screens: a ward is set up and its first cell founded on a phone; the other cells,
an agency cell and a workplace on a desktop, where the administrator also acts in the ward's other roles: people, a
group, a joint meeting, totals, closing a month, erasing a person after printing the data sheet. Then a cell's secretary
does the cell's part on a phone.
"""

import re

import pytest
from playwright.sync_api import Browser, expect

from components import menu
from components.i18n import _
from db.models import Role
from tests.briefing_papers import pdf_text
from tests.browser.conftest import DESK, PHONE, Hand, Register
from tests.browser.gestures import type_row
from tests.browser.measures import SMALL, WIDER
from tests.browser.signing_in import FORM, sign_in, title

WARD = "Phường An Bình"
UNITS = {  # in the order in which they are added, with the chosen type
    "Chi bộ tổ dân phố số 1": None,
    "Chi bộ tổ dân phố số 2": None,
    "Chi bộ Ủy ban nhân dân phường": "Chi bộ cơ quan",
    "Trường Tiểu học An Bình": "Nơi công tác",
}
ROLE = "Cán bộ Đảng ủy phường, phụ trách chi bộ"
ADMINISTRATOR, SECRETARY, GONE = "0912345678", "0987654321", "Lê Văn Cường"
CELL_PAGES = {"/": "tháng 11/2026", "/members": "Trần Thị Bình", "/groups": "Nguyễn Văn An", "/charts": "Chi bộ"}


def choose(hand: Hand, label: str, option: str) -> None:
    box = hand.page.get_by_test_id("stMain").get_by_label(label, exact=True)
    hand.choose(box, option, exact=True)


def set_up(hand: Hand, code: str) -> None:
    hand.open("/")
    choose(hand, _("The register is for"), "Phường › Chi bộ")
    fields = hand.page.locator(f"{FORM} input")
    typed = {0: code, 2: WARD, 4: "Lê Thị Hoa", 5: ADMINISTRATOR, 6: "mật khẩu của Hoa"}
    for at, text in typed.items():
        fields.nth(at).fill(text)
    for at, text in typed.items():
        expect(fields.nth(at)).to_have_value(text)
    hand.tap(hand.page.get_by_role("button", name=_("Start"), exact=True))
    title(hand, _("Today")).to_be_visible(timeout=20_000)


def found(hand: Hand, name: str, kind: str | None) -> None:
    if not hand.page.get_by_label(_("Name"), exact=True).count():  # the form stays open for the next unit
        hand.tap(hand.pill(_("What to record"), _("Add a unit below")))
    if kind:
        choose(hand, _("Type"), kind)
    hand.page.get_by_label(_("Name"), exact=True).fill(name)
    hand.tap(hand.button(_("Add the unit")))


@pytest.mark.timeout(600)
def test_a_ward_is_built_from_an_empty_register(chromium: Browser, fresh: Register, request: pytest.FixtureRequest):
    context = chromium.new_context(viewport=PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    hand = Hand(context.new_page(), fresh.url)
    request.node.hands = [hand]
    set_up(hand, re.search(r"Set-up code: (\w+)", (fresh.folder / "server.log").read_text())[1])
    found_units(hand)
    take_role(hand)
    work_of_a_year(hand)
    password = make_secretary(hand)
    erase_person(hand, fresh)
    context.close()

    phone = chromium.new_context(viewport=PHONE, has_touch=True, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    work_of_a_cell(Hand(phone.new_page(), fresh.url), password)
    phone.close()


def found_units(hand: Hand) -> None:
    """Found the first unit on a phone, the others on a desktop, none of them twice."""
    hand.tap(hand.page.get_by_role("link", name=_("There are no cells yet: add them one by one")))
    hand.tap(hand.page.locator("[class*=st-key-rows_] a").filter(has_text=WARD))
    for size, (name, kind) in zip((PHONE, *[DESK] * 3), UNITS.items(), strict=True):
        hand.page.set_viewport_size(size)
        found(hand, name, kind)
        expect(hand.page.locator("[class*=st-key-rows_] a").filter(has_text=name)).to_be_visible()
        assert hand.page.evaluate("document.documentElement.scrollWidth") == size["width"]
    expect(hand.page.get_by_label(_("Name"), exact=True)).to_have_value("")
    found(hand, twice := next(iter(UNITS)), None)
    expect(hand.page.get_by_role("alert")).to_contain_text(twice)


def take_role(hand: Hand) -> None:
    """Give the administrator the ward officer's role, too, and show what that role sees."""
    hand.open("/accounts")
    hand.tap(hand.page.locator("[class*=st-key-rows_] a").filter(has_text="Lê Thị Hoa"))
    hand.tap(hand.page.get_by_role("radio", name=_("Add a role")).or_(hand.button(_("Add a role"))))
    hand.tap(hand.pill(_("Role"), ROLE))
    hand.tap(hand.button(_("Assign role")))
    expect(hand.page.get_by_text(f"{ROLE} · {WARD}").first).to_be_visible()

    act_as(hand, f"{ROLE} · {WARD}")
    hand.open("/record")
    listed = [entry for entry in menu.ENTRIES if entry.listed and Role.COMMUNE in entry.roles]
    expect(hand.page.get_by_test_id("stSidebarNavLink")).to_have_count(len(listed))
    for name, kind in UNITS.items():
        expect(hand.page.get_by_test_id("stMain").get_by_text(name)).to_have_count(0 if kind == "Nơi công tác" else 1)


def act_as(hand: Hand, role: str) -> None:
    hand.open("/me")
    choose(hand, _("Acting as"), role)


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
    """A group with its leader, a joint meeting in two sittings, totals, and a month closed and reopened."""
    page, main = hand.page, hand.page.get_by_test_id("stMain")
    first, second = list(UNITS)[:2]
    receive(hand, first, "Nguyễn Văn An")
    receive(hand, first, "Trần Thị Bình", "liên hệ nơi cư trú")
    receive(hand, second, GONE)

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


def make_secretary(hand: Hand) -> str:
    """Create an account for the first cell's secretary; returns its one-time password."""
    page = hand.page
    hand.open("/new-account")
    hand.tap(hand.pill(_("Role"), "Bí thư chi bộ"))
    choose(hand, "Chi bộ", next(iter(UNITS)))
    hand.fill(page.get_by_label(_("Full name of the account holder")), "Nguyễn Văn An")
    hand.enter(page.get_by_label(_("Phone")), SECRETARY)
    hand.tap(hand.button(_("Create account and password")))
    return page.get_by_test_id("stMetricValue").inner_text()


def erase_person(hand: Hand, ward: Register) -> None:
    """Erase a former member at his own request: his data sheet is printed, then nothing about him can be found and all
    sums stay.
    """
    page, main = hand.page, hand.page.get_by_test_id("stMain")
    hand.open("/members")
    hand.tap(page.locator("[class*=st-key-rows_members] a").filter(has_text=GONE))
    hand.tap(hand.pill("Việc cần ghi", "Rời chi bộ"))
    choose(hand, "Lý do", "Chuyển nơi cư trú")
    hand.tap(hand.button(_("Record the departure")))
    expect(page.get_by_text(_("Departure recorded."))).to_be_visible()

    ward.set_clock("2026-11-24T09:00:00+07:00")  # an officer stays signed in for half a day
    address = page.url.removeprefix(hand.url)
    hand.open("/")
    sign_in(hand, ADMINISTRATOR, "mật khẩu của Hoa")
    title(hand, _("Today")).to_be_visible()
    act_as(hand, f"Quản trị · {WARD}")
    hand.open(address)
    hand.tap(hand.pill("Việc cần ghi", _("Erase all data")))
    hand.tap(hand.button(_("Print the information sheet first")))
    title(hand, _("Member's information sheet")).to_be_visible()
    sheet = pdf_text(page.pdf(prefer_css_page_size=True))
    for said in (GONE, list(UNITS)[1], "Chuyển nơi cư trú", "22/11/2026"):
        assert said in sheet
    assert _("Back to the member") not in sheet

    hand.tap(hand.button(_("Back to the member")))
    hand.fill(main.get_by_label(_("Type the full name to confirm")), GONE)
    hand.fill(main.get_by_label(_("Reason"), exact=True), "Đơn đề nghị ngày 24/11/2026")
    hand.tap(hand.button(_("Erase for good")))
    expect(page.get_by_text(_("All data about this person have been erased."))).to_be_visible()
    for each in (address, "/members", "/history"):
        hand.open(each)
        expect(main.get_by_text(GONE)).to_have_count(0)


def work_of_a_cell(hand: Hand, password: str) -> None:
    """Sign in as the secretary with the slip's password, record the month's meeting and look around: nothing is wider
    than the phone or too small to tap.
    """
    page = hand.page
    hand.open("/")
    sign_in(hand, SECRETARY, password)
    title(hand, _("My account")).to_be_visible()
    page.get_by_label(_("One-time password (from the slip)"), exact=True).fill(password)
    page.get_by_label(_("New password"), exact=True).fill("mật khẩu của An")
    hand.tap(hand.button(_("Change password")))
    title(hand, _("Today")).to_be_visible()
    hand.tap(page.get_by_role("link", name="tháng 11/2026").first)
    assert page.evaluate(SMALL) == []
    hand.tap(hand.button("Lưu cuộc họp"))
    expect(page.get_by_test_id("stCode")).to_contain_text("Có mặt: 1/1")
    for address, said in CELL_PAGES.items():
        hand.open(address)
        expect(page.get_by_test_id("stMain").get_by_text(said).first).to_be_visible()
        assert page.evaluate(WIDER) <= 0
