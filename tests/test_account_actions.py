"""Actions on accounts: creating them, granting and ending roles, resetting, locking, and the very first one."""

from dataclasses import replace

import pytest

from db.accounts import accounts, own_account, signin, signin_attempts
from db.errors import Conflict, Invalid, NotAllowed
from db.figures import cells_met
from db.figures.figures import FigureQuery
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import due_meetings
from db.models import Account, Role, Unit, UnitKind, UnitVersion
from db.settings import settings
from tests import people
from tests.devices import HOME, change, device_of, failures, grant
from tests.people import PASSWORD, VIEWERS
from tests.rows import rows


@pytest.mark.parametrize("typed", ["cb-dongbao", "CB-Đồngbào", "cb đông bào", "cbdongbao"])
def test_a_user_name_garbled_by_a_vietnamese_keyboard_is_the_same(typed):
    assert signin.normalise_username(typed) == "cbdongbao"


def test_the_commune_creates_accounts_for_its_cells_only(world):
    _code, told = accounts.create(
        world.commune, username="Bí thư Bến Đá", name="Vũ Văn Đá", role=Role.SECRETARY, unit_id=world.units["ben_da"]
    )
    assert len(told) == 9
    account_id = signin.check_password("bithubenda", told, HOME)
    assert signin.user_of_token(device_of_account(account_id)).must_change
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
def test_an_invalid_account_is_refused(world, username, name, role, unit, code):
    with pytest.raises(Invalid, match=code):
        accounts.create(world.admin, username=username, name=name, role=role, unit_id=world.units[unit])
    assert len(rows(Account)) == len(VIEWERS)


def test_a_reset_password_is_valid_once_shown_once_and_ends_all_sessions(world):
    token = device_of(world.secretary)
    told = accounts.reset_password(world.commune, world.secretary.account_id)
    assert signin.viewer_of_token(token) is None
    assert signin.check_password("bithu", told.replace(" ", ""), HOME) == world.secretary.account_id
    assert signin.user_of_token(device_of(world.secretary)).must_change
    with pytest.raises(NotAllowed):
        signin.check_password("bithu", PASSWORD, HOME)


@pytest.mark.parametrize(
    "deed", [accounts.reset_password, accounts.sign_out_everywhere, lambda *who: accounts.set_active(*who, False)]
)
def test_nobody_changes_accounts_he_is_not_responsible_for(world, deed):
    grant(world, "secretary", Role.ADMIN, "an_binh")  # an administrator who is also a secretary
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


def test_a_locked_account_is_unlocked_again(world):
    token = device_of(world.secretary)
    accounts.set_active(world.commune, world.secretary.account_id, False)
    assert signin.viewer_of_token(token) is None
    accounts.set_active(world.commune, world.secretary.account_id, True)
    assert signin.viewer_of_token(token) is None
    assert signin.check_password("bithu", PASSWORD, HOME)


def test_the_last_administrator_stays(world):
    with pytest.raises(Invalid, match="last_administrator"):
        accounts.set_active(world.admin, world.admin.account_id, False)
    with pytest.raises(Invalid, match="last_administrator"):
        accounts.end_grant(world.admin, world.admin.grant_id)
    accounts.grant_role(world.admin, world.commune.account_id, Role.ADMIN, world.units["an_binh"])
    accounts.set_active(world.admin, world.admin.account_id, False)


def test_roles_are_granted_and_ended(world):
    accounts.grant_role(world.commune, world.secretary.account_id, Role.SECRETARY, world.units["ben_da"])
    hats = own_account.list_grants(world.secretary)
    assert [hat.unit for hat in hats] == ["Chi bộ thôn Đồng Bào", "Chi bộ thôn Bến Đá"]
    accounts.end_grant(world.commune, hats[0].grant_id)
    assert signin.viewer_of_token(device_of(world.secretary)).unit_id == world.units["ben_da"]
    with pytest.raises(NotAllowed):
        accounts.end_grant(world.commune, world.commune.grant_id)


def test_a_job_in_somebodys_name_has_the_scope_he_has_today(world):
    assert accounts.viewer_for(world.commune.account_id, world.commune.grant_id) == world.commune
    assert accounts.viewer_for(world.secretary.account_id, world.commune.grant_id) is None
    change(Account, world.commune.account_id, active=False)
    assert accounts.viewer_for(world.commune.account_id, world.commune.grant_id) is None


