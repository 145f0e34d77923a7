"""What an address shows to a role that it is not for."""

import streamlit as st

from components.i18n import _
from components.shell import auth

auth.signed_in_user()
st.title(_("No access"))
st.info(_("This page is not for your role. If it should be, ask whoever gave you your account."))
st.page_link("pages/home/home.py", label=_("Today"), icon=":material/home:")
