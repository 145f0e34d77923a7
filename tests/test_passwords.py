"""Passwords: which are accepted, and which everybody would try first."""

import pytest

from db.accounts import accounts, own_account, passwords
from db.errors import Invalid
from tests.devices import device_of
from tests.people import PASSWORD


@pytest.mark.parametrize("unfit", ["1234567", "a" * 73, "ệ" * 25])
def test_a_password_has_eight_characters_and_at_most_72_bytes(unfit):
    with pytest.raises(Invalid):
        passwords.hash_password(unfit)


EASY = [
    "12345678",
    "87654321",
    "2345 6789",
    "01234567",
    "00000000",
    "11112222",
    "12121212",
    "19651965",
    "1965 1965",
    "20262026",
    "20252026",
    "1957 2026",
    "91829182",
    "abcabcabc",
    "abcdefgh",
    "qwertyui",
    "qwerty123",
    "1qaz2wsx",
    "abcd1234",
    "Abc@1234",
    "P@ssw0rd",
    "iloveyou",
    "anhyêuem1",
    "aa123456",
    "hochiminh",
]


OF_THE_NAME = [
    "bithudong",
    "BíThưĐông",
    "bi thu dong",
    "bithudong1",
    "1bithudong23",
    "gnoduhtib",
    "Mật khẩu 1",
    "password123",
    "sochibo2026",
]


@pytest.mark.parametrize("easy", [*EASY, *OF_THE_NAME])
def test_a_password_that_anybody_would_try_first_is_refused(easy):
    with pytest.raises(Invalid, match="password_easy"):
        passwords.validate_and_hash(easy, "bithudong")


@pytest.mark.parametrize(
    "good", ["27041988", "13572468", "sông Đà xanh", "bithudong và ba chữ", "9182 7364", "demo-2026"]
)
def test_a_password_not_easily_guessed_is_accepted_even_if_all_digits(good):
    assert passwords.matches_hash(good, passwords.validate_and_hash(good, "bithudong"))


def test_no_easy_password_is_handed_out(monkeypatch):
    given = iter([12345678, 0, 19651965, 27041988])
    monkeypatch.setattr(passwords.secrets, "randbelow", lambda _most: next(given))
    assert passwords.generate_one_time() == "2704 1988"


def test_an_easy_password_is_refused_at_set_up_and_at_a_change(world, database):
    here = device_of(world.secretary)
    with pytest.raises(Invalid, match="password_easy"):
        own_account.change_password(world.secretary, here, PASSWORD, "bithu2026")
    with pytest.raises(Invalid, match="password_easy"):
        accounts.set_up_register("Huyện", name="Hoa", username="Hoa.Lê.Thị", password="hoalethi")


def test_a_password_is_the_same_in_any_unicode_composition():
    kept = passwords.hash_password("mật khẩu 1")
    assert passwords.matches_hash("ma\u0323\u0302t kha\u0309\u0302u 1".replace("a\u0309\u0302", "a\u0302\u0309"), kept)
    assert passwords.matches_hash("mậtkhẩu1", kept)
    assert not passwords.matches_hash("mat khau 1", kept)


@pytest.mark.parametrize("odd", ["", "x" * 100, "12345678\0", "\ud800" * 9])
def test_an_odd_password_is_just_wrong(odd):
    assert not passwords.matches_hash(odd, passwords.hash_password("12345678"))
    assert not passwords.matches_hash(odd, None)
