"""Charts: who came to meetings, which cells met, which households have somebody; each mark opened down to what is behind it."""

import streamlit as st

from components import auth, feedback
from components.figures import behind, carrying, choosing, households, picture
from components.i18n import _
from components.text import plain

viewer = auth.viewer("/charts")

st.set_page_config(layout="wide")
st.title(_("Charts"))
head = st.empty()

with feedback.refusing():
    chosen = choosing.chart(viewer)
    head.caption(plain(carrying.whose(viewer, chosen.wanted.unit_id)))
    if chosen.which == choosing.Which.HOUSEHOLDS:
        households.show(viewer, chosen)
        st.stop()
    period = picture.show(viewer, chosen)

if period is None:
    st.info(_("Nothing is recorded for this time yet. Once meetings are saved, their figures stand here."))
    st.page_link("pages/home/home.py", label=_("Today"), icon=":material/home:")
else:
    behind.show(viewer, chosen, period)
    behind.take_away(viewer, chosen, period)
