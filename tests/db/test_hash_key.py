"""The hash key: created once, readable by its owner only; the same number always gives the same hash."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from db import config, identity_number_key
from db.errors import Refused
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import dispose, writing
from db.maintenance import migrate, write_check
from db.models import Member
from tests import people


def test_concurrent_starts_create_a_single_key():
    with ThreadPoolExecutor(8) as together:
        keys = set(together.map(lambda _: identity_number_key.read_or_create_key(), range(40)))
    assert len(keys) == 1
    assert [file.name for file in identity_number_key.key_file().parent.iterdir()] == ["secret.key"]


def test_a_number_gives_the_same_hash_however_it_was_typed():
    assert identity_number_key.hash_number("12.345 678") == identity_number_key.hash_number("12345678")
    assert identity_number_key.hash_number("sv-1") == identity_number_key.hash_number("SV 1")
    assert identity_number_key.hash_number("12345678") != identity_number_key.hash_number("12345679")


def test_hashing_many_numbers_equals_hashing_each_with_the_current_key():
    digest = identity_number_key.make_hasher()
    assert [digest(one) for one in ("12.345 678", "SV 1")] == [
        identity_number_key.hash_number("12345678"),
        identity_number_key.hash_number("sv-1"),
    ]
    identity_number_key.key_file().unlink()
    assert (
        identity_number_key.make_hasher()("12345678")
        == identity_number_key.hash_number("12345678")
        != digest("12345678")
    )


def test_another_key_gives_other_hashes():
    before = identity_number_key.hash_number("12345678"), identity_number_key.key_fingerprint()
    identity_number_key.key_file().unlink()
    assert identity_number_key.hash_number("12345678") != before[0]
    assert identity_number_key.key_fingerprint() != before[1]


def test_neither_hash_nor_fingerprint_reveals_the_key():
    key = identity_number_key.read_or_create_key().hex()
    assert identity_number_key.key_fingerprint() not in key
    assert identity_number_key.hash_number("") not in key


@pytest.mark.skipif(os.name != "posix", reason="rights are kept elsewhere")
def test_a_key_that_others_can_read_is_refused():
    identity_number_key.read_or_create_key()
    assert identity_number_key.key_file().stat().st_mode & 0o777 == 0o600
    identity_number_key.key_file().chmod(0o640)
    with pytest.raises(Refused, match="key_readable"):
        identity_number_key.read_or_create_key()


@pytest.mark.parametrize("content", ["", "0" * 63, "x" * 64, "0" * 65])
def test_a_damaged_key_is_refused_and_kept(content):
    identity_number_key.key_file().write_text(content)
    identity_number_key.key_file().chmod(0o600)
    with pytest.raises(Refused, match="key_damaged"):
        identity_number_key.read_or_create_key()
    assert identity_number_key.key_file().read_text() == content


def test_a_different_valid_key_is_noticed_at_the_start_and_nothing_is_changed(any_database):
    migrate.upgrade()
    people.world()
    _hash_somebody()
    ours = identity_number_key.key_file().read_text()
    identity_number_key.key_file().unlink()
    with pytest.raises(Refused, match="key_missing"):
        migrate.upgrade()
    theirs = identity_number_key.read_or_create_key().hex()
    with pytest.raises(Refused, match="key_other"):
        migrate.upgrade()
    assert identity_number_key.key_file().read_text() == theirs
    identity_number_key.key_file().write_text(ours)
    migrate.upgrade()


def test_a_different_key_is_accepted_while_no_number_has_been_hashed(any_database):
    migrate.upgrade()
    identity_number_key.key_file().unlink()
    migrate.upgrade()
    people.world()
    _hash_somebody()
    migrate.upgrade()


def test_a_register_of_an_older_version_carries_on_with_the_key_it_has(any_database):
    people.world()
    _hash_somebody()
    migrate.upgrade()
    identity_number_key.key_file().unlink()
    identity_number_key.read_or_create_key()
    with pytest.raises(Refused, match="key_other"):
        migrate.upgrade()


def _hash_somebody() -> None:
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Member, [{"id": 1, "card_hash": identity_number_key.hash_number("12345678")}])
    dispose()


def test_a_key_replaced_or_removed_under_a_running_register_is_not_used_and_health_says_so(
    any_database,
):
    migrate.upgrade()
    identity_number_key.pin_key()
    ours = identity_number_key.key_file().read_text()
    assert write_check._tried(config.database_url()) == ""
    identity_number_key.key_file().write_text("ab" * 32)
    with pytest.raises(Refused, match="key_replaced"):
        identity_number_key.hash_number("12345678")
    assert write_check._tried(config.database_url()) == "another key"
    identity_number_key.key_file().unlink()
    with pytest.raises(Refused, match="key_replaced"):
        identity_number_key.hash_number("12345678")
    assert not identity_number_key.key_file().exists()
    identity_number_key.key_file().write_text(ours)
    identity_number_key.key_file().chmod(0o600)
    assert identity_number_key.hash_number("12345678")
