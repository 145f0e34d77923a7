"""Who is here: asked of the database at the beginning of every page, fragment and callback, and kept nowhere."""

import streamlit as st
import streamlit_authenticator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components import menu
from components.i18n import DEFAULT, LANGUAGES, _, ask_language, current_language, set_language
from components.refusals import sentences
from components.web.cookie_and_header_guard import NO_TOKEN
from db.accounts import own_account, signin
from db.errors import Refused
from db.kernel import run_cache
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
    """Whether our own server asked for this run: its guard tells of everybody who he is."""
    return isinstance(_told().get("sid"), str)


def token_hash() -> str:
    """What stands for this browser's session; of a stranger, nothing that anybody has."""
    return _told().get("sid") or NO_TOKEN


def signed_in_user() -> signin.SignedInUser | None:
    """Who is signed in in this browser now; the run goes on in his language."""
    seen = signin.user_of_token(token_hash())
    set_language(_spoken_with(seen))
    return seen


def _spoken_with(found: signin.SignedInUser | Viewer | None) -> str:
    """The language of somebody; of a stranger what stands in the address."""
    return found.language if found else st.query_params.get("language", DEFAULT)


def _language() -> str:
    """That of whoever is signed in in the running browser, of a stranger what he chose; the default in a thread that
    runs no script.
    """
    if not get_script_run_ctx():
        return DEFAULT
    try:
        seen = signin.user_of_token(token_hash())
    except Exception:  # the sentence that says why nothing can be read is said in some language
        seen = None
    return _spoken_with(seen)


ask_language(_language)


def viewer(page: str | None = None) -> Viewer:
    """Who is here, as the database says now.

    Stops the run where nobody is, or the page (the running one) is not for his role.
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
    """Who is here, whatever the page is: for what belongs to no page. Stops the run where nobody is."""
    found = signin.viewer_of_token(token_hash())
    if found is None:
        _stop(_("You are signed out. Reload the page to sign in."))
    return found


def tab_has_other_role(grant_id: int) -> bool:
    """Whether this tab shows another of a person's roles than the one that holds now:
    what it shows must not be done in that one.
    """
    return st.session_state.get(ROLE_OF_TAB, grant_id) != grant_id


def adopt_role(seen: signin.SignedInUser) -> None:
    """At the beginning of a run of the whole page: this tab shows this role from now on.

    What was touched under another one is not done.
    """
    changed = tab_has_other_role(seen.grant_id)
    st.session_state[ROLE_OF_TAB] = seen.grant_id
    if changed:
        st.session_state[ROLE_CHANGED] = True
        st.rerun()  # without what was touched


def pop_role_change() -> bool:
    """Whether this tab has just taken over a role chosen elsewhere; said once."""
    return st.session_state.pop(ROLE_CHANGED, False)


def switch_role(grant_id: int) -> None:
    """Act in another of one's roles: a callback's action."""
    own_account.switch_grant(viewer_on_any_page(), token_hash(), grant_id)
    st.session_state[ROLE_OF_TAB] = grant_id


def language_selector() -> None:
    """The language of a stranger, kept in the address."""
    options = {
        "format_func": LANGUAGES.get,
        "default": current_language(),
        "required": True,
        "label_visibility": "collapsed",
    }
    st.segmented_control(_("Language"), list(LANGUAGES), key="sign_in_language", on_change=_choose_language, **options)


def is_inside_zalo() -> bool:
    """Whether a link was opened within Zalo, whose browser forgets who is signed in and cannot download."""
    return "Zalo" in str(st.context.headers.get("user-agent"))


def sign_in_form() -> None:
    """The form that a stranger signs in with; a good password is changed for a cookie and the page loaded again."""
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
    """Sign an account in here: the browser changes a ticket for a cookie that no script can read, and loads the page
    again.
    """
    _browser("sign-in", signin.issue_ticket(account_id))


def sign_out() -> None:
    """End this browser's session: a callback of buttons."""
    signin.sign_out(token_hash())
    st.session_state["auth_signed_out"] = True


def sign_out_everywhere() -> None:
    """End all sessions of whoever is here: a callback of buttons."""
    own_account.sign_out_everywhere(viewer())
    st.session_state["auth_signed_out"] = True


def clear_cookie() -> bool:
    """After signing out here, have the browser throw its cookie away and begin anew; whether that is so."""
    here = st.session_state.pop("auth_signed_out", False)
    if here:
        _browser("sign-out")
    return here


def device_name(label: str) -> str:
    """A device as its owner knows it: Chrome, Android."""
    browser = next((name for mark, name in BROWSERS.items() if mark in label), _("Unknown browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in label), "")
    return f"{browser}, {system}" if system else browser


def client_address() -> str:
    """Where a visitor comes from, as failures are counted."""
    told = st.context.ip_address
    return told if isinstance(told, str) else "localhost"


class _Form(streamlit_authenticator.Authenticate):
    """streamlit-authenticator's form over our accounts;
    its cookie, which scripts can read and nothing revokes, stays away.
    """

    def __init__(self, desk: "_Desk") -> None:
        self.attrs, self.path = {"login_sleep_time": 0}, None
        self.cookie_controller = self.authentication_controller = desk


class _Desk:
    """Looks at passwords for the library's form."""

    said, account_id = "", None

    def login(self, username: str | None = None, password: str | None = None, *_args, **_options) -> bool:
        """Look at a password; what the person is told is in `said`."""
        try:
            self.account_id = signin.check_password(username or "", password or "", client_address())
        except Refused as refusal:
            self.said = sentences.of_refusal(refusal)
        return not self.said

    def get_cookie(self) -> None:
        """Nothing: whoever is known does not see the form."""

    def set_cookie(self) -> None:
        """Nothing: the guard's cookie is set by the server."""


def _choose_language() -> None:
    st.query_params["language"] = st.session_state["sign_in_language"]


def _told() -> dict:
    """What the guard told of this browser.

    `st.user` holds the same, but looks for a file of secrets at each reading, one run after the other.
    """
    running = get_script_run_ctx()
    run_cache.start_run(running and running.parallel_coordinator)  # made for each run, before its callbacks
    return running.user_info if running else {}


def _running() -> str:
    """The address of the page that drew what runs now, in fragments and callbacks too."""
    manager = get_script_run_ctx().pages_manager
    return "/" + manager.get_pages().get(manager.current_page_script_hash, {}).get("url_pathname", "")


def _stop(hint: str) -> None:
    """In a callback or a fragment begin anew with the whole page, which will say what is due; else say it here."""
    running = get_script_run_ctx()
    if running.fragment_ids_this_run or not running.has_script_started:
        st.rerun()
    st.info(hint)
    st.stop()


def _browser(op: str, ticket: str = "") -> None:
    """Have the browser do what a script here cannot."""
    st.html(
        f'<script src="/auth/client.js?{op}" data-op="{op}" data-ticket="{ticket}"></script>',
        unsafe_allow_javascript=True,
    )
