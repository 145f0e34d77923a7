"""Signing in, staying signed in, and the actions on accounts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from db.accounts import accounts, own_account, passwords, signin, signin_attempts
from db.calendar import clock
from db.errors import Conflict, Invalid, NotAllowed
from db.figures import cells_met
from db.figures.figures import FigureQuery
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import due
from db.models import Account, Attempt, Device, Grant, Role, Ticket, Unit, UnitKind, UnitVersion
from db.settings import settings
from tests import people
from tests.people import PASSWORD, VIEWERS, World
from tests.rows import rows

NIGHT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
HOME = "203.0.113.9"


@pytest.fixture
def clock_at(monkeypatch):
    """Stop the clock at a moment; call the result to move it."""
    monkeypatch.setattr(clock, "monotonic_seconds", lambda: clock.now().timestamp())
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield lambda **later: traveller.shift(timedelta(**later))


@pytest.fixture
def passing(monkeypatch):
    """Let seconds pass of which the clock on the wall tells nothing."""
    passed = [0.0]
    monkeypatch.setattr(clock, "monotonic_seconds", lambda: passed[0])
    signin_attempts.reset_monotonic_start()
    return lambda seconds: passed.__setitem__(0, passed[0] + seconds)


def device_of(viewer) -> str:
    """The hash of the token of a new device of this viewer."""
    return signin.hash_secret(signin.start_device_session(viewer.account_id, "test").token)


def change(table, row_id: int, **values) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.update(session, table, [{"id": row_id, **values}])


def grant(world: World, who: str, role: Role, unit: str, **span) -> int:
    with writing(SYSTEM, "test") as session:
        return bulk.insert(
            session,
            Grant,
            [{"account_id": world.viewers[who].account_id, "role": role, "unit_id": world.units[unit], **span}],
        )[0]


# passwords and user names


@pytest.mark.parametrize("typed", ["cb-dongbao", "CB-Đồngbào", "cb đông bào", "cbdongbao"])
def test_a_user_name_garbled_by_a_vietnamese_keyboard_is_the_same(typed):
    assert signin.username_of(typed) == "cbdongbao"


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
    "abcdefgh",
    "qwertyui",
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


@pytest.mark.parametrize("good", ["27041988", "13572468", "sông Đà xanh", "bithudong và ba chữ", "9182 7364"])
def test_a_password_that_nobody_guesses_at_once_is_taken_digits_alone_too(good):
    assert passwords.matches(good, passwords.validate_and_hash(good, "bithudong"))


def test_no_easy_password_is_handed_out(monkeypatch):
    given = iter([12345678, 0, 19651965, 27041988])
    monkeypatch.setattr(passwords.secrets, "randbelow", lambda _most: next(given))
    assert passwords.generate_one_time() == "2704 1988"


def test_whoever_sets_up_or_changes_a_password_is_refused_an_easy_one(world, database):
    here = device_of(world.secretary)
    with pytest.raises(Invalid, match="password_easy"):
        own_account.change_password(world.secretary, here, PASSWORD, "bithu2026")
    with pytest.raises(Invalid, match="password_easy"):
        accounts.set_up("Huyện", name="Hoa", username="Hoa.Lê.Thị", password="hoalethi")


def test_a_password_is_the_same_however_its_letters_are_composed_and_grouped():
    kept = passwords.hash_password("mật khẩu 1")
    assert passwords.matches("ma\u0323\u0302t kha\u0309\u0302u 1".replace("a\u0309\u0302", "a\u0302\u0309"), kept)
    assert passwords.matches("mậtkhẩu1", kept)
    assert not passwords.matches("mat khau 1", kept)


@pytest.mark.parametrize("odd", ["", "x" * 100, "12345678\0", "\ud800" * 9])
def test_odd_passwords_are_only_wrong(odd):
    assert not passwords.matches(odd, passwords.hash_password("12345678"))
    assert not passwords.matches(odd, None)


def test_an_unknown_user_costs_as_much_as_a_known_one(world, monkeypatch):
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


# attempts


def failures(count: int, username: str = "bithu", address: str = HOME) -> None:
    for _ in range(count):
        with pytest.raises(NotAllowed):
            signin.check_password(username, "wrong password", address)


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


def test_one_address_that_tries_many_names_is_held_back(world, clock_at):
    for number in range(60):
        failures(1, username=f"name{number}")
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 900
    clock_at(minutes=15)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"hours": -2}, {"hours": 2}, {"days": 3}])
def test_a_clock_that_is_put_right_neither_frees_nor_locks_anybody(world, clock_at, passing, jump):
    failures(3)
    clock_at(**jump)
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 5
    passing(5)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"days": 3}])
def test_nor_does_it_for_an_address_that_tries_many_names(world, clock_at, passing, jump):
    for number in range(60):
        failures(1, username=f"name{number}")
    clock_at(**jump)
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 900
    passing(900)
    assert signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize("jump", [{"days": -3}, {"minutes": -1}])
def test_after_a_restart_with_a_clock_put_back_one_waits_no_longer_than_before(world, clock_at, passing, jump):
    failures(3)
    signin_attempts.reset_monotonic_start()
    clock_at(**jump)
    with pytest.raises(signin_attempts.TooManyAttempts) as wait:
        signin.check_password("bithu", PASSWORD, HOME)
    assert wait.value.values["seconds"] == 5
    passing(5)
    assert signin.check_password("bithu", PASSWORD, HOME)


def test_addresses_of_one_ipv6_network_count_as_one(world, clock_at):
    failures(3, address="2001:db8::1")
    with pytest.raises(signin_attempts.TooManyAttempts):
        signin.check_password("bithu", PASSWORD, "2001:db8::2")
    assert signin.check_password("bithu", PASSWORD, "2001:db8:0:1::1")


def test_an_attempt_counts_before_its_password_is_looked_at(world, clock_at):
    for _ in range(3):
        signin_attempts.record_attempt("bithu", HOME)
    with pytest.raises(signin_attempts.TooManyAttempts):
        signin_attempts.record_attempt("bithu", HOME)


def test_what_no_longer_counts_is_forgotten(world, clock_at):
    failures(2)
    signin.issue_ticket(world.secretary.account_id)
    device_of(world.secretary)
    device_of(world.secretary)
    clock_at(days=31)
    signin.start_device_session(signin.check_password("bithu", PASSWORD, HOME), "")
    assert [len(rows(table)) for table in (Attempt, Ticket, Device)] == [1, 0, 2]


# tickets and devices


def test_a_ticket_is_good_once_and_for_a_minute(world, clock_at):
    ticket = signin.issue_ticket(world.secretary.account_id)
    assert signin.viewer_of(signin.hash_secret(signin.redeem_ticket(ticket, "phone").token)) == world.secretary
    assert signin.redeem_ticket(ticket, "phone") is None
    late = signin.issue_ticket(world.secretary.account_id)
    clock_at(seconds=60)
    assert signin.redeem_ticket(late, "phone") is None


def test_only_hashes_of_secrets_are_kept(world):
    ticket = signin.issue_ticket(world.secretary.account_id)
    assert rows(Ticket)[0].ticket_hash == signin.hash_secret(ticket)
    opened = signin.redeem_ticket(ticket, "phone")
    assert rows(Device)[0].token_hash == signin.hash_secret(opened.token)


@pytest.mark.parametrize("who", VIEWERS)
def test_a_device_gives_its_viewer_back(world, who):
    expected = world.viewers[who]
    assert signin.viewer_of(device_of(expected)) == expected


def test_the_district_on_a_part_of_the_tree_reaches_that_part(world):
    grant(world, "district", Role.ADMIN, "dong_ha")
    change(Grant, world.district.grant_id, valid_to=clock.today() - timedelta(days=1))
    seen = signin.viewer_of(device_of(world.district))
    assert seen.role == Role.ADMIN
    assert seen.unit_ids == {world.units[name] for name in ("dong_ha", "dong_bao", "ben_da")}


def test_a_session_of_thirty_days_is_renewed_by_use(world, clock_at):
    token = device_of(world.secretary)
    clock_at(days=29)
    assert signin.viewer_of(token)
    clock_at(days=29)
    assert signin.viewer_of(token)
    clock_at(days=31)
    assert signin.viewer_of(token) is None


@pytest.mark.parametrize("who", ["district", "admin"])
def test_officials_sign_in_again_after_twelve_hours(world, clock_at, who):
    token = device_of(world.viewers[who])
    clock_at(hours=11)
    assert signin.user_of(token).seconds == 3600
    clock_at(hours=1)
    assert signin.viewer_of(token) is None


def test_an_official_s_session_is_short_in_his_other_role_too(world, clock_at):
    token = device_of(world.commune)
    grant(world, "commune", Role.ADMIN, "an_binh")
    assert signin.viewer_of(token).role == Role.COMMUNE
    clock_at(hours=12)
    assert signin.viewer_of(token) is None


def test_use_is_written_down_once_a_minute(world, clock_at):
    token = device_of(world.secretary)
    clock_at(seconds=59)
    signin.user_of(token)
    assert rows(Device)[0].seen_at == NIGHT
    clock_at(seconds=2)
    signin.user_of(token)
    assert rows(Device)[0].seen_at == NIGHT + timedelta(seconds=61)


@pytest.mark.parametrize("what", ["locked", "epoch", "no grant today", "grant begins tomorrow"])
def test_a_session_ends_at_once(world, what):
    token, tomorrow = device_of(world.secretary), clock.today() + timedelta(days=1)
    assert signin.viewer_of(token)
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
    assert signin.viewer_of(token) is None


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
    assert signin.viewer_of(here) is None
    assert signin.viewer_of(there)


# one's own account


def test_the_hat_chosen_on_a_device_stays_there_until_its_grant_ends(world):
    here, there = device_of(world.secretary), device_of(world.secretary)
    second = grant(world, "secretary", Role.COMMUNE, "dong_ha")
    assert [hat.unit for hat in own_account.list_grants(world.secretary)] == ["Chi bộ thôn Đồng Bào", "Xã Đông Hà"]
    own_account.switch_grant(world.secretary, here, second)
    assert signin.viewer_of(here).role == Role.COMMUNE
    assert signin.viewer_of(there).role == Role.SECRETARY
    change(Grant, second, valid_from=clock.today() - timedelta(days=9), valid_to=clock.today() - timedelta(days=1))
    assert signin.viewer_of(here).role == Role.SECRETARY


@pytest.mark.parametrize("who", ["secretary", "admin"])
def test_nobody_puts_on_somebody_else_s_hat(world, who):
    viewer = world.viewers[who]
    with pytest.raises(NotAllowed):
        own_account.switch_grant(viewer, device_of(viewer), world.district.grant_id)
    with pytest.raises(NotAllowed):
        own_account.switch_grant(viewer, device_of(world.district), viewer.grant_id)


def test_a_changed_password_signs_out_everywhere_but_here(world):
    here, there = device_of(world.secretary), device_of(world.secretary)
    own_account.change_password(world.secretary, here, PASSWORD, "27041988")
    assert signin.viewer_of(here)
    assert signin.viewer_of(there) is None
    assert signin.check_password("bithu", "27041988", HOME)
    failures(1)


@pytest.mark.parametrize("role", VIEWERS)
def test_every_role_changes_its_own_password_and_language(world, role):
    viewer = world.viewers[role]
    own_account.change_password(viewer, device_of(viewer), PASSWORD, "27041988")
    own_account.set_language(viewer, "en")
    assert signin.viewer_of(device_of(viewer)).language == "en"


def test_a_new_password_asks_for_the_current_one_and_differs(world):
    here = device_of(world.secretary)
    for current, new, code in (
        ("wrong one", "27041988", "password_wrong"),
        (PASSWORD, "1234 5678", "password_easy"),
        (PASSWORD, "short", "password_short"),
    ):
        with pytest.raises(Invalid, match=code):
            own_account.change_password(world.secretary, here, current, new)


def test_guessing_the_current_password_has_to_wait(world, clock_at):
    here = device_of(world.secretary)
    for _ in range(3):
        with pytest.raises(Invalid):
            own_account.change_password(world.secretary, here, "wrong one", "27041988")
    with pytest.raises(signin_attempts.TooManyAttempts):
        own_account.change_password(world.secretary, here, PASSWORD, "27041988")


def test_devices_are_one_s_own_and_signed_out_one_by_one(world):
    here, there = device_of(world.admin), device_of(world.admin)
    others = device_of(world.secretary)
    listed = own_account.devices(world.admin, here)
    assert [device.here for device in listed].count(True) == 1
    assert len(listed) == 2
    own_account.sign_out_device(world.admin, next(device.id for device in listed if not device.here))
    assert signin.viewer_of(here)
    assert signin.viewer_of(there) is None
    with pytest.raises(NotAllowed):
        own_account.sign_out_device(world.admin, own_account.devices(world.secretary, others)[0].id)
    own_account.sign_out_everywhere(world.admin)
    assert signin.viewer_of(here) is None


def test_the_sign_in_before_this_one_stays_known_after_it_was_signed_out(world, clock_at):
    assert own_account.other_sign_in(world.secretary, device_of(world.secretary)) is None
    clock_at(hours=1)
    stranger = signin.hash_secret(signin.start_device_session(world.secretary.account_id, "Firefox on Linux").token)
    signin.sign_out(stranger)
    device_of(world.district)
    clock_at(hours=1)
    told = own_account.other_sign_in(world.secretary, device_of(world.secretary))
    assert told == (NIGHT + timedelta(hours=1), "Firefox on Linux", False)


def test_a_device_in_use_tells_of_a_sign_in_elsewhere_since_then(world, clock_at):
    here = device_of(world.secretary)
    clock_at(hours=1)
    signin.sign_out(device_of(world.secretary))
    assert own_account.other_sign_in(world.secretary, here) == (NIGHT + timedelta(hours=1), "test", True)


def test_ended_devices_but_the_last_two_are_forgotten(world, clock_at):
    for _ in range(4):
        clock_at(hours=1)
        signin.sign_out(device_of(world.secretary))
    assert len(rows(Device)) == 2


# others' accounts


def test_the_commune_makes_accounts_for_its_cells_only(world):
    _code, told = accounts.create(
        world.commune, username="Bí thư Bến Đá", name="Vũ Văn Đá", role=Role.SECRETARY, unit_id=world.units["ben_da"]
    )
    assert len(told) == 9
    account_id = signin.check_password("bithubenda", told, HOME)
    assert signin.user_of(device_of_account(account_id)).must_change
    for role, unit in (
        (Role.SECRETARY, "nui_doi"),
        (Role.COMMUNE, "dong_ha"),
        (Role.ADMIN, "dong_ha"),
        (Role.WORKPLACE, "hospital"),
    ):
        with pytest.raises(NotAllowed):
            accounts.create(world.commune, username=f"other{role}", name="X", role=role, unit_id=world.units[unit])
    with pytest.raises(NotAllowed):
        accounts.create(
            world.secretary, username="assistant", name="X", role=Role.ASSISTANT, unit_id=world.units["dong_bao"]
        )


def device_of_account(account_id: int) -> str:
    return signin.hash_secret(signin.start_device_session(account_id, "test").token)


@pytest.mark.parametrize(
    ("username", "name", "role", "unit", "code"),
    [
        ("bithu", "X", Role.SECRETARY, "ben_da", "username_taken"),
        ("--", "X", Role.SECRETARY, "ben_da", "username_unfit"),
        ("newone", " ", Role.SECRETARY, "ben_da", "name_missing"),
        ("newone", "X", Role.SECRETARY, "dong_ha", "role_unfit"),
        ("newone", "X", Role.COMMUNE, "ben_da", "role_unfit"),
    ],
)
def test_an_account_that_cannot_be(world, username, name, role, unit, code):
    with pytest.raises(Invalid, match=code):
        accounts.create(world.admin, username=username, name=name, role=role, unit_id=world.units[unit])
    assert len(rows(Account)) == len(VIEWERS)


def test_a_reset_password_is_good_once_told_and_ends_all_sessions(world):
    token = device_of(world.secretary)
    told = accounts.reset_password(world.commune, world.secretary.account_id)
    assert signin.viewer_of(token) is None
    assert signin.check_password("bithu", told.replace(" ", ""), HOME) == world.secretary.account_id
    assert signin.user_of(device_of(world.secretary)).must_change
    with pytest.raises(NotAllowed):
        signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize(
    "deed", [accounts.reset_password, accounts.sign_out_everywhere, lambda *who: accounts.set_active(*who, False)]
)
def test_nobody_touches_accounts_he_does_not_answer_for(world, deed):
    grant(world, "secretary", Role.ADMIN, "an_binh")  # an administrator who also is a secretary
    refused = 0
    for who, whom in [
        ("commune", "secretary"), ("commune", "commune"), ("commune", "admin"), ("commune", "neighbour"),
        ("secretary", "secretary"),
        ("secretary", "assistant"), ("assistant", "secretary"), ("district", "secretary"), ("workplace", "workplace"),
        ("other_commune", "assistant"),
    ]:  # fmt: skip
        with pytest.raises(NotAllowed):
            deed(world.viewers[who], world.viewers[whom].account_id)
        refused += 1
    assert refused == 10
    deed(world.commune, world.assistant.account_id)


def test_a_locked_account_is_opened_again(world):
    token = device_of(world.secretary)
    accounts.set_active(world.commune, world.secretary.account_id, False)
    assert signin.viewer_of(token) is None
    accounts.set_active(world.commune, world.secretary.account_id, True)
    assert signin.viewer_of(token) is None
    assert signin.check_password("bithu", PASSWORD, HOME)


def test_the_last_administrator_stays(world):
    with pytest.raises(Invalid, match="last_administrator"):
        accounts.set_active(world.admin, world.admin.account_id, False)
    with pytest.raises(Invalid, match="last_administrator"):
        accounts.end_grant(world.admin, world.admin.grant_id)
    accounts.grant_role(world.admin, world.commune.account_id, Role.ADMIN, world.units["an_binh"])
    accounts.set_active(world.admin, world.admin.account_id, False)


def test_roles_are_given_and_taken(world):
    accounts.grant_role(world.commune, world.secretary.account_id, Role.SECRETARY, world.units["ben_da"])
    hats = own_account.list_grants(world.secretary)
    assert [hat.unit for hat in hats] == ["Chi bộ thôn Đồng Bào", "Chi bộ thôn Bến Đá"]
    accounts.end_grant(world.commune, hats[0].grant_id)
    assert signin.viewer_of(device_of(world.secretary)).unit_id == world.units["ben_da"]
    with pytest.raises(NotAllowed):
        accounts.end_grant(world.commune, world.commune.grant_id)


def test_work_done_in_somebody_s_name_has_his_scope_of_today(world):
    assert accounts.viewer_for(world.commune.account_id, world.commune.grant_id) == world.commune
    assert accounts.viewer_for(world.secretary.account_id, world.commune.grant_id) is None
    change(Account, world.commune.account_id, active=False)
    assert accounts.viewer_for(world.commune.account_id, world.commune.grant_id) is None


def test_the_door_works_on_both_databases(any_database):
    """A walk: failures that wait, a ticket, a visit, a new password, a reset, a lock."""
    world = people.world()
    failures(3)
    with pytest.raises(signin_attempts.TooManyAttempts):
        signin.check_password("bithu", PASSWORD, HOME)
    account_id = signin.check_password("Bí thư", PASSWORD, "198.51.100.7")
    token = signin.hash_secret(signin.redeem_ticket(signin.issue_ticket(account_id), "phone").token)
    assert signin.viewer_of(token) == world.secretary
    own_account.change_password(world.secretary, token, PASSWORD, "cánh đồng xanh")
    assert own_account.devices(world.secretary, token)[0].here
    told = accounts.reset_password(world.commune, account_id)
    assert signin.viewer_of(token) is None
    assert signin.check_password("bithu", told, "198.51.100.7") == account_id
    accounts.set_active(world.commune, account_id, False)
    with pytest.raises(NotAllowed):
        signin.check_password("bithu\0", told, "198.51.100.7")
    with pytest.raises(Invalid, match="username_taken"):
        accounts.create(world.admin, username="bithu2", name="X", role=Role.ADMIN, unit_id=world.units["an_binh"])


# the first account


def test_set_up_makes_district_and_administrator_once(database):
    assert accounts.none_exist()
    accounts.set_up("Huyện An Bình", name="Lê Thị Hoa", username="Hoa.Lê", password="mật khẩu của Hoa")
    assert not accounts.none_exist()
    token = device_of_account(signin.check_password("hoale", "mật khẩu của Hoa", HOME))
    viewer = signin.viewer_of(token)
    assert (viewer.role, viewer.unit_ids, signin.user_of(token).must_change) == (Role.ADMIN, None, False)
    with pytest.raises(Conflict):
        accounts.set_up("Huyện khác", name="X", username="another", password="27041988")


def test_a_register_founded_today_shows_no_months_of_silence(database, november):
    accounts.set_up("Phường An Bình", name="Lê Thị Hoa", username="hoale", password="mật khẩu của Hoa")
    viewer = signin.viewer_of(device_of_account(signin.check_password("hoale", "mật khẩu của Hoa", HOME)))
    assert settings.value_for_viewer(viewer, "first_month") == 202611
    unit_id = cell_below("Chi bộ 1", viewer.unit_id)
    secretary, district = (
        replace(viewer, role=Role.SECRETARY, unit_id=unit_id, unit_ids=frozenset({unit_id})),
        replace(viewer, role=Role.DISTRICT),
    )
    assert [row.period for row in due.list_for_unit(secretary, unit_id)] == [202611]
    cells = [point.cells for point in cells_met.by_month(district, FigureQuery(202512, 202611))]
    assert (sum(cell.unrecorded for cell in cells), cells[-1].unrecorded) == (1, 1)


def cell_below(name: str, parent_id: int) -> int:
    """A cell that was there before the register."""
    with writing(SYSTEM, "test") as session:
        unit_id = bulk.insert(session, Unit, [{"kind": UnitKind.CELL, "level": "cell"}])[0]
        bulk.insert(
            session,
            UnitVersion,
            [{"unit_id": unit_id, "parent_id": parent_id, "name": name, "search_key": name, "sort_key": name}],
        )
        return unit_id


@pytest.mark.parametrize("missing", ["district", "name", "username", "password"])
def test_set_up_refuses_what_is_missing(database, missing):
    told = {
        "district": "Huyện An Bình",
        "name": "Lê Thị Hoa",
        "username": "hoale",
        "password": "27041988",
        missing: " ",
    }
    with pytest.raises(Invalid):
        accounts.set_up(told.pop("district"), **told)
    assert accounts.none_exist()
