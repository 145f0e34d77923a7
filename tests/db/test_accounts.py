"""The list of accounts: which ones each viewer sees and may change, what it can be searched by, and dated roles."""

from datetime import date

import pytest
from sqlmodel import select

from db.accounts import account_list, accounts, signin
from db.accounts.account_list import AccountFilter, AccountState
from db.errors import Invalid, NotAllowed
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import AlreadyDone, reading, writing
from db.models import Account, Grant, Role
from tests.people import VIEWERS

OF_DONG_HA = {"bithu", "nhaplieu"}
pytestmark = pytest.mark.usefixtures("november")


def names(viewer, search: str = "", state: AccountState | None = None) -> list[str]:
    return [row.username for row in account_list.search(viewer, AccountFilter(search, state)).rows]


def code(world, key: str) -> str:
    with reading(SYSTEM) as session:
        return session.get_one(Account, world.viewers[key].account_id).code


def change(table: type, row_id: int, **values) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.update(session, table, [{"id": row_id, **values}])


def grant(world, key: str, role: Role, unit: str) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.insert(
            session, Grant, [{"account_id": world.viewers[key].account_id, "role": role, "unit_id": world.units[unit]}]
        )


def test_the_administrator_sees_all_accounts_and_a_commune_those_of_its_cells(world):
    assert set(names(world.admin)) == {username for username, *_ in VIEWERS.values()}
    assert set(names(world.commune)) == OF_DONG_HA
    assert set(names(world.other_commune)) == {"bithu2"}


@pytest.mark.parametrize("key", ["secretary", "assistant", "workplace", "district"])
def test_nobody_else_lists_accounts(world, key):
    assert names(world.viewers[key]) == []
    for other in VIEWERS:
        if other != key:
            with pytest.raises(NotAllowed):
                account_list.load(world.viewers[key], code(world, other))


@pytest.mark.parametrize("key", ["admin", "district", "neighbour", "other_commune", "workplace"])
def test_a_commune_cannot_open_accounts_of_others(world, key):
    with pytest.raises(NotAllowed):
        account_list.load(world.commune, code(world, key))


def test_an_account_that_also_holds_a_role_elsewhere_is_seen_but_not_changed(world):
    assert account_list.load(world.commune, code(world, "secretary")).manageable
    grant(world, "secretary", Role.COMMUNE, "dong_ha")
    assert not account_list.load(world.commune, code(world, "secretary")).manageable
    assert account_list.load(world.admin, code(world, "secretary")).manageable
    with pytest.raises(NotAllowed):
        accounts.correct(world.commune, world.secretary.account_id, username="other", name="X", phone=None)


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("search", "found"),
    [("dong bao", OF_DONG_HA), ("Đồng Bào BITHU", {"bithu"}), ("thu", set()), ("nui doi", set()), ("x" * 300, set())],
)
def test_a_search_finds_names_user_names_and_units_without_accents(world, search, found):
    assert set(names(world.commune, search)) == found


def test_a_phone_number_is_found_by_its_last_digits(world):
    accounts.correct(
        world.commune, world.secretary.account_id, username="bithu", name="Nguyễn Văn An", phone="0912 345 678"
    )
    assert names(world.commune, "5678") == names(world.commune, "van an") == ["bithu"]


def test_accounts_that_need_attention_are_found_by_state(world):
    assert [names(world.commune, state=state) for state in AccountState] == [[], [], []]
    accounts.reset_password(world.commune, world.secretary.account_id)
    assert names(world.commune, state=AccountState.WAITING) == ["bithu"]
    accounts.set_active(world.commune, world.assistant.account_id, False)
    assert names(world.commune, state=AccountState.LOCKED) == ["nhaplieu"]
    accounts.end_grant(world.commune, world.secretary.grant_id)
    assert names(world.commune, state=AccountState.ROLELESS) == ["bithu"]
    assert [held.role for held in account_list.load(world.commune, code(world, "secretary")).past] == [Role.SECRETARY]


def test_the_list_tells_where_an_account_is_signed_in(world):
    signin.start_device_session(world.secretary.account_id, "Chrome Android")
    signin.start_device_session(world.secretary.account_id, "Firefox Windows")
    row = next(row for row in account_list.search(world.commune, AccountFilter()).rows if row.username == "bithu")
    assert row.devices == 2
    assert row.seen_at
    assert {label for label, _seen in account_list.load(world.commune, code(world, "secretary")).signed_in} == {
        "Chrome Android",
        "Firefox Windows",
    }


