"""Who gets which page over the socket, and what happens to a page whose session ends or belongs to somebody else."""

import pytest
from sqlmodel import select
from streamlit.proto.BackMsg_pb2 import BackMsg

from components import menu
from components.i18n import _
from components.web import cookie_and_header_guard
from db.accounts import own_account, signin
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Account, Role
from tests.visiting import SIGN_IN, Socket, token_of

pytest_plugins = ["tests.served"]
NO_ACCESS, THERE = _("No access"), _("Sign out that device")


@pytest.fixture
def locked(served):
    """Locks an account for the length of a test."""
    changed = []

    def lock(viewer) -> None:
        _set(viewer, active=False)
        changed.append(viewer)

    yield lock
    for viewer in changed:
        _set(viewer, active=True)


def _set(viewer, **values) -> None:
    with writing(SYSTEM, "test") as opened:
        bulk.update(opened, Account, [{"id": viewer.account_id, **values}])


def test_every_address_opens_for_its_roles_and_for_nobody_else(server, served, capsys):
    denied = opened = 0
    for role in Role:
        with Socket(server, token_of(served.viewers[role])) as visitor:
            for entry in menu.ENTRIES:
                text = visitor.open(entry.address).text
                assert (NO_ACCESS in text) == (role not in entry.roles), (role, entry)
                assert SIGN_IN not in text
                assert "exception {" not in text
                denied += role not in entry.roles
                opened += role in entry.roles
    for entry in menu.ENTRIES:
        with Socket(server) as visitor:
            shown = visitor.open(entry.address)
            assert SIGN_IN in shown.text
            assert "page_not_found" not in shown.kinds
            denied += 1
    assert denied == sum(len(Role) - len(entry.roles) for entry in menu.ENTRIES) + len(menu.ENTRIES)
    with capsys.disabled():
        print(f"\n{len(menu.ENTRIES)} addresses, {opened} opened, {denied} denied")


def test_a_fragment_of_an_account_locked_meanwhile_does_nothing(server, served, locked):
    token, other = token_of(served.secretary), token_of(served.secretary)
    with Socket(server, token) as visitor:
        page = visitor.open("/me")
        assert page.widget("button", THERE)[1], "the button stands in a fragment"
        locked(served.secretary)
        after = visitor.click(page, THERE)
    assert SIGN_IN in after.text
    _set(served.secretary, active=True)
    assert signin.viewer_of_token(signin.hash_secret(other)), "and the other device is signed in still"


def test_a_callback_of_an_account_locked_meanwhile_does_nothing(server, served, locked):
    with Socket(server, token_of(served.assistant)) as visitor:
        page = visitor.open("/me")
        locked(served.assistant)
        after = visitor.choose(page, _("Language"), "English")
    assert SIGN_IN in after.text
    with reading(SYSTEM) as opened:
        assert opened.exec(select(Account.language).where(Account.id == served.assistant.account_id)).one() == "vi"


def test_otherwise_a_callback_and_a_fragment_do_what_they_should(server, served):
    token, other = token_of(served.assistant), token_of(served.assistant)
    with Socket(server, token) as visitor:
        page = visitor.open("/me")
        visitor.click(page, THERE)
        assert signin.viewer_of_token(signin.hash_secret(other)) is None
        assert "My account" in visitor.choose(page, _("Language"), "English").text
    own_account.set_language(served.assistant, "vi")


def test_a_discovered_session_id_gives_nobody_else_the_session(server, served):
    with Socket(server, token_of(served.secretary)) as visitor:
        session_id = next(
            m.new_session.initialize.session_id
            for m in visitor.open("/me").messages
            if m.WhichOneof("type") == "new_session"
        )
    with Socket(server, session_id=session_id) as thief:
        assert SIGN_IN in thief.open("/me").text
    with Socket(server, token_of(served.assistant), session_id=session_id) as thief:
        shown = thief.open("/me")
        assert "nhaplieu" in shown.text
        assert "bithu" not in shown.text


def test_headers_that_only_the_guard_may_set_are_removed(server, served):
    known = signin.hash_secret(token_of(served.admin))
    for name in ("x-register-sid", "X-Register-Sid"):
        with Socket(server, headers={name: known}) as liar:
            assert SIGN_IN in liar.open("/me").text
    assert server.client(headers={"x-register-sid": known}).get("/_stcore/metrics").status_code == 403


def test_malformed_cookies_of_other_sites_on_the_host_do_no_harm(server, served):
    odd = f'theirs={{"a": [1, 2]}}; x=é; =; {cookie_and_header_guard.COOKIE}={token_of(served.secretary)}; y="'
    with Socket(server, headers={"Cookie": odd.encode().decode("latin-1")}) as visitor:
        assert "bithu" in visitor.open("/me").text


def test_what_a_browser_still_sends_of_fields_that_are_gone_does_not_stop_a_form_after_a_restart(server, served):
    """A server that was restarted knows no field of a page that stands open; its browser sends all that it ever had."""
    token, action = token_of(served.secretary), _("Propose somebody")
    with Socket(server, token) as before:
        page = before.open("/admissions")
        shown = before.choose(page, _("What to record"), action)
        [pills, _fragment], name = page.widget("button_group", _("What to record")), shown.text_input("name")
    with Socket(server, token) as after:
        message = BackMsg()
        message.rerun_script.page_name = "admissions"
        states = message.rerun_script.widget_states.widgets
        states.add(id=pills).string_array_value.data.append(action)
        states.add(id=name, string_value="Lan")
        states.add(id=name.removesuffix("name") + "gone", string_value="x")
        text = after._run(message).text
    assert "propose_save" in text, "the button below the fields"
    assert _("Something went wrong on this page. Saved data is safe. Please reload the page.") not in text


def test_another_device_is_signed_out_by_a_press_on_a_page_that_stood_open_across_a_restart(server, served):
    token, viewer = token_of(served.commune), served.commune
    devices = lambda: len(own_account.list_devices(viewer, signin.hash_secret(token)))  # noqa: E731
    token_of(viewer)
    with Socket(server, token) as before:
        button, _fragment = before.open("/me").widget("button", THERE)
    standing = devices()
    with Socket(server, token) as after:
        message = BackMsg()
        message.rerun_script.page_name = "me"
        message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
        text = after._run(message).text
    assert devices() == standing - 1
    assert _("Something went wrong on this page. Saved data is safe. Please reload the page.") not in text
