"""The screens about accounts: whose accounts each role sees and may change, and that a password is shown once."""

import pytest

from components import menu
from components.markdown import escape_markdown
from db.accounts import accounts, signin
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Account, Grant, Office, Role
from tests.pages import links, pick_option, press, said, shown
from tests.rows import rows

LIST, ONE, NEW = (f"pages/administration/{name}.py" for name in ("accounts", "account", "new_account"))
pytestmark = pytest.mark.usefixtures("november")


def account_of(world, key: str) -> str:
    return rows(Account, id=world.viewers[key].account_id)[0].code


def opened(world, viewer, key: str):
    return shown(viewer, ONE, account=account_of(world, key))


def test_only_commune_and_administrator_have_these_pages():
    for address in ("/accounts", "/account", "/new-account"):
        assert menu.roles_of(address) == {Role.COMMUNE, Role.ADMIN}


def test_a_user_who_loses_his_role_meanwhile_can_do_nothing_more(world):
    app = opened(world, world.commune, "secretary")
    before = rows(Account, username="bithu")[0].password_hash
    accounts.end_grant(world.admin, world.commune.grant_id)
    press(app, "Cấp lại mật khẩu")
    assert rows(Account, username="bithu")[0].password_hash == before
    assert [title.value for title in app.title] == ["Sổ chi bộ"]


def test_a_commune_lists_and_opens_only_accounts_of_its_cells(world):
    assert len(links(shown(world.commune, LIST), "account")) == 2
    assert len(links(shown(world.admin, LIST), "account")) == len(world.viewers)
    assert opened(world, world.commune, "assistant").title[0].value == "nhaplieu"
    for key in ("neighbour", "admin", "other_commune"):
        app = opened(world, world.commune, key)
        assert len(app.error) == 1
        assert rows(Account, id=world.viewers[key].account_id)[0].username not in said(app)


@pytest.mark.parametrize("code", ["", "zzzzzzzzzzzz", "' OR 1=1 --", "<script>"])
def test_an_address_without_an_existing_account_shows_none(world, code):
    assert "bithu" not in said(shown(world.commune, ONE, account=code)).replace("bithu2", "")


def test_a_new_password_takes_two_taps_and_is_shown_once(world):
    app = opened(world, world.commune, "secretary")
    press(app, "Cấp lại mật khẩu")
    told = app.metric[0].value
    assert signin.check_password("bithu", told, "here") == world.secretary.account_id
    assert press(app, "Khóa tài khoản").metric[0].value == told
    assert not press(app, "Đã trao xong").metric
    assert not opened(world, world.commune, "secretary").metric
    assert told not in str(app.query_params)


def test_a_shown_password_disappears_when_another_account_is_opened(world):
    app = press(opened(world, world.commune, "secretary"), "Cấp lại mật khẩu")
    app.query_params["account"] = account_of(world, "assistant")
    assert not app.run().metric
    app.query_params["account"] = account_of(world, "secretary")
    assert not app.run().metric


def test_an_account_is_locked_and_unlocked(world):
    app = press(opened(world, world.commune, "secretary"), "Khóa tài khoản")
    assert not rows(Account, username="bithu")[0].active
    press(app, "Mở khóa")
    assert rows(Account, username="bithu")[0].active


def test_the_last_administrator_is_told_why_he_stays(world):
    app = press(opened(world, world.admin, "admin"), "Khóa tài khoản")
    assert "người quản trị duy nhất" in app.error[0].value
    assert rows(Account, username="quantri")[0].active
    assert not any(button.label == "Cấp lại mật khẩu" for button in app.button)


def test_an_account_that_also_holds_a_role_elsewhere_has_no_buttons(world):
    with writing(SYSTEM, "test") as session:
        bulk.insert(
            session,
            Grant,
            [{"account_id": world.secretary.account_id, "role": Role.COMMUNE, "unit_id": world.units["dong_ha"]}],
        )
    app = opened(world, world.commune, "secretary")
    assert [button.key for button in app.main.button] == []
    assert "Quản trị viên" in said(app)


def test_a_button_on_an_open_page_does_not_outlast_the_right_to_it(world):
    app = opened(world, world.commune, "secretary")
    accounts.grant_role(world.admin, world.secretary.account_id, Role.ADMIN, world.units["an_binh"])
    before = rows(Account, username="bithu")[0].password_hash
    press(app, "Cấp lại mật khẩu")
    assert rows(Account, username="bithu")[0].password_hash == before
    assert not app.metric


def make(app, **typed: str):
    for field, value in typed.items():
        app.text_input(key=f"accounts_new_0_{field}").set_value(value).run()
    return press(app, "Tạo tài khoản và mật khẩu")