def test_the_last_use_of_an_account_is_still_known_after_signing_out(world):
    opened = signin.start_device_session(world.secretary.account_id, "Chrome Android")
    used = account_list.load(world.commune, code(world, "secretary")).account.seen_at
    signin.sign_out(signin.hash_secret(opened.token))
    assert signin.viewer_of_token(signin.hash_secret(opened.token)) is None
    for row in (
        account_list.search(world.commune, AccountFilter(search="bithu")).rows[0],
        account_list.load(world.commune, code(world, "secretary")).account,
    ):
        assert (row.seen_at, row.devices) == (used, 0)
    never = next(row for row in account_list.search(world.commune, AccountFilter()).rows if row.username == "nhaplieu")
    assert (never.seen_at, never.devices) == (None, 0)


def test_cells_without_a_secretary_who_can_sign_in_are_listed(world):
    assert [cell.name for cell in account_list.cells_without_secretary(world.commune)] == ["Chi bộ thôn Bến Đá"]
    accounts.set_active(world.commune, world.secretary.account_id, False)
    assert {cell.name for cell in account_list.cells_without_secretary(world.commune)} == {
        "Chi bộ thôn Bến Đá",
        "Chi bộ thôn Đồng Bào",
    }
    assert {cell.area for cell in account_list.cells_without_secretary(world.admin)} == {"Xã Đông Hà"}


def test_a_role_is_valid_from_its_first_day_to_its_last(world, set_clock):
    made = accounts.create(
        world.commune, username="0912345678", name="Vũ Văn Đá", role=Role.SECRETARY, unit_id=world.units["ben_da"],
        since=date(2026, 12, 1), until=date(2026, 12, 31), token="once",
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="no_grant"):
        signin.check_password("0912345678", made.password, "here")
    set_clock("2026-12-31")
    assert signin.check_password("0912 345 678", made.password, "here")
    set_clock("2027-01-01")
    with pytest.raises(NotAllowed, match="no_grant"):
        signin.check_password("0912345678", made.password, "here")


def test_submitting_the_same_form_twice_makes_one_account(world):
    new = {
        "username": "moi",
        "name": "Vũ Văn Đá",
        "role": Role.SECRETARY,
        "unit_id": world.units["ben_da"],
        "token": "once",
    }
    accounts.create(world.commune, **new)
    with pytest.raises(AlreadyDone):
        accounts.create(world.commune, **new)


def test_a_role_is_held_once_at_a_time_and_ends_on_a_day(world):
    unit = world.units["dong_bao"]
    with pytest.raises(Invalid, match="role_held"):
        accounts.grant_role(world.commune, world.secretary.account_id, Role.SECRETARY, unit)
    accounts.end_grant(world.commune, world.secretary.grant_id, date(2026, 11, 30))
    accounts.grant_role(world.commune, world.secretary.account_id, Role.SECRETARY, unit, date(2026, 12, 1))
    held = account_list.load(world.commune, code(world, "secretary")).account.roles
    assert [(each.since, each.until) for each in held] == [(None, date(2026, 11, 30)), (date(2026, 12, 1), None)]
    with pytest.raises(Invalid, match="day_before_start"):
        accounts.end_grant(world.commune, held[1].grant_id, date(2026, 11, 1))
    with pytest.raises(Invalid, match="span_backwards"):
        accounts.grant_role(
            world.commune, world.assistant.account_id, Role.SECRETARY, unit, date(2026, 12, 1), date(2026, 11, 1)
        )


@pytest.mark.parametrize(
    ("values", "refused"),
    [({"username": "nhaplieu"}, "username_taken"), ({"name": " "}, "name_missing"), ({"phone": "none"}, "phone_unfit")],
)
def test_an_invalid_account_is_refused_and_nothing_changes(world, values, refused):
    told = {"username": "bithu", "name": "Nguyễn Văn An", "phone": None} | values
    with pytest.raises(Invalid, match=refused):
        accounts.correct(world.commune, world.secretary.account_id, **told)
    with reading(SYSTEM) as session:
        assert session.exec(select(Account.name).where(Account.id == world.secretary.account_id)).one() == "bithu"


def test_an_administrator_of_a_part_or_for_a_time_does_not_count_as_the_remaining_one(world):
    """Neither could appoint another one for the whole register, or not for long."""
    whole = {"role": Role.ADMIN, "unit_id": world.units["an_binh"]}
    accounts.create(world.admin, username="quantrixa", name="A", role=Role.ADMIN, unit_id=world.units["dong_ha"])
    accounts.create(world.admin, username="tamthoi", name="B", **whole, until=date(2026, 12, 1))
    accounts.create(world.admin, username="sapden", name="C", **whole, since=date(2026, 12, 1))
    for deed in (
        lambda: accounts.set_active(world.admin, world.admin.account_id, False),
        lambda: accounts.end_grant(world.admin, world.admin.grant_id),
        lambda: accounts.end_grant(world.admin, world.admin.grant_id, date(2026, 12, 31)),
    ):
        with pytest.raises(Invalid, match="last_administrator"):
            deed()
    accounts.create(world.admin, username="quantri2", name="D", **whole)
    accounts.end_grant(world.admin, world.admin.grant_id)
