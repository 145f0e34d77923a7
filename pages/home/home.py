"""Today: what waits for whoever opens the register."""

import streamlit as st

from components import auth, sign_ins, waiting
from components.i18n import _, day_text, month
from components.text import plain
from db import clock, units

viewer = auth.viewer("/")
today = clock.today()
unit = units.named(viewer, [viewer.unit_id])[viewer.unit_id].name

upto = _("figures up to {day}", day=day_text(today))
st.title(_("Today"))
st.caption(f"{plain(unit)} · {month(clock.month_of(today))} · {upto}")

waiting.show(viewer)
if told := sign_ins.last(viewer):
    st.caption(told)
