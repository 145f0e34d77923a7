"""The sign-in form, and the titles of pages."""

from playwright.sync_api import expect

from components.i18n import _
from tests.people import PASSWORD

FORM = '[data-testid="stForm"]'


def sign_in(hand, username: str = "bithu", password: str = PASSWORD) -> None:
    fields = hand.page.locator(f"{FORM} input")
    fields.nth(0).fill(username)
    fields.nth(1).fill(password)
    hand.page.locator(f"{FORM} button").filter(has_text=_("Sign in")).click()


def title(hand, text: str):
    return expect(hand.page.get_by_role("heading", level=1, name=text))
