"""The page that every address shows to a stranger."""

import streamlit as st

from components import auth, menu
from components.i18n import _
from db import config

auth.forget_cookie()

st.title(menu.PRODUCT)
st.caption(_(menu.TAGLINE))
auth.language_switch()

if auth.inside_zalo():
    st.warning(_("You are in Zalo's own browser. Choose “Open in browser” in the menu ⋯, so that you stay signed in and can download files."))

auth.sign_in_form()

if config.demo():
    st.info(_("Demonstration: nothing here is real. Sign in as admin, huyen, xa, bithu or coquan with the password demo-2026."))

st.caption(_("Forgot your password? The commune's staff give you a new one."))
st.caption(_("Oldest browsers that work: Chrome and Edge 109, Firefox 115, Safari 16.4."))
