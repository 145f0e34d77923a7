"""Accounts in a real browser: created, handed over, signed in with, and reset on a phone."""

from playwright.sync_api import expect

from components.i18n import _
from tests.browser.conftest import DESK
from tests.browser.signing_in import FORM, sign_in, title

OWN = "mật khẩu của Đá"


def one_time_password(hand) -> str:
    return hand.page.get_by_test_id("stMetricValue").inner_text()


def test_an_account_is_created_used_to_sign_in_and_given_its_own_password(somebody):
    commune = somebody("xa", DESK)
    commune.open("/accounts")
    commune.tap(commune.page.get_by_role("link", name=_("Create an account")))
    title(commune, _("New account")).to_be_visible()
    commune.page.get_by_label(_("Cell"), exact=True).click()
    commune.tap(commune.page.get_by_role("option", name="Chi bộ thôn Bến Đá"))
    commune.fill(commune.page.get_by_label(_("Full name of the account holder")), "Vũ Văn Đá")
    commune.enter(commune.page.get_by_label(_("Phone")), "0912 345 678")
    expect(commune.page.get_by_label(_("User name"))).to_have_value("0912345678")
    commune.tap(commune.button(_("Create account and password")))
    title(commune, "Vũ Văn Đá").to_be_visible()
    assert commune.url in commune.page.locator(".st-key-slip").inner_text()

    secretary = somebody()
    secretary.open("/")
    sign_in(secretary, "0912 345 678", password := one_time_password(commune))
    title(secretary, _("My account")).to_be_visible(timeout=20_000)
    secretary.page.get_by_label(_("One-time password (from the slip)"), exact=True).fill(password)
    secretary.page.get_by_label(_("New password"), exact=True).fill(OWN)
    secretary.tap(secretary.button(_("Change password")))
    title(secretary, _("Today")).to_be_visible(timeout=20_000)
    expect(secretary.page.get_by_text("Chi bộ thôn Bến Đá").first).to_be_visible()

    commune.page.reload()
    title(commune, "Vũ Văn Đá").to_be_visible(timeout=20_000)
    expect(commune.page.get_by_text(password)).to_have_count(0)


def test_a_secretary_who_forgot_the_password_is_helped_in_two_taps(somebody):
    commune = somebody("xa")
    commune.open("/accounts")
    commune.fill(commune.page.get_by_label(_("Find an account")), "dong bao bithu")
    searched = commune.touches
    commune.tap(commune.page.locator("[class*=st-key-rows_] a"))
    commune.tap(commune.button(_("Issue a new one-time password")))
    assert commune.touches - searched == 2
    assert commune.page.evaluate("document.documentElement.scrollWidth") == 390
    expect(commune.page.get_by_test_id("stMetricValue")).to_be_in_viewport()
    secretary = somebody()
    secretary.open("/")
    sign_in(secretary, "bithu", one_time_password(commune).replace(" ", ""))
    title(secretary, _("My account")).to_be_visible(timeout=20_000)


def test_only_the_password_slip_is_printed(somebody):
    commune = somebody("xa", DESK)
    commune.open("/accounts")
    commune.tap(commune.page.locator("[class*=st-key-rows_] a").first)
    commune.tap(commune.button(_("Issue a new one-time password")))
    commune.page.emulate_media(media="print")
    said = commune.page.locator(".stMain").inner_text()
    assert one_time_password(commune) in said
    assert commune.url in said
    for absent in (_("Roles"), _("All accounts"), _("Handed over"), _("Last signed in")):
        assert absent not in said
    assert commune.page.locator(f"{FORM}:visible").count() == 0
