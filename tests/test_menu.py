"""The table of addresses, and what the page script makes of it."""

import ast
from types import SimpleNamespace

import pytest
from sqlmodel import select
from streamlit.elements.widgets import button
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from components import level_names, menu, navigation
from components.i18n import _, in_language
from components.web import cookie_and_header_guard, page_link_lookup
from db import config
from db.accounts import own_account, signin
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Account, Grant, Role
from tests import denials
from tests.pages import app, shown
from tests.people import PASSWORD
from tests.visiting import token_of

HELPERS = {menu.SIGN_IN, menu.FORBIDDEN}
PAGES = sorted(file.relative_to(menu.PAGES).as_posix() for file in menu.PAGES.rglob("*.py"))


def titles(shown) -> list[str]:
    return [title.value for title in shown.title]


def pressed(shown, label: str) -> None:
    next(button for button in shown.button if button.label == label).click().run()


def change(account_id: int, **values) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Account, [{"id": account_id, **values}])


def test_no_page_is_directly_in_the_folder_that_streamlit_would_open_to_anybody():
    assert not list(menu.PAGES.glob("*.py"))


def test_every_page_is_in_the_table_once_and_every_address_has_its_page():
    listed = [entry.page for entry in menu.ENTRIES]
    assert sorted(listed) == sorted(set(PAGES) - HELPERS)
    assert len({entry.address for entry in menu.ENTRIES}) == len(menu.ENTRIES)


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_has_every_address_once_in_sections_none_of_which_is_empty(role, monkeypatch):
    def made(entry, page):  # Streamlit creates its own only within a run
        shown = page == entry.page and entry.listed
        return SimpleNamespace(url_path=entry.address.strip("/"), visibility="visible" if shown else "hidden")

    monkeypatch.setattr(navigation, "_page", made)
    with in_language("vi"):
        sections = navigation.pages_for(SimpleNamespace(role=role, must_change=False))
    addresses = [page.url_path for pages in sections.values() for page in pages]
    assert sorted(addresses) == sorted(entry.address.strip("/") for entry in menu.ENTRIES)
    assert all(page.visibility == "visible" for header, pages in sections.items() if header for page in pages)
    assert next(iter(sections)) == ""
    assert sections[""][0].url_path == ""


def test_an_address_not_in_the_table_opens_for_nobody():
    assert menu.roles_of("/accountz") == frozenset()
    assert menu.roles_of("/set-up") == frozenset()


@pytest.mark.parametrize("page", sorted(set(PAGES) - HELPERS - {menu.SET_UP}))
def test_a_page_starts_by_asking_for_its_viewer_at_its_own_address(page):
    address = next(entry.address for entry in menu.ENTRIES if entry.page == page)
    body = ast.parse((menu.PAGES / page).read_text(encoding="utf-8")).body
    first = next(
        line
        for line in body
        if not isinstance(line, ast.Expr | ast.Import | ast.ImportFrom)
        or isinstance(getattr(line, "value", None), ast.Call)
    )
    assert ast.unparse(first) == f"viewer = auth.viewer('{address}')"


