"""My account on the screen: the previous sign-in is shown, on the home page too."""

import pytest

from db.accounts import signin
from tests.pages import said, shown

PAGES = ("pages/access/me.py", "pages/home/home.py")
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0"
pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("page", PAGES)
def test_the_previous_sign_in_is_shown_with_the_kind_of_device(world, page):
    signin.sign_out(signin.hash_secret(signin.start_device_session(world.secretary.account_id, PHONE).token))
    signin.start_device_session(world.district.account_id, "Firefox")
    told = said(shown(world.secretary, page))
    assert "Đăng nhập lần trước: " in told
    assert " · Chrome, Android" in told


@pytest.mark.parametrize("page", PAGES)
def test_the_first_sign_in_mentions_no_other(world, page):
    told = said(shown(world.secretary, page))
    assert "Đăng nhập lần trước" not in told
    assert "Sau đó đã có đăng nhập" not in told


def test_a_later_sign_in_elsewhere_is_shown_on_the_device_that_was_there_before(world):
    page = shown(world.secretary, "pages/access/me.py")
    signin.start_device_session(world.secretary.account_id, PHONE)
    assert "Sau đó đã có đăng nhập trên thiết bị khác: " in said(page.run())