def test_a_commune_creates_an_account_for_a_cell(world):
    app = shown(world.commune, NEW)
    assert [str(option) for option in app.button_group(key="accounts_new_0_role").options] == [
        "Bí thư chi bộ",
        "Người giúp việc chi bộ",
    ]
    assert app.selectbox(key="accounts_new_0_cell").options == ["Chi bộ thôn Bến Đá", "Chi bộ thôn Đồng Bào"]
    pick_option(app, "accounts_new_0_cell", "Chi bộ thôn Bến Đá")
    make(app, name="Vũ Văn Đá", phone="0912 345 678")
    assert app.title[0].value == "Vũ Văn Đá"
    made = rows(Account, name="Vũ Văn Đá")[0]
    assert (made.username, made.phone) == ("0912345678", "0912 345 678")
    assert signin.check_password(made.username, app.metric[0].value, "here") == made.id
    assert [(grant.role, grant.unit_id) for grant in rows(Grant, account_id=made.id)] == [
        (Role.SECRETARY, world.units["ben_da"])
    ]


def test_an_office_holder_of_the_cell_is_chosen_in_one_tap_and_linked_to_the_member(world):
    with writing(SYSTEM, "test") as session:
        bulk.insert(
            session,
            Office,
            [{"member_id": world.members["hung"], "unit_id": world.units["ben_da"], "post": "secretary"}],
        )
    app = shown(world.commune, NEW)
    pick_option(app, "accounts_new_0_cell", "Chi bộ thôn Bến Đá")
    officers = next(group for group in app.button_group if "_holder_" in group.key)
    officers.set_value(rows(Office)[0].id).run()
    make(app, login="hung")
    made = rows(Account, username="hung")[0]
    assert (made.name, made.member_id) == ("Nguyễn Văn Hùng", world.members["hung"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"login": "moi"}, "họ và tên"),
        ({"name": "Vũ Văn Đá", "login": "bithu"}, "tên đăng nhập này"),
        ({"name": "Vũ Văn Đá", "login": "đ"}, "3 đến 40"),
        ({"name": "Vũ Văn Đá", "login": "moi", "phone": "ba số"}, "số điện thoại"),
    ],
)
def test_an_invalid_account_is_explained_and_stays_typed(world, typed, said):
    app = shown(world.commune, NEW)
    pick_option(app, "accounts_new_0_cell", "Chi bộ thôn Bến Đá")
    make(app, **typed)
    assert said in app.error[0].value.lower().replace("\\", "")
    assert all(app.text_input(key=f"accounts_new_0_{field}").value == value for field, value in typed.items())
    assert len(rows(Account)) == len(world.viewers)


def test_without_a_unit_nothing_is_created(world):
    assert "đơn vị" in make(shown(world.commune, NEW), name="Vũ Văn Đá", login="moi").error[0].value


@pytest.mark.parametrize(
    "forged",
    [{"accounts_new_0_cell": "Chi bộ thôn Núi Đôi"}, {"accounts_new_0_area": "Xã Tây Sơn"}, {"accounts_page": "x"}],
)
def test_a_forged_address_chooses_nothing(world, forged):
    assert shown(world.commune, NEW, **forged).selectbox(key="accounts_new_0_cell").value is None
    assert len(links(shown(world.commune, LIST, **forged), "account")) == 2


def test_roles_are_granted_and_ended_on_the_page(world):
    app = opened(world, world.commune, "secretary")
    chooser = f"account_{account_of(world, 'secretary')}_0_action"
    app.button_group(key=chooser).set_value("give").run()
    pick_option(app, chooser.replace("action", "give_role_cell"), "Chi bộ thôn Bến Đá")
    press(app, "Giao vai trò")
    assert [grant.unit_id for grant in rows(Grant, account_id=world.secretary.account_id)] == [
        world.units["dong_bao"],
        world.units["ben_da"],
    ]
    app.button_group(key=chooser.replace("_0_", "_1_")).set_value("take").run()
    press(app, "Kết thúc vai trò")
    assert rows(Grant, account_id=world.secretary.account_id)[0].valid_to
    assert "Trước đây" in said(app)


def test_an_accounts_name_is_shown_as_typed(world):
    hostile = "**Đậm** <script> :red[đỏ] $a$"
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Account, [{"id": world.secretary.account_id, "name": hostile}])
    assert any(f"**{escape_markdown(hostile)}**" in label for label in links(shown(world.commune, LIST), "account"))
    app = press(opened(world, world.commune, "secretary"), "Cấp lại mật khẩu")
    assert app.title[0].value == escape_markdown(hostile)
    assert hostile not in said(app)


def test_cells_without_an_account_lead_to_the_form(world):
    links = [
        element.proto for element in shown(world.commune, LIST).get("page_link") if element.proto.page == "new-account"
    ]
    assert any("Chi bộ thôn Bến Đá" in link.label for link in links)
    assert not any("Núi Đôi" in link.label for link in links)
