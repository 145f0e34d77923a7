"""A new account: which role for which unit, who, since when."""

import streamlit as st

from components.accounts import account_form
from components.i18n import _
from components.shell import auth

viewer = auth.viewer("/new-account")

st.title(_("New account"))
account_form.show(viewer)
st.page_link("pages/administration/accounts.py", label=_("All accounts"), icon=":material/arrow_back:")
