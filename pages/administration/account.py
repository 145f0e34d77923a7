"""One account: its state, its one-time password, its roles, its signed-in devices."""

import streamlit as st

from components.accounts import account_detail
from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.accounts import account_list

viewer = auth.viewer("/account")
code = st.query_params.get("account", "")

if not code:
    st.switch_page("pages/administration/accounts.py", query_params={})
with feedback.stop_on_refusal("pages/administration/accounts.py", _("All accounts"), title=_("Account")):
    found = account_list.load(viewer, code)

with st.container(key="screen_title"):
    st.title(escape_markdown(found.account.name))
account_detail.show(viewer, found)
st.page_link("pages/administration/accounts.py", label=_("All accounts"), icon=":material/arrow_back:")
