"""History: who did what and when, and the way back."""

import streamlit as st

from components.history import log_entry
from components.i18n import _
from components.shell import auth
from components.widgets import filters
from db.history import action_log
from db.settings import settings
from db.units import units

viewer = auth.viewer("/history")
rows = action_log.latest(viewer, filters.parse_int(filters.query_param("before")))
names = units.by_id(viewer)
types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}

st.title(_("History"))
st.caption(_("Every change is logged with the previous values and can be undone unless later changes depend on it."))

if not rows:
    st.caption(_("No changes have been logged yet."))

for row in rows:
    log_entry.show(viewer, row, names, types)

if len(rows) == action_log.PAGE:
    st.page_link(
        "pages/administration/history.py",
        label=_("Older"),
        icon=":material/arrow_back:",
        query_params={"before": str(rows[-1].id)},
    )
