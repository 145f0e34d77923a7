"""The page that a stranger sees, also one whose session ended while a page stood open."""

import pytest

from db.accounts import own_account
from tests.pages import button, said, shown

PAGE = "pages/home/home.py"
pytestmark = pytest.mark.usefixtures("november")


def test_after_a_session_ended_elsewhere_the_sign_in_page_keeps_the_language(world):
    own_account.set_language(world.secretary, "en")
    page = shown(world.secretary, PAGE)
    own_account.sign_out_everywhere(world.secretary)
    page.run()
    assert not page.exception
    assert "Please sign in again" in said(page)
    assert button(page, "Sign in")
    assert page.query_params["language"] in ("en", ["en"])
