"""History: who did what and when, and the way back."""

import streamlit as st

from components import auth, filters, story
from components.i18n import _
from db import batches, settings, units

viewer = auth.viewer("/history")
rows = batches.latest(viewer, filters.whole(filters.told("before")))
names = units.named(viewer)
types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}

st.title(_("History"))
st.caption(_("Every deed is kept with what stood there before. It can be undone as long as nothing rests on it."))

if not rows:
    st.caption(_("Nothing has been done yet."))

for row in rows:
    story.entry(viewer, row, names, types)

if len(rows) == batches.PAGE:
    st.page_link("pages/administration/history.py", label=_("Earlier"), icon=":material/arrow_back:", query_params={"before": str(rows[-1].id)})
