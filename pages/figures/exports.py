"""Exports: lists taken away as Excel workbooks, within the viewer's scope and narrowed as the screens are."""

import streamlit as st

from components import auth, feedback
from components.figures import carrying, exporting
from components.i18n import _
from components.taking import wishes
from components.text import plain

viewer = auth.viewer("/exports")

st.title(_("Take away as Excel"))
head = st.empty()

with feedback.refusing():
    wish = exporting.wish(viewer)
    head.caption(plain(carrying.whose(viewer, wishes.unit_id(viewer, wish.unit))))
    exporting.take(viewer, wish)

st.caption(_("The file is in Vietnamese, for A4 across, with a sum line and a last sheet that proves its rows."))
st.caption(_("Keep it like the register itself: it holds personal data."))
st.page_link("pages/figures/jobs.py", label=_("Work in progress, and files made today"), icon=":material/hourglass_empty:")
