"""Signing in and out with a real browser."""

import re

from playwright.sync_api import expect

from components.i18n import _
from components.web import cookie_and_header_guard
from tests.browser.signing_in import FORM, sign_in, title


def test_the_first_click_after_a_start_signs_in_and_leads_where_the_link_pointed(register, somebody):
    register.kill()
    register.start()
    hand = somebody()
    refused, asked = [], []
    hand.page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    hand.page.on("request", lambda request: asked.append(request.url))
    hand.open("/me?from=a-chat")
    username = hand.page.locator(f"{FORM} input").first
    expect(username).to_have_attribute("autocomplete", "username")
    expect(username).to_have_attribute("autocapitalize", "none")
    expect(hand.page.locator(f"{FORM} input").nth(1)).to_have_attribute("autocomplete", "current-password")
    sign_in(hand, "Bí-thư")
    title(hand, _("My account")).to_be_visible(timeout=20_000)
    assert hand.page.url.endswith("/me?from=a-chat")
    assert not refused
    assert {url.split("/")[2] for url in asked if url.startswith(("http", "ws"))} == {
        f"127.0.0.1:{hand.url.rsplit(':')[-1]}"
    }
    cookie = next(cookie for cookie in hand.page.context.cookies() if cookie["name"] == cookie_and_header_guard.COOKIE)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie_and_header_guard.COOKIE not in hand.page.evaluate("document.cookie")

    hand.page.reload()
    title(hand, _("My account")).to_be_visible(timeout=20_000)
    hand.page.get_by_test_id("stMain").get_by_role("button", name=_("Sign out"), exact=True).click()
    title(hand, "Sổ chi bộ").to_be_visible(timeout=20_000)
    expect(hand.page).to_have_url(re.compile(r"/$"))
    assert cookie_and_header_guard.COOKIE not in {cookie["name"] for cookie in hand.page.context.cookies()}
    hand.open("/me")
    title(hand, "Sổ chi bộ").to_be_visible(timeout=20_000)


def test_a_wrong_password_is_reported_with_a_sentence_and_keeps_the_user_name(somebody):
    hand = somebody()
    hand.open("/")
    sign_in(hand, password="wrong password")
    expect(hand.page.get_by_role("alert")).to_contain_text(_("Incorrect user name or password."))
    expect(hand.page.locator(f"{FORM} input").first).to_have_value("bithu")
    sign_in(hand)
    title(hand, _("Today")).to_be_visible(timeout=20_000)


def test_the_sign_in_page_says_what_it_is_and_speaks_english_too(somebody):
    hand = somebody(
        user_agent="Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 "
        "Zalo android/12"
    )
    hand.open("/")
    expect(hand.page.locator("html")).to_have_attribute("lang", "vi")
    expect(hand.page.locator("html")).to_have_attribute("translate", "no")
    expect(hand.page.get_by_text("Mở bằng trình duyệt")).to_be_visible()
    hand.page.get_by_text("English", exact=True).click()
    expect(hand.page.get_by_text("User name", exact=True)).to_be_visible()
    assert "language=en" in hand.page.url


def test_the_set_up_page_opens_once_and_only_with_the_code(chromium, fresh):
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{fresh.url}/")
    fields, begin = page.locator(f"{FORM} input"), page.locator(f"{FORM} button").filter(has_text=_("Start"))
    code = re.search(r"Set-up code: (\w+)", (fresh.folder / "server.log").read_text())[1]
    # 1 is what the register is for, 3 the first month
    typed = {0: "aaaa2222", 2: "Huyện An Bình", 4: "Lê Thị Hoa", 5: "0912 345 678", 6: "mật khẩu của Hoa"}
    expect(fields).to_have_count(7, timeout=20_000)  # select boxes appear later than text fields
    for at, text in typed.items():
        fields.nth(at).fill(text)
    begin.click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=20_000)
    page.get_by_role("combobox", name=_("The register is for")).click()
    page.get_by_role("option", name="Huyện › Xã, phường › Chi bộ", exact=True).click()
    begin.click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=20_000)
    fields.nth(0).fill(code.upper())
    begin.click()
    expect(page.get_by_role("heading", level=1, name=_("Today"))).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Huyện An Bình")).to_be_visible()
    stranger = chromium.new_context().new_page()
    stranger.goto(f"{fresh.url}/set-up")
    expect(stranger.locator(f"{FORM} input")).to_have_count(2, timeout=20_000)
    page.goto(f"{fresh.url}/set-up")
    expect(page.get_by_role("heading", level=1, name=_("No access"))).to_be_visible(timeout=20_000)
