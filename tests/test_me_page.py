"""My account on the screen: the previous sign-in is shown, on the home page too."""

import pytest

from db.accounts import own_account, signin
from db.errors import WriteFailed
from db.models import Role
from tests.devices import grant
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


def unwritable(*_values, **_more):
    raise WriteFailed("not_written")


def test_where_nothing_can_be_written_the_language_stays_and_a_sentence_says_why(world, monkeypatch):
    page = shown(world.secretary, "pages/access/me.py")
    monkeypatch.setattr(own_account, "set_language", unwritable)
    language = next(each for each in page.button_group if each.key == "me_language")
    language.set_value("en").run()
    assert "hiện không ghi được vào sổ" in page.error[0].value
    assert next(each for each in page.button_group if each.key == "me_language").value == "vi"
    assert "Tài khoản của tôi" in said(page)


def test_where_nothing_can_be_written_the_role_stays_and_a_sentence_says_why(world, monkeypatch):
    other = grant(world, "commune", Role.ADMIN, "an_binh")
    page = shown(world.commune, "pages/access/me.py")
    monkeypatch.setattr(own_account, "switch_grant", unwritable)
    box = next(each for each in page.selectbox if (each.key or "").startswith("me_hat"))
    box.set_value(other).run()
    assert "hiện không ghi được vào sổ" in page.error[0].value
    assert "Xã Đông Hà" in said(page)


@pytest.mark.parametrize("key", ["menu_sign_out", "me_sign_out", "me_everywhere"])
def test_where_nothing_can_be_written_a_sentence_says_that_nobody_was_signed_out(world, monkeypatch, key):
    page = shown(world.secretary, "pages/access/me.py")
    monkeypatch.setattr(signin, "end_devices", unwritable)
    page.button(key=key).click().run()
    assert "hiện không ghi được vào sổ" in page.error[0].value
    assert "Tài khoản của tôi" in said(page)
    assert not page.exception
