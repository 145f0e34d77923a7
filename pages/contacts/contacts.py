"""Contact members: introduced, received, placed, reconciled; one view at a time."""

import streamlit as st

from components.contacts import contact_views
from components.i18n import _
from components.papers import outgoing_letters_view
from components.shell import auth
from db.models import Role

viewer = auth.viewer("/contacts")

st.set_page_config(layout="wide")
st.title(_("Keeping contact"))
contact_views.show(viewer)
if viewer.role == Role.WORKPLACE:
    outgoing_letters_view.show_introductions(viewer)
