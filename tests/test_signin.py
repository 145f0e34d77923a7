"""Signing in and staying signed in: who is let in, how long one waits after failures, and what a device remembers."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from db.accounts import own_account, passwords, signin, signin_attempts
from db.calendar import clock
from db.errors import Conflict, Invalid, NotAllowed, WriteFailed
from db.models import Account, Attempt, Device, Grant, Role, Ticket
from tests.devices import HOME, change, device_of, failures, grant
from tests.people import PASSWORD, VIEWERS
from tests.rows import rows

NIGHT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)


@pytest.fixture
def clock_at(monkeypatch):
    """Stop the clock at a time; call the result to move it."""
    monkeypatch.setattr(clock, "monotonic_seconds", lambda: clock.now().timestamp())
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield lambda **later: traveller.shift(timedelta(**later))


@pytest.fixture
def passing(monkeypatch):
    """Let seconds pass that the wall clock does not show."""
    passed = [0.0]
    monkeypatch.setattr(clock, "monotonic_seconds", lambda: passed[0])
    signin_attempts.reset_monotonic_start()
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


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
        with pytest.raises(signin_attempts.TooManyAttempts) as wait:
            signin.check_password("bithu", PASSWORD, HOME)
        assert wait.value.values["seconds"] == expected
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
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 900
    clock_at(minutes=15)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"hours": -2}, {"hours": 2}, {"days": 3}])
def test_correcting_the_clock_neither_frees_nor_locks_anybody(world, clock_at, passing, jump):
    failures(3)
    clock_at(**jump)
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 5
    passing(5)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"days": 3}])
def test_correcting_the_clock_does_not_free_an_address_that_tries_many_names(world, clock_at, passing, jump):
    for number in range(60):
        failures(1, username=f"name{number}")
    clock_at(**jump)
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 900
    passing(900)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"minutes": -1}])
def test_after_a_restart_with_the_clock_set_back_the_wait_is_no_longer_than_before(world, clock_at, passing, jump):
    failures(3)
    signin_attempts.reset_monotonic_start()
    clock_at(**jump)
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 5
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


def test_a_ticket_is_valid_once_and_for_a_minute(world, clock_at):
    ticket = signin.issue_ticket(world.secretary.account_id)
    assert signin.viewer_of_token(signin.hash_secret(signin.redeem_ticket(ticket, "phone").token)) == world.secretary
    assert signin.redeem_ticket(ticket, "phone") is None
    late = signin.issue_ticket(world.secretary.account_id)
    clock_at(seconds=60)
    assert signin.redeem_ticket(late, "phone") is None


def test_only_hashes_of_secrets_are_stored(world):
    ticket = signin.issue_ticket(world.secretary.account_id)
    assert rows(Ticket)[0].ticket_hash == signin.hash_secret(ticket)
    opened = signin.redeem_ticket(ticket, "phone")
    assert rows(Device)[0].token_hash == signin.hash_secret(opened.token)


@pytest.mark.parametrize("who", VIEWERS)
def test_a_device_token_gives_its_viewer(world, who):
    expected = world.viewers[who]
    assert signin.viewer_of_token(device_of(expected)) == expected


def test_a_district_role_for_part_of_the_tree_reaches_that_part(world):
    grant(world, "district", Role.ADMIN, "dong_ha")
    change(Grant, world.district.grant_id, valid_to=clock.today() - timedelta(days=1))
    seen = signin.viewer_of_token(device_of(world.district))
    assert seen.role == Role.ADMIN
    assert seen.unit_ids == {world.units[name] for name in ("dong_ha", "dong_bao", "ben_da")}


def test_a_session_of_thirty_days_is_renewed_by_use(world, clock_at):
    token = device_of(world.secretary)
    clock_at(days=29)
    assert signin.viewer_of_token(token)
    clock_at(days=29)
    assert signin.viewer_of_token(token)
    clock_at(days=31)
    assert signin.viewer_of_token(token) is None


@pytest.mark.parametrize("who", ["district", "admin"])
def test_officers_sign_in_again_after_twelve_hours(world, clock_at, who):
    token = device_of(world.viewers[who])
    clock_at(hours=11)
    assert signin.user_of_token(token).seconds == 3600
    clock_at(hours=1)
    assert signin.viewer_of_token(token) is None


def test_an_officers_session_is_short_in_his_other_role_too(world, clock_at):
    token = device_of(world.commune)
    grant(world, "commune", Role.ADMIN, "an_binh")
    assert signin.viewer_of_token(token).role == Role.COMMUNE
    clock_at(hours=12)
    assert signin.viewer_of_token(token) is None


def test_use_is_recorded_once_a_minute(world, clock_at):
    token = device_of(world.secretary)
    clock_at(seconds=59)
    signin.user_of_token(token)
    assert rows(Device)[0].seen_at == NIGHT
    clock_at(seconds=2)
    signin.user_of_token(token)
    assert rows(Device)[0].seen_at == NIGHT + timedelta(seconds=61)


@pytest.mark.parametrize("refusal", [WriteFailed("not_written"), Conflict("busy")], ids=["full", "busy"])
def test_a_signed_in_user_can_still_read_while_nothing_can_be_written(world, clock_at, monkeypatch, refusal):
    token = device_of(world.secretary)
    clock_at(minutes=2)

    def refuse(*args):
        raise refusal

    with monkeypatch.context() as patched:
        patched.setattr(signin, "writing", refuse)
        assert signin.viewer_of_token(token).account_id == world.secretary.account_id
    signin.user_of_token(token)
    assert rows(Device)[0].seen_at == NIGHT + timedelta(minutes=2)


@pytest.mark.parametrize("what", ["locked", "epoch", "no grant today", "grant begins tomorrow"])
def test_a_session_ends_immediately(world, what):
    token, tomorrow = device_of(world.secretary), clock.today() + timedelta(days=1)
    assert signin.viewer_of_token(token)
    if what == "locked":
        change(Account, world.secretary.account_id, active=False)
    elif what == "epoch":
        change(Account, world.secretary.account_id, epoch=1)
    else:
        change(
            Grant,
            world.secretary.grant_id,
            **({"valid_from": tomorrow} if "tomorrow" in what else {"valid_to": clock.today() - timedelta(days=1)}),
        )
    assert signin.viewer_of_token(token) is None


def test_a_locked_account_and_one_without_a_role_cannot_sign_in(world):
    change(Account, world.secretary.account_id, active=False)
    with pytest.raises(NotAllowed, match="sign_in_wrong"):
        signin.check_password("bithu", PASSWORD, HOME)
    assert signin.start_device_session(world.secretary.account_id, "") is None
    change(Grant, world.commune.grant_id, valid_to=clock.today() - timedelta(days=1))
    with pytest.raises(NotAllowed, match="no_grant"):
        signin.check_password("xa", PASSWORD, HOME)


def test_signing_out_forgets_this_device_only(world):
    here, there = device_of(world.secretary), device_of(world.secretary)
    signin.sign_out(here)
    assert signin.viewer_of_token(here) is None
    assert signin.viewer_of_token(there)


def test_a_role_chosen_on_a_device_stays_there_until_its_grant_ends(world):
    here, there = device_of(world.secretary), device_of(world.secretary)
    second = grant(world, "secretary", Role.COMMUNE, "dong_ha")
    assert [hat.unit for hat in own_account.list_grants(world.secretary)] == ["Chi bộ thôn Đồng Bào", "Xã Đông Hà"]
    own_account.switch_grant(world.secretary, here, second)
    assert signin.viewer_of_token(here).role == Role.COMMUNE
    assert signin.viewer_of_token(there).role == Role.SECRETARY
    change(Grant, second, valid_from=clock.today() - timedelta(days=9), valid_to=clock.today() - timedelta(days=1))
    assert signin.viewer_of_token(here).role == Role.SECRETARY


@pytest.mark.parametrize("who", ["secretary", "admin"])
def test_nobody_switches_to_somebody_elses_role(world, who):
    viewer = world.viewers[who]
    with pytest.raises(NotAllowed):
        own_account.switch_grant(viewer, device_of(viewer), world.district.grant_id)
    with pytest.raises(NotAllowed):
        own_account.switch_grant(viewer, device_of(world.district), viewer.grant_id)


def test_a_changed_password_signs_out_everywhere_but_here(world):
    here, there = device_of(world.secretary), device_of(world.secretary)
    own_account.change_password(world.secretary, here, PASSWORD, "27041988")
    assert signin.viewer_of_token(here)
    assert signin.viewer_of_token(there) is None
    assert signin.check_password("bithu", "27041988", HOME)
    failures(1)


@pytest.mark.parametrize("role", VIEWERS)
def test_every_role_changes_its_own_password_and_language(world, role):
    viewer = world.viewers[role]
    own_account.change_password(viewer, device_of(viewer), PASSWORD, "27041988")
    own_account.set_language(viewer, "en")
    assert signin.viewer_of_token(device_of(viewer)).language == "en"


def test_a_new_password_needs_the_current_one_and_must_differ_from_it(world):
    here = device_of(world.secretary)
    for current, new, code in (
        ("wrong one", "27041988", "password_wrong"),
        (PASSWORD, "1234 5678", "password_easy"),
        (PASSWORD, "short", "password_short"),
    ):
        with pytest.raises(Invalid, match=code):
            own_account.change_password(world.secretary, here, current, new)


def test_guessing_the_current_password_is_slowed_down(world, clock_at):
    here = device_of(world.secretary)
    for _ in range(3):
        with pytest.raises(Invalid):
            own_account.change_password(world.secretary, here, "wrong one", "27041988")
    with pytest.raises(signin_attempts.TooManyAttempts):
        own_account.change_password(world.secretary, here, PASSWORD, "27041988")


def test_devices_belong_to_their_user_and_are_signed_out_one_by_one(world):
    here, there = device_of(world.admin), device_of(world.admin)
    others = device_of(world.secretary)
    listed = own_account.list_devices(world.admin, here)
    assert [device.is_current for device in listed].count(True) == 1
    assert len(listed) == 2
    own_account.sign_out_device(world.admin, next(device.id for device in listed if not device.is_current))
    assert signin.viewer_of_token(here)
    assert signin.viewer_of_token(there) is None
    with pytest.raises(NotAllowed):
        own_account.sign_out_device(world.admin, own_account.list_devices(world.secretary, others)[0].id)
    own_account.sign_out_everywhere(world.admin)
    assert signin.viewer_of_token(here) is None


def test_the_previous_sign_in_is_still_known_after_it_was_signed_out(world, clock_at):
    assert own_account.last_sign_in_elsewhere(world.secretary, device_of(world.secretary)) is None
    clock_at(hours=1)
    stranger = signin.hash_secret(signin.start_device_session(world.secretary.account_id, "Firefox on Linux").token)
    signin.sign_out(stranger)
    device_of(world.district)
    clock_at(hours=1)
    told = own_account.last_sign_in_elsewhere(world.secretary, device_of(world.secretary))
    assert told == (NIGHT + timedelta(hours=1), "Firefox on Linux", False)


def test_a_device_in_use_mentions_a_later_sign_in_elsewhere(world, clock_at):
    here = device_of(world.secretary)
    clock_at(hours=1)
    signin.sign_out(device_of(world.secretary))
    assert own_account.last_sign_in_elsewhere(world.secretary, here) == (NIGHT + timedelta(hours=1), "test", True)


def test_ended_devices_except_the_last_two_are_deleted(world, clock_at):
    for _ in range(4):
        clock_at(hours=1)
        signin.sign_out(device_of(world.secretary))
    assert len(rows(Device)) == 2
