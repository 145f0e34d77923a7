"""The signed-in account: read from the database at the start of every page, fragment and callback,
and cached nowhere.
"""

from collections.abc import Callable
from typing import NoReturn

import streamlit as st
import streamlit_authenticator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components import menu
from components.i18n import DEFAULT, LANGUAGES, _, current_language, set_language, set_language_source
from components.refusals import sentences
from components.shell import live_status
from components.web import page_basis
from components.web.cookie_and_header_guard import NO_TOKEN
from db.accounts import own_account, signin
from db.errors import Refused
from db.kernel.scope import Viewer

ROLE_OF_TAB, ROLE_CHANGED = "auth_grant", "auth_grant_changed"
BROWSERS = {
    "Zalo": "Zalo",
    "coc_coc": "Cốc Cốc",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def is_behind_guard() -> bool:
    """Tell whether the guard in front of the server passed this run on: it identifies every visitor."""
    return isinstance(_told().get("sid"), str)


def token_hash() -> str:
    """Return the hash of this browser's session; for a stranger one that matches no session."""
    return _told().get("sid") or NO_TOKEN


def signed_in_user() -> signin.SignedInUser | None:
    """Return the account signed in in this browser; the run continues in its language."""
    seen = signin.user_of_token(token_hash())
    set_language(_spoken_with(seen))
    return seen


def _spoken_with(found: signin.SignedInUser | Viewer | None) -> str:
    """Return an account's language; for a stranger the one in the address, else that in which the page stood open."""
    return found.language if found else st.query_params.get("language", live_status.language_before() or DEFAULT)


def _language() -> str:
    """Return the language of the account signed in in the running browser, or the stranger's choice; the default in a
    thread without a script.
    """
    if not get_script_run_ctx():
        return DEFAULT
    try:
        seen = signin.user_of_token(token_hash())
    except Exception:  # even the sentence that says why nothing can be read needs a language
        seen = None
    return _spoken_with(seen)


set_language_source(_language)


def viewer(page: str | None = None) -> Viewer:
    """Return the viewer according to the database now. Stops the run if nobody is signed in, or the running page is not
    for the role.
    """
    found = signin.viewer_of_token(token_hash())
    set_language(_spoken_with(found))
    if found is None:
        _stop(_("You are signed out. Reload the page to sign in."))
    if tab_has_other_role(found.grant_id):
        _stop(_("You changed your role in another tab. Please reload this page."))
    if found.role not in menu.roles_of(page or _running()):
        _stop(_("Your role does not have access to this page."))
    return found


def viewer_on_any_page() -> Viewer:
    """Return the viewer for anything that belongs to no page. Stops the run if nobody is signed in."""
    found = signin.viewer_of_token(token_hash())
    if found is None:
        _stop(_("You are signed out. Reload the page to sign in."))
    return found


def tab_has_other_role(grant_id: int) -> bool:
    """Tell whether this tab shows a role other than the current one: its actions must not run in the current one."""
    return st.session_state.get(ROLE_OF_TAB, grant_id) != grant_id


def adopt_role(user: signin.SignedInUser, list_typed: Callable[[], list[str]]) -> None:
    """Make this tab show the current role from now on. Input made under another one is not acted on, but told."""
    changed = tab_has_other_role(user.grant_id)
    st.session_state[ROLE_OF_TAB] = user.grant_id
    if changed:
        st.session_state[ROLE_CHANGED] = list_typed()
        st.rerun()  # without what was clicked


def pop_role_change() -> list[str] | None:
    """What was typed in this tab, once, if it has just adopted a role chosen elsewhere."""
    return st.session_state.pop(ROLE_CHANGED, None)


def switch_role(grant_id: int) -> None:
    """Switch to another of one's roles: a callback's action."""
    own_account.switch_grant(viewer_on_any_page(), token_hash(), grant_id)
    st.session_state[ROLE_OF_TAB] = grant_id


def language_selector() -> None:
    """Ask a stranger for the language, kept in the address."""
    options = {
        "format_func": LANGUAGES.get,
        "default": current_language(),
        "required": True,
        "label_visibility": "collapsed",
    }
    st.segmented_control(_("Language"), list(LANGUAGES), key="sign_in_language", on_change=_choose_language, **options)


def is_inside_zalo() -> bool:
    """Tell whether a link was opened within Zalo, whose browser loses sessions and cannot download."""
    return "Zalo" in str(st.context.headers.get("user-agent"))


def sign_in_form() -> None:
    """Show the sign-in form; a correct password is exchanged for a cookie and the page reloaded."""
    desk = _Desk()
    fields = {"Form name": _("Sign in"), "Username": _("User name"), "Password": _("Password"), "Login": _("Sign in")}
    _Form(desk).login(fields=fields, key="sign_in_form")
    if desk.said:
        st.error(desk.said)
    if desk.account_id:
        sign_in(desk.account_id)
    else:
        _browser("hint")


def sign_in(account_id: int) -> None:
    """Sign an account in: the browser exchanges a ticket for a cookie that no script can read, and reloads the page."""
    _browser("sign-in", signin.issue_ticket(account_id))


def sign_out() -> None:
    """End this browser's session and show the sign-in page.

    Not used as a callback: Streamlit would not call it in a page that was open while the server restarted.
    """
    signin.sign_out(token_hash())
    _show_sign_in_page()


def sign_out_everywhere() -> None:
    """End all sessions of the viewer and show the sign-in page."""
    own_account.sign_out_everywhere(viewer())
    _show_sign_in_page()


def _show_sign_in_page() -> None:
    st.session_state["auth_signed_out"] = True
    st.rerun()


def clear_cookie() -> bool:
    """After signing out here, make the browser delete its cookie and reload; return whether that is under way."""
    here = st.session_state.pop("auth_signed_out", False)
    if here:
        _browser("sign-out")
    return here


def device_name(label: str) -> str:
    """Return a device's name for its owner: Chrome, Android."""
    browser = next((name for mark, name in BROWSERS.items() if mark in label), _("Unknown browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in label), "")
    return f"{browser}, {system}" if system else browser


def client_address() -> str:
    """Return a visitor's address, by which failed attempts are counted."""
    told = st.context.ip_address
    return told if isinstance(told, str) else "localhost"


class _Form(streamlit_authenticator.Authenticate):
    """streamlit-authenticator's form over the register's accounts, without its own cookie, which scripts can read and
    nothing revokes.
    """

    def __init__(self, desk: "_Desk") -> None:
        self.attrs, self.path = {"login_sleep_time": 0}, None
        self.cookie_controller = self.authentication_controller = desk


class _Desk:
    """Checks passwords for the library's form."""

    said, account_id = "", None

    def login(self, username: str | None = None, password: str | None = None, *_args, **_options) -> bool:
        """Check a password; the message for the person is in `said`."""
        try:
            self.account_id = signin.check_password(username or "", password or "", client_address())
        except Refused as refusal:
            self.said = sentences.of_refusal(refusal)
        return not self.said

    def get_cookie(self) -> None:
        """Do nothing: signed-in people do not see the form."""

    def set_cookie(self) -> None:
        """Do nothing: the server sets the guard's cookie."""


def _choose_language() -> None:
    st.query_params["language"] = st.session_state["sign_in_language"]


def _told() -> dict:
    """Return what the guard passed on about this browser. `st.user` has it too, but looks for a secrets file at each
    read, one run after the other.
    """
    running = get_script_run_ctx()
    page_basis.begin_run()
    return running.user_info if running else {}


def _running() -> str:
    """Return the address of the page that drew the running code, in fragments and callbacks too."""
    manager = get_script_run_ctx().pages_manager
    return "/" + manager.get_pages().get(manager.current_page_script_hash, {}).get("url_pathname", "")


def _stop(hint: str) -> NoReturn:
    """In a callback or fragment, rerun the whole page, which will show the message; otherwise show it here."""
    running = get_script_run_ctx()
    if running.fragment_ids_this_run or not running.has_script_started:
        st.rerun()
    st.info(hint)
    st.stop()


def _browser(op: str, ticket: str = "") -> None:
    """Make the browser do what a script here cannot."""
    st.html(
        f'<script src="/auth/client.js?{op}" data-op="{op}" data-ticket="{ticket}"></script>',
        unsafe_allow_javascript=True,
    )
