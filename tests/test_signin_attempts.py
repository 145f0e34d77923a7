"""Failures to sign in: how long one waits after them, whom they slow down, and what a corrected clock changes."""

import pytest

from db.accounts import passwords, signin, signin_attempts
from db.calendar import clock
from db.errors import NotAllowed
from db.models import Attempt, Device, Ticket
from tests.devices import HOME, device_of, failures
from tests.people import PASSWORD
from tests.rows import rows


@pytest.fixture
def passing(monkeypatch):
    """Let seconds pass that the wall clock does not show."""
    passed = [0.0]
    monkeypatch.setattr(clock, "monotonic_seconds", lambda: passed[0])
    signin_attempts.reset_monotonic_start()
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


def seconds_to_wait() -> int:
    """How long the secretary, who has the right password, is made to wait at home."""
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    return wait.value.values["seconds"]


def test_an_unknown_user_takes_as_long_as_a_known_one(world, monkeypatch):
    asked = []
    real = passwords.bcrypt.checkpw
    monkeypatch.setattr(
        passwords.bcrypt, "checkpw", lambda password, kept: asked.append(kept[:7]) or real(password, kept)
    )
    for username in ("bithu", "nobody"):
        with pytest.raises(NotAllowed, match="sign_in_wrong"):
            signin.check_password(username, "wrong password", HOME)
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_after_three_failures_waiting_starts_and_doubles(world, clock_at):
    failures(3)
    for expected in (5, 10, 20, 40, 80, 160, 320, 640, 900, 900):
        assert seconds_to_wait() == expected
        clock_at(seconds=expected)
        failures(1)


def test_the_right_password_ends_the_waiting(world, clock_at):
    failures(3)
    clock_at(seconds=5)
    assert signin.check_password("bithu", PASSWORD, HOME) == world.secretary.account_id
    failures(2)
    assert signin.check_password("bithu", PASSWORD, HOME)


def test_nobody_elsewhere_locks_an_account_out(world, clock_at):
    failures(3, address="198.51.100.7")
    with pytest.raises(signin_attempts.TooManyAttempts):
        signin.check_password("bithu", PASSWORD, "198.51.100.7")
    assert signin.check_password("bithu", PASSWORD, HOME)
    assert signin.check_password("xa", PASSWORD, "198.51.100.7")


def test_one_address_that_tries_many_names_is_slowed_down(world, clock_at):
    for number in range(60):
        failures(1, username=f"name{number}")
    assert seconds_to_wait() == 900
    clock_at(minutes=15)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"hours": -2}, {"hours": 2}, {"days": 3}])
def test_correcting_the_clock_neither_frees_nor_locks_anybody(world, clock_at, passing, jump):
    failures(3)
    clock_at(**jump)
    assert seconds_to_wait() == 5
    passing(5)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"days": 3}])
def test_correcting_the_clock_does_not_free_an_address_that_tries_many_names(world, clock_at, passing, jump):
    for number in range(60):
        failures(1, username=f"name{number}")
    clock_at(**jump)
    assert seconds_to_wait() == 900
    passing(900)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"minutes": -1}])
def test_after_a_restart_with_the_clock_set_back_the_wait_is_no_longer_than_before(world, clock_at, passing, jump):
    failures(3)
    signin_attempts.reset_monotonic_start()
    clock_at(**jump)
    assert seconds_to_wait() == 5
    passing(5)
    assert signin.check_password("bithu", PASSWORD, HOME)


def test_addresses_in_one_ipv6_network_count_as_one(world, clock_at):
    failures(3, address="2001:db8::1")
    with pytest.raises(signin_attempts.TooManyAttempts):
        signin.check_password("bithu", PASSWORD, "2001:db8::2")
    assert signin.check_password("bithu", PASSWORD, "2001:db8:0:1::1")


def test_an_attempt_counts_before_its_password_is_checked(world, clock_at):
    for _ in range(3):
        signin_attempts.record_attempt("bithu", HOME)
    with pytest.raises(signin_attempts.TooManyAttempts):
        signin_attempts.record_attempt("bithu", HOME)


def test_expired_attempts_tickets_and_devices_are_deleted(world, clock_at):
    failures(2)
    signin.issue_ticket(world.secretary.account_id)
    device_of(world.secretary)
    device_of(world.secretary)
    clock_at(days=31)
    signin.start_device_session(signin.check_password("bithu", PASSWORD, HOME), "")
    assert [len(rows(table)) for table in (Attempt, Ticket, Device)] == [1, 0, 2]
