"""Contact members: introduced, received, placed, reconciled; one view at a time."""

import streamlit as st

from components.contacts import contact_views
from components.i18n import _
from components.shell import auth

viewer = auth.viewer("/contacts")

st.set_page_config(layout="wide")
st.title(_("Keeping contact"))
contact_views.show(viewer)
