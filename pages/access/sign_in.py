"""The page that every address shows to a stranger."""

import streamlit as st

from components import menu
from components.i18n import _
from components.shell import auth, live_status
from db import config

here = auth.clear_cookie()
before = live_status.language_before()
if before:
    st.query_params.setdefault("language", before)  # a reload keeps it, too

st.title(menu.PRODUCT)
st.caption(_(menu.TAGLINE))
auth.language_selector()
if before and not here:
    st.info(
        _(
            "You were signed out from another device, or your session expired. Please sign in again: saved data is "
            "safe, and what you were typing will reappear."
        )
    )

if auth.is_inside_zalo():
    st.warning(
        _(
            "You are using Zalo's built-in browser. Choose “Open in browser” from the ⋯ menu to stay signed in "
            "and to download files."
        )
    )

auth.sign_in_form()

if config.demo():
    st.info(
        _(
            "Demonstration: nothing here is real. Sign in as admin, huyen, xa, bithu or coquan with the password "
            "demo-2026."
        )
    )

st.caption(_("Forgot your password? Ask an officer of the committee above your cell for a new one."))
st.caption(_("Minimum browser versions: Chrome and Edge 109, Firefox 115, Safari 16.4."))
