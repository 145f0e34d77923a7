"""Findings to review in the cells' records: for the cell first, as counts for the levels above."""

import streamlit as st

from components.findings import finding_counts_view, finding_list
from components.i18n import _, _n
from components.markdown import escape_markdown
from components.shell import auth
from db.findings.findings import CELL_ROLES, MONTHS
from db.units import units

viewer = auth.viewer("/review")
own = units.own(viewer)

st.title(_("To review"))
months = _n("the last {count} month", "the last {count} months", MONTHS)
st.caption(f"{escape_markdown(own.name)} · {months}")

if viewer.role in CELL_ROLES:
    finding_list.show(viewer, own)
else:
    finding_counts_view.show(viewer)
