"""What an address shows to a role that it is not for."""

import streamlit as st

from components.i18n import _
from components.shell import auth

auth.signed_in_user()
st.title(_("No access"))
st.info(_("Your role does not have access to this page. If it should, ask the person who gave you your account."))
st.page_link("pages/home/home.py", label=_("Today"), icon=":material/home:")
