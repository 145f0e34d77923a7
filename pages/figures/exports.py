"""Exports: lists taken away as Excel workbooks, within the viewer's scope and narrowed as the screens are."""

import streamlit as st

from components import auth, feedback
from components.figures import exporting
from components.i18n import _, day_text
from components.text import plain
from db import clock, units

viewer = auth.viewer("/exports")
own = units.named(viewer, [viewer.unit_id])[viewer.unit_id].name

st.title(_("Take away as Excel"))
st.caption(f"{plain(own)} · " + _("figures up to {day}", day=day_text(clock.today())))

with feedback.refusing():
    wish = exporting.wish(viewer)
    exporting.take(viewer, wish)

st.caption(_("The file is in Vietnamese, for A4 across, with a sum line and a last sheet that proves its rows."))
st.caption(_("Keep it like the register itself: it holds personal data."))
st.page_link("pages/figures/jobs.py", label=_("Work in progress, and files made today"), icon=":material/hourglass_empty:")
