"""Templates: the Word files that papers are printed by, and the district's own in their place."""

import streamlit as st

from components.i18n import _
from components.papers import template_view
from components.shell import auth
from components.widgets import feedback

viewer = auth.viewer("/templates")

st.title(_("Word templates"))
st.caption(_("Download a template, change it in Word, and send it back: documents are printed with it from then on."))

with feedback.stop_on_refusal():
    template_view.show(viewer)
