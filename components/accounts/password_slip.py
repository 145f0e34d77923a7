"""A one-time password, shown once, and a printable slip with it."""

import io
from urllib.parse import urlsplit

import segno
import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from db.accounts.account_list import AccountRow
from db.kernel.scope import Viewer
from db.settings import settings

PASSWORD_KEY = "accounts_told"
HERE_ONLY = ("localhost", "127.0.0.1", "::1")


def remember_password(code: str, password: str) -> None:
    """Keep an account's password for display until the page is left."""
    st.session_state[PASSWORD_KEY] = f"{code}:{password}"


def forget_password() -> None:
    """Forget the password once it was shown. Also a callback."""
    st.session_state.pop(PASSWORD_KEY, None)


def password_for(code: str) -> str | None:
    """The one-time password just set for an account; that of another account is forgotten."""
    kept, _colon, password = st.session_state.get(PASSWORD_KEY, "").partition(":")
    if kept and kept != code:
        forget_password()
    return password if kept == code else None


def latest_account_code() -> str | None:
    """Return the code of the account whose password is kept for display."""
    return st.session_state.get(PASSWORD_KEY, "").partition(":")[0] or None


def show(viewer: Viewer, account: AccountRow, password: str) -> None:
    """Print the slip, and show on screen only what to do with it."""
    address, title = settings.value_for_viewer(viewer, "address") or _address(), _("Your account in the register")
    login, opened_at = _("User name"), _("Open the register at")
    with st.container(border=True, key="slip"):
        st.markdown(f"**{title}**  \n{escape_markdown(account.name)}")
        told, code = st.columns([3, 1], vertical_alignment="center")
        with told:
            st.metric(_("One-time password"), password)
            st.markdown(
                f"{login}: **{escape_markdown(account.username)}**  \n{opened_at}: `{address.replace('`', '')}`"
            )
        with code:
            st.image(_picture(address), width=132)
        st.caption(
            _(
                "Open the address above in your browser (not inside Zalo), sign in and choose your own "
                "password. Then choose “Add to home screen” to open it quickly next time."
            )
        )
    with st.container(key="screen_slip"):
        if urlsplit(address).hostname in HERE_ONLY:
            st.warning(
                _("This address works only on this computer. Open the register at its network address before printing.")
            )
        st.caption(
            _(
                "The password is shown only once. Read it out, write it down or print this page with your "
                "browser: only the slip is printed."
            )
        )
        st.button(_("Handed over"), icon=":material/check:", key="accounts_told_done", on_click=forget_password)


def _address() -> str:
    """The register's address as this browser opened it."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _picture(address: str) -> bytes:
    """The address as a QR code."""
    drawn = io.BytesIO()
    segno.make(address or " ", error="m").save(drawn, kind="png", scale=6, border=2)
    return drawn.getvalue()
