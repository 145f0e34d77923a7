"""Exports: lists as files, within the viewer's scope and narrowed as on the screens."""

import streamlit as st

from components.figures import chart_download, export_form
from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback

viewer = auth.viewer("/exports")

st.title(_("Export lists"))
head = st.empty()

with feedback.stop_on_refusal():
    request = export_form.choose_export(viewer)
    head.caption(escape_markdown(chart_download.source_line(viewer, request.unit_id(viewer))))
    export_form.show_download(viewer, request)

st.caption(_("Keep the file as carefully as the register itself: it contains personal data."))
st.page_link(
    "pages/figures/jobs.py", label=_("Work in progress and files created today"), icon=":material/hourglass_empty:"
)
