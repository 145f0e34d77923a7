"""Accounts: find one, open one, make one."""

import streamlit as st

from components import auth, feedback, filters
from components.accounts import creating, one, slip, table
from components.i18n import _, _n
from components.text import plain
from db import units
from db.access import listed

viewer = auth.viewer("/accounts")
code = st.query_params.get("account")
all_accounts = {"page": table.PAGE, "icon": ":material/arrow_back:"}

if "new" in st.query_params:
    st.title(_("New account"))
    creating.form(viewer)
    st.page_link(label=_("All accounts"), **all_accounts)
    st.stop()

if code:
    with feedback.refusing():
        found = listed.opened(viewer, code)
    with st.container(key="screen_title"):
        st.title(plain(found.account.name))
    one.show(viewer, found)
    st.page_link(label=_("All accounts"), **all_accounts)
    st.stop()

slip.forget()
st.set_page_config(layout="wide")
st.title(_("Accounts"))
heading = st.empty()
st.page_link(table.PAGE, label=_("Make an account"), icon=":material/person_add:", query_params={"new": "1"})

wanted = table.wanted()
accounts = listed.listing(viewer, wanted)
unit = units.named(viewer, [viewer.unit_id])[viewer.unit_id].name
heading.caption(f"{plain(unit)} · " + _n("{count} account", "{count} accounts", accounts.total))

table.rows(accounts, wanted)
filters.pages(accounts.total, listed.PAGE, "accounts")
table.silent(viewer)
