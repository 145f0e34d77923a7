"""One's own account: choosing a role, changing the password, and the devices on which one is signed in."""

from datetime import timedelta

import pytest

from db.accounts import own_account, signin, signin_attempts
from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.models import Device, Grant, Role
from tests.devices import HOME, NIGHT, change, device_of, failures, grant
from tests.people import PASSWORD, VIEWERS
from tests.rows import rows


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
