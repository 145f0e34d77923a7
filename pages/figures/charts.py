"""Charts: who came to meetings, which cells met, which households have somebody; each mark opened down to what is behind it."""

import streamlit as st

from components import auth, feedback
from components.figures import behind, choosing, households, picture
from components.i18n import _, day_text
from components.text import plain
from db import clock, units

viewer = auth.viewer("/charts")
own = units.named(viewer, [viewer.unit_id])[viewer.unit_id].name

st.set_page_config(layout="wide")
st.title(_("Charts"))
st.caption(f"{plain(own)} · " + _("figures up to {day}", day=day_text(clock.today())))

with feedback.refusing():
    chosen = choosing.chart(viewer)
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
