"""A new account: which role for which unit, who, since when."""

import streamlit as st

from components import auth
from components.accounts import creating
from components.i18n import _

viewer = auth.viewer("/new-account")

st.title(_("New account"))
creating.form(viewer)
st.page_link("pages/administration/accounts.py", label=_("All accounts"), icon=":material/arrow_back:")