def test_signing_in_works_on_both_databases(any_database):
    """A walkthrough: failures that must wait, a ticket, a visit, a new password, a reset, a lock."""
    world = people.world()
    failures(3)
    with pytest.raises(signin_attempts.TooManyAttempts):
        signin.check_password("bithu", PASSWORD, HOME)
    account_id = signin.check_password("Bí thư", PASSWORD, "198.51.100.7")
    token = signin.hash_secret(signin.redeem_ticket(signin.issue_ticket(account_id), "phone").token)
    assert signin.viewer_of_token(token) == world.secretary
    own_account.change_password(world.secretary, token, PASSWORD, "cánh đồng xanh")
    assert own_account.list_devices(world.secretary, token)[0].is_current
    told = accounts.reset_password(world.commune, account_id)
    assert signin.viewer_of_token(token) is None
    assert signin.check_password("bithu", told, "198.51.100.7") == account_id
    accounts.set_active(world.commune, account_id, False)
    with pytest.raises(NotAllowed):
        signin.check_password("bithu\0", told, "198.51.100.7")
    with pytest.raises(Invalid, match="username_taken"):
        accounts.create(world.admin, username="bithu2", name="X", role=Role.ADMIN, unit_id=world.units["an_binh"])


def test_set_up_creates_the_district_and_the_administrator_once(database):
    assert accounts.no_account_exists()
    accounts.set_up_register("Huyện An Bình", name="Lê Thị Hoa", username="Hoa.Lê", password="mật khẩu của Hoa")
    assert not accounts.no_account_exists()
    token = device_of_account(signin.check_password("hoale", "mật khẩu của Hoa", HOME))
    viewer = signin.viewer_of_token(token)
    assert (viewer.role, viewer.unit_ids, signin.user_of_token(token).must_change) == (Role.ADMIN, None, False)
    with pytest.raises(Conflict):
        accounts.set_up_register("Huyện khác", name="X", username="another", password="27041988")


@pytest.mark.parametrize("language", own_account.LANGUAGES)
def test_set_up_continues_in_the_language_it_was_done_in(database, language):
    told = {"name": "Lê Thị Hoa", "username": "hoale", "password": "mật khẩu của Hoa"}
    with pytest.raises(Invalid, match="language_unknown"):
        accounts.set_up_register("Phường An Bình", language="fr", **told)
    accounts.set_up_register("Phường An Bình", language=language, **told)
    assert [row.language for row in rows(Account)] == [language]


def test_a_register_founded_today_shows_no_silent_months(database, november):
    accounts.set_up_register("Phường An Bình", name="Lê Thị Hoa", username="hoale", password="mật khẩu của Hoa")
    viewer = signin.viewer_of_token(device_of_account(signin.check_password("hoale", "mật khẩu của Hoa", HOME)))
    assert settings.value_for_viewer(viewer, "first_month") == 202611
    unit_id = cell_below("Chi bộ 1", viewer.unit_id)
    secretary, district = (
        replace(viewer, role=Role.SECRETARY, unit_id=unit_id, unit_ids=frozenset({unit_id})),
        replace(viewer, role=Role.DISTRICT),
    )
    assert [row.period for row in due_meetings.list_due(secretary, unit_id)] == [202611]
    cells = [point.cells for point in cells_met.by_month(district, FigureQuery(202512, 202611))]
    assert (sum(cell.unrecorded for cell in cells), cells[-1].unrecorded) == (1, 1)


def cell_below(name: str, parent_id: int) -> int:
    """A cell from before the register."""
    with writing(SYSTEM, "test") as session:
        unit_id = bulk.insert(session, Unit, [{"kind": UnitKind.CELL, "level": "cell"}])[0]
        bulk.insert(
            session,
            UnitVersion,
            [{"unit_id": unit_id, "parent_id": parent_id, "name": name, "search_key": name, "sort_key": name}],
        )
        return unit_id


@pytest.mark.parametrize("missing", ["district", "name", "username", "password"])
def test_set_up_refuses_missing_values(database, missing):
    told = {
        "district": "Huyện An Bình",
        "name": "Lê Thị Hoa",
        "username": "hoale",
        "password": "27041988",
        missing: " ",
    }
    with pytest.raises(Invalid):
        accounts.set_up_register(told.pop("district"), **told)
    assert accounts.no_account_exists()
