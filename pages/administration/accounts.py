"""Accounts: find one, open one, see which cells have none."""

import streamlit as st

from components.accounts import account_table, password_slip
from components.i18n import _, _n
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import filters
from db.accounts import account_list
from db.units import units

viewer = auth.viewer("/accounts")
password_slip.forget_password()

st.set_page_config(layout="wide")
st.title(_("Accounts"))
heading = st.empty()
st.page_link("pages/administration/new_account.py", label=_("Create an account"), icon=":material/person_add:")

wanted = account_table.read_filter()
found = account_list.search(viewer, wanted)
unit = units.own(viewer).name
heading.caption(f"{escape_markdown(unit)} · " + _n("{count} account", "{count} accounts", found.total))

account_table.show_accounts(viewer, found, wanted)
filters.pagination(found.total, account_list.PAGE, "accounts")
account_table.show_cells_without_secretary(viewer)
