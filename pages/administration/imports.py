"""Bring in a list: a workbook of members is looked through, asked about, shown as it would become, and only then brought in."""

import streamlit as st

from components import auth
from components.i18n import _
from components.importing import deciding, sending, working
from components.text import plain
from db import units

viewer = auth.viewer("/import")

st.title(_("Bring in a list"))
st.caption(plain(units.named(viewer, [viewer.unit_id])[viewer.unit_id].name))

working.show()
if code := st.query_params.get("file"):
    deciding.lay(code)
    st.page_link("pages/administration/imports.py", label=_("Another list"), icon=":material/arrow_back:")
else:
    sending.offer()
