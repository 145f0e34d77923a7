"""One account: how it stands, its one-time password, its roles, where it is signed in."""

import streamlit as st

from components import auth, feedback
from components.accounts import one
from components.i18n import _
from components.text import plain
from db.access import listed

viewer = auth.viewer("/account")
code = st.query_params.get("account", "")

if not code:
    st.switch_page("pages/administration/accounts.py", query_params={})
with feedback.refusing("pages/administration/accounts.py", _("All accounts"), title=_("Account")):
    found = listed.opened(viewer, code)

with st.container(key="screen_title"):
    st.title(plain(found.account.name))
one.show(viewer, found)
st.page_link("pages/administration/accounts.py", label=_("All accounts"), icon=":material/arrow_back:")
