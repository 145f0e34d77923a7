"""My account: the role I act in, my password and language, where I am signed in."""

import streamlit as st

from components.accounts import previous_sign_in
from components.i18n import _, moment_text
from components.markdown import escape_markdown
from components.shell import auth, refusal_message, role_switch
from components.widgets import feedback
from db.accounts import own_account

viewer = auth.viewer("/me")
must_change = auth.signed_in_user().must_change

st.title(_("My account"))
st.caption(f"{escape_markdown(viewer.name)} · {escape_markdown(role_switch.current_role(viewer))}")


@st.fragment
def devices() -> None:
    """When I signed in last, where I am signed in, and out again."""
    me = auth.viewer("/me")
    if told := previous_sign_in.describe(me):
        st.markdown(
            f"{told}  \n"
            + _("If this was not you, change your password now; all other devices will then be signed out.")
        )
    for device in own_account.list_devices(me, auth.token_hash()):
        with st.container(horizontal=True, vertical_alignment="center"):
            used = _("this device") if device.is_current else moment_text(device.seen_at)
            st.markdown(f"{auth.device_name(device.label)} · {used}", width="stretch")
            if not device.is_current and st.button(_("Sign out that device"), key=f"me_device_{device.id}"):
                with feedback.saving(_("That device has been signed out.")):
                    own_account.sign_out_device(me, device.id)
                    st.rerun()


if must_change:
    st.info(_("First, please choose a password that only you know."))
else:
    role_switch.show_selector(viewer)
    role_switch.show_language_selector(viewer)

st.header(_("Password"))
with st.form("me_password", border=False):
    asked = _("One-time password (from the slip)") if must_change else _("Current password")
    current = st.text_input(asked, type="password", key="me_current", autocomplete="current-password")
    new = st.text_input(
        _("New password"),
        type="password",
        key="me_new",
        autocomplete="new-password",
        help=_("At least 8 letters or digits."),
    )
    if st.form_submit_button(_("Change password"), type="primary", width="stretch"):
        with feedback.saving(_("Password changed. You have been signed out on all other devices.")):
            own_account.change_password(auth.viewer("/me"), auth.token_hash(), current, new)
            st.rerun()

if not must_change:
    st.header(_("Devices"))
    devices()
    if st.button(_("Sign out everywhere"), key="me_everywhere"):
        with refusal_message.showing_refusal():
            auth.sign_out_everywhere()
if st.button(_("Sign out"), key="me_sign_out"):
    with refusal_message.showing_refusal():
        auth.sign_out()
