"""Accounts: find one, open one, see which cells have none."""

import streamlit as st

from components import auth, filters
from components.accounts import slip, table
from components.i18n import _, _n
from components.text import plain
from db import units
from db.access import listed

viewer = auth.viewer("/accounts")
slip.forget()

st.set_page_config(layout="wide")
st.title(_("Accounts"))
heading = st.empty()
st.page_link("pages/administration/new_account.py", label=_("Make an account"), icon=":material/person_add:")

wanted = table.wanted()
found = listed.listing(viewer, wanted)
unit = units.named(viewer, [viewer.unit_id])[viewer.unit_id].name
heading.caption(f"{plain(unit)} · " + _n("{count} account", "{count} accounts", found.total))

table.rows(found, wanted)
filters.pages(found.total, listed.PAGE, "accounts")
table.silent(viewer)
