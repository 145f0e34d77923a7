"""From nothing, through the screens: a ward is set up, its cells, an agency cell and a workplace are founded, and its
administrator begins to work in the other roles of a ward.
"""

import re

import pytest
from playwright.sync_api import Browser, expect

from components import menu
from components.i18n import _
from db.models import Role
from tests.browser.conftest import DESK, PHONE, Hand, Register
from tests.browser.test_signin import FORM, title

WARD = "Phường An Bình"
UNITS = {  # as they are added, with what is chosen as their type
    "Chi bộ tổ dân phố số 1": None,
    "Chi bộ tổ dân phố số 2": None,
    "Chi bộ Ủy ban nhân dân phường": "Chi bộ cơ quan",
    "Trường Tiểu học An Bình": "Nơi công tác",
}
ROLE = "Cán bộ Đảng ủy phường, phụ trách chi bộ"


def choose(hand: Hand, label: str, option: str) -> None:
    hand.page.get_by_test_id("stMain").get_by_label(label, exact=True).click()
    hand.tap(hand.page.get_by_role("option", name=option, exact=True))


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
    context.close()