def test_a_pages_fragments_and_callbacks_start_by_asking_too():
    asked = 0
    for page in PAGES:
        for function in ast.walk(ast.parse((menu.PAGES / page).read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(
                ast.unparse(mark).startswith("st.fragment") for mark in function.decorator_list
            ):
                first = function.body[1] if isinstance(function.body[0], ast.Expr) else function.body[0]
                assert "auth.viewer(" in ast.unparse(first), f"{page}: {function.name}"
                asked += 1
    assert asked


def ask(address: str) -> None:
    """A page that only asks for its viewer."""
    import streamlit as st

    from components.shell import auth

    st.write("reached by " + auth.viewer(address).role)


@pytest.mark.parametrize("who", [*Role, None])
def test_a_page_stops_for_every_role_its_address_is_not_for(world, who):
    stopped, sid = 0, signin.hash_secret(token_of(world.viewers[who])) if who else cookie_and_header_guard.NO_TOKEN
    for entry in menu.ENTRIES:
        shown = AppTest.from_function(ask, kwargs={"address": entry.address}, default_timeout=30)
        shown.user = {"sid": sid}
        shown.run()
        reached = bool(shown.markdown)
        assert reached == (who in entry.roles)
        assert len(shown.info) == (not reached)
        stopped += not reached
    assert stopped == sum(who not in entry.roles for entry in menu.ENTRIES)
    denials.add("pages", stopped)


@pytest.mark.parametrize("role", Role)
def test_home_greets_every_role_with_its_unit_and_the_month(world, role):
    shown = app(world.viewers[role])
    assert not shown.exception
    assert titles(shown) == [_("Today")]
    assert " · " in shown.main.caption[0].value


def test_a_stranger_is_asked_to_sign_in_and_told_what_this_is(world):
    shown = app()
    assert titles(shown) == ["Sổ chi bộ"]
    assert "sổ theo dõi, không thay sổ nghị quyết, sổ danh sách đảng viên" in shown.caption[0].value
    assert [field.label for field in shown.text_input] == [_("User name"), _("Password")]
    assert not shown.sidebar


def test_the_sign_in_page_speaks_english_when_asked_to(world):
    with in_language("en"):
        assert app(language="en").text_input[0].label == _("User name")


def test_the_demonstration_shows_its_accounts_and_the_register_does_not(world, monkeypatch):
    assert "demo-2026" not in str(app())
    monkeypatch.setenv("DATABASE_URL", config.database_url())
    monkeypatch.setenv("REGISTER_DEMO", "1")
    assert "demo-2026" in app().info[0].value


def test_an_empty_register_shows_its_set_up_page_everywhere(database):
    shown = app()
    assert [field.label for field in shown.text_input][:2] == [_("Set-up code"), _("Name of the unit")]


def test_the_accounts_language_is_used(world):
    change(world.secretary.account_id, language="en")
    assert titles(app(world.secretary)) == ["Today"]


def test_a_one_time_password_is_changed_before_anything_else(world):
    change(world.secretary.account_id, must_change=True)
    shown = app(world.secretary)
    assert titles(shown) == [_("My account")]
    assert len(shown.button) == 3  # change, sign out, and the sidebar's sign out
    shown.text_input(key="me_current").input(PASSWORD)
    shown.text_input(key="me_new").input("27041988")
    pressed(shown, _("Change password"))
    assert titles(shown) == [_("Today")]
    with reading(SYSTEM) as session:
        assert not session.exec(select(Account.must_change).where(Account.id == world.secretary.account_id)).one()


def test_an_unsuitable_password_is_refused_with_a_sentence(world):
    change(world.secretary.account_id, must_change=True)
    shown = app(world.secretary)
    shown.text_input(key="me_current").input(PASSWORD)
    shown.text_input(key="me_new").input("short")
    pressed(shown, _("Change password"))
    assert "8" in shown.error[0].value
    assert titles(shown) == [_("My account")]


@pytest.fixture
def second(world) -> int:
    """A second role for the secretary."""
    with writing(SYSTEM, "test") as session:
        return bulk.insert(
            session,
            Grant,
            [{"account_id": world.secretary.account_id, "role": Role.COMMUNE, "unit_id": world.units["dong_ha"]}],
        )[0]


def role_box(shown, place: str):
    """The choice of role in the menu or on the account's own page."""
    return next(box for box in shown.selectbox if box.key.startswith(f"{place}_hat"))


@pytest.mark.parametrize("place", ["menu", "me"])
def test_a_user_with_two_roles_switches_between_them(world, second, place):
    shown = app(world.secretary)
    shown.switch_page("pages/access/me.py").run()
    assert [option.split(" · ")[0] for option in role_box(shown, place).options] == [
        _("Cell secretary"),
        level_names.role_name(world.secretary, Role.COMMUNE),
    ]
    role_box(shown, place).set_value(second).run()
    assert not shown.exception
    assert level_names.role_name(world.secretary, Role.COMMUNE) in shown.main.caption[0].value
    assert not shown.warning
    assert role_box(shown, "menu").value == role_box(shown, "me").value == second


def test_a_role_can_be_switched_on_a_page_that_is_not_for_the_present_one(world, second):
    shown = app(world.secretary)
    role_box(shown, "menu").set_value(second).run()
    shown.switch_page("pages/administration/accounts.py").run()
    role_box(shown, "menu").set_value(world.secretary.grant_id).run()
    assert titles(shown) == [_("No access")]
    role_box(shown, "menu").set_value(second).run()
    assert titles(shown) == [_("Accounts")]


def test_a_tab_saves_nothing_after_another_role_was_chosen_in_another_tab(world, second):
    shown = app(world.secretary)
    shown.switch_page("pages/access/me.py").run()
    own_account.switch_grant(world.secretary, shown.user["sid"], second)
    shown.text_input(key="me_current").input(PASSWORD)
    shown.text_input(key="me_new").input("sen-hong-87")
    pressed(shown, _("Change password"))
    assert "thẻ khác" in shown.warning[0].value
    assert "sen-hong-87" not in shown.warning[0].value
    assert signin.check_password("bithu", PASSWORD, "") == world.secretary.account_id
    pressed(shown, _("Change password"))
    assert not shown.warning
    assert signin.check_password("bithu", "sen-hong-87", "") == world.secretary.account_id


def test_a_callback_does_nothing_after_another_role_was_chosen_in_another_tab(world, second):
    shown = app(world.secretary)
    shown.switch_page("pages/access/me.py").run()
    own_account.switch_grant(world.secretary, shown.user["sid"], second)
    shown.button_group(key="me_language").set_value("en").run()
    assert "thẻ khác" in shown.warning[0].value
    with reading(SYSTEM) as session:
        assert session.exec(select(Account.language).where(Account.id == world.secretary.account_id)).one() == "vi"


def test_signing_out_shows_the_sign_in_page_at_once(world):
    shown = app(world.secretary)
    shown.button(key="menu_sign_out").click().run()
    assert titles(shown) == ["Sổ chi bộ"]
    shown.run()
    assert titles(shown) == ["Sổ chi bộ"]


def _plain_values(values):
    """The values, including those inside dictionaries and sequences."""
    for value in values:
        if isinstance(value, dict):
            yield from _plain_values([*value, *value.values()])
        elif isinstance(value, list | tuple | set):
            yield from _plain_values(value)
        else:
            yield value


def test_no_viewer_is_kept_in_the_session_state(world):
    shown = app(world.secretary)
    assert {type(value) for value in _plain_values(shown.session_state.values())} <= {bool, str, int}


def test_links_on_a_page_go_to_known_pages_without_looking_for_files(world, monkeypatch):
    page_link_lookup.link_by_address_table()
    looked, look = set(), button.normalize_path_join
    monkeypatch.setattr(button, "normalize_path_join", lambda folder, file: looked.add(file) or look(folder, file))
    for viewer, page, address in (
        (world.secretary, "people/members", "member"),
        (world.commune, "administration/accounts", "account"),
    ):
        links = shown(viewer, f"pages/{page}.py").get("page_link")
        linked = [each.proto for each in links if each.proto.page == address]
        assert len(linked) > 1
        assert {each.icon for each in linked} == {""}
        assert {each.page_script_hash for each in linked} == {calc_hash(address)}
        assert len({each.query_string for each in linked}) == len(linked)
    assert not looked
