"""Sessions of devices: the ticket that opens one, whom it lets in, how long it lasts and what ends it."""

from datetime import timedelta

import pytest

from db.accounts import signin
from db.calendar import clock
from db.errors import Conflict, NotAllowed, WriteFailed
from db.models import Account, Device, Grant, Role, Ticket
from tests.devices import HOME, NIGHT, change, device_of, grant
from tests.people import PASSWORD, VIEWERS
from tests.rows import rows


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

    def refuse(*args, **options):
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
