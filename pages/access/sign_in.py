"""The page that every address shows to a stranger."""

import streamlit as st

from components import menu
from components.i18n import _
from components.shell import auth, live_status
from db import config

here = auth.clear_cookie()

st.title(menu.PRODUCT)
st.caption(_(menu.TAGLINE))
auth.language_selector()
if live_status.was_signed_in() and not here:
    st.info(_("You were signed out from elsewhere, or the time ran out. Please sign in again: what is kept stays, and what you typed comes back."))

if auth.is_inside_zalo():
    st.warning(_("You are in Zalo's own browser. Choose “Open in browser” in the menu ⋯, so that you stay signed in and can download files."))

auth.sign_in_form()

if config.demo():
    st.info(_("Demonstration: nothing here is real. Sign in as admin, huyen, xa, bithu or coquan with the password demo-2026."))

st.caption(_("Forgot your password? The commune's staff give you a new one."))
st.caption(_("Oldest browsers that work: Chrome and Edge 109, Firefox 115, Safari 16.4."))
